/** Whether two texts say the same, as far as a listener can tell. */

/** Whatever their case and punctuation. */
export function sameWords(one: string, other: string): boolean {
  const words = (of: string): string => (of.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []).join(' ');
  return words(one) === words(other);
}
