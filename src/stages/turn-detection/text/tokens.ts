/** A text as the rules of turn detection read it: its words, and what stands behind the last of them. */

export interface Tokens {
  /** In lower case, without punctuation; apostrophes, and points and colons inside numbers, stay. */
  readonly words: readonly string[];
  /** Punctuation behind the last word, without spaces and quotes. */
  readonly end: string;
  /** Punctuation behind the word with the same index; empty for none. */
  readonly marks: readonly string[];
}

/** Sounds in brackets or between stars are no words: recognisers write them for noises. */
const NOISES = /\[[^\]]{0,60}\]|\([^)]{0,60}\)|\*[^*]{0,60}\*/g;
const WORD = /[\p{L}\p{N}]+(?:['’.:@-][\p{L}\p{N}]+)*%?/gu;

export function tokenise(text: string): Tokens {
  const line = text
    .normalize('NFKC')
    .replaceAll(NOISES, ' ')
    .replaceAll(/\.{2,}/g, '…');
  const words: string[] = [];
  const marks: string[] = [];
  let at = 0;
  for (const match of line.matchAll(WORD)) {
    if (words.length > 0) marks.push(marksIn(line.slice(at, match.index)));
    words.push(match[0].toLowerCase().replaceAll('’', "'"));
    at = match.index + match[0].length;
  }
  const end = marksIn(line.slice(at));
  if (words.length > 0) marks.push(end);
  return { words, end, marks };
}

function marksIn(gap: string): string {
  return gap.replaceAll(/[\s"'“”‘’«»]/g, '');
}

/** A set from words with spaces between them. */
export function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}
