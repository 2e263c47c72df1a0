/** What a rule of the spoken text looks like: a pattern at the start of a word, and how people say what it found. */

export interface SpokenRule {
  /** Sticky and Unicode; tried only where a word begins. */
  readonly pattern: RegExp;
  /** What is said, or undefined when the pattern found something else after all. An empty text says nothing. */
  say(match: RegExpExecArray): string | undefined;
}

/** A minus sign as the inside of a pattern; behind a letter or a digit it is a hyphen. */
export const minusSource = String.raw`(?<minus>(?<![\p{L}\p{N}.)])[-−])?`;

/** The parts of a pattern as one sticky expression; it ends where the word does. */
export function wordPattern(source: string, flags = ''): RegExp {
  return new RegExp(`(?:${source})(?![\\p{L}\\p{N}])`, `uy${flags}`);
}

/** The same without a demand on what follows. */
export function anyPattern(source: string, flags = ''): RegExp {
  return new RegExp(source, `uy${flags}`);
}
