/** How much is kept at most: far more than anybody says, and a bound on what a runaway can fill. */

export const limits = {
  /** On all lists together. */
  items: 2000,
  facts: 500,
  /** Timers, alarms and reminders together. */
  alarms: 100,
  /** Characters of one item, value or label. */
  text: 300,
  /** Characters of the name of a list or the subject of a fact. */
  name: 80,
} as const;

/** Something does not fit. The message is a sentence for the user. */
export class KeepLimitError extends Error {
  override readonly name = 'KeepLimitError';
}

/** The text without space at its ends. Throws `KeepLimitError` when it is too long or empty. */
export function fitText(text: string, most: number): string {
  const plain = text.trim();
  if (plain === '') throw new KeepLimitError('There is nothing to keep.');
  if (plain.length > most) throw new KeepLimitError('That is too long for me to keep.');
  return plain;
}
