/** Characters as a user counts them: an emoji with its skin tone is one. */

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Plain characters are one each, but for a carriage return with its line feed. */
const PLAIN = /^[\t\n\x20-\x7e]*$/;

export function countGraphemes(text: string): number {
  if (PLAIN.test(text)) return text.length;
  return [...segmenter.segment(text)].length;
}

/** The text in pieces of `length` such characters, the last one shorter. */
export function* takeGraphemes(text: string, length: number): Generator<string> {
  let piece = '';
  let count = 0;
  for (const { segment } of segmenter.segment(text)) {
    piece += segment;
    if (++count < length) continue;
    yield piece;
    piece = '';
    count = 0;
  }
  if (piece !== '') yield piece;
}

/** The text without its last `count` such characters. */
export function dropGraphemes(text: string, count: number): string {
  const all = [...segmenter.segment(text)];
  const end = all[Math.max(0, all.length - count)];
  return end === undefined ? text : text.slice(0, end.index);
}
