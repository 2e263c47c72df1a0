/** Cuts a text that has no end in sight, in the best place there is. */
import { clinging } from './vocabulary.js';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const words = new Intl.Segmenter(undefined, { granularity: 'word' });
/** Scripts that write no gap between words. */
export const gapless =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** A character that belongs to the one before it: an accent, a skin tone, a joiner (Unicode annex 29). */
export const goesOn = /^[\p{M}\p{Grapheme_Extend}\p{Emoji_Modifier}\u200d\u0e33\u0eb3]/u;

/** Cuts before this share of the text would leave the rest too long and the piece too short. */
const earliestShare = 0.4;

/**
 * Length of the piece that `text` should begin with: behind a mark, else between words, else between graphemes. Never 0,
 * and never all sign and no word while `text` has words.
 */
export function forcedLength(text: string): number {
  const first = text.search(/[\p{L}\p{N}]/u);
  if (first < 0) return lastGrapheme(text);
  const earliest = Math.max(first + 1, Math.floor(text.length * earliestShare));
  return (
    lastOf(text, /[\n]+|[\p{Sentence_Terminal}…]["'”’)\]]*\s+/gu, earliest) ??
    lastOf(text, /[,;:—–]["'”’)\]]*\s+|[，、；：،؛]\s*/gu, earliest) ??
    lastOf(text, /(?<=(\S*))\s+/gu, earliest, (word) => !clinging.has(word.toLowerCase())) ??
    lastOf(text, /\s+/gu, first + 1) ??
    (gapless.test(text) ? lastWordBreak(text, first + 1) : undefined) ??
    lastGrapheme(text)
  );
}

/** End of the last match that ends at `earliest` or later. */
function lastOf(
  text: string,
  pattern: RegExp,
  earliest: number,
  accepts: (group: string) => boolean = () => true,
): number | undefined {
  let last: number | undefined;
  for (const match of text.matchAll(pattern)) {
    const end = match.index + match[0].length;
    if (end < earliest || !accepts(match[1] ?? '')) continue;
    // Behind a mark without a gap an accent may follow, perhaps one that is not here yet.
    const isSafe = /\s$/.test(match[0]) || (end < text.length && !goesOn.test(text.slice(end)));
    if (isSafe) last = end;
  }
  return last;
}

/** The last segment may go on behind the text, so its start is the safe place. */
function lastWordBreak(text: string, earliest: number): number | undefined {
  const start = words.segment(text).containing(text.length - 1)?.index ?? 0;
  return start >= earliest ? start : undefined;
}

/** A cluster longer than the whole text is cut between its code points all the same. */
function lastGrapheme(text: string): number {
  const start = graphemes.segment(text).containing(text.length - 1)?.index ?? 0;
  // Three backticks in two pieces would be no fence.
  const fence = /(?<!`)`{1,2}$/.exec(text.slice(0, start))?.index ?? start;
  if (fence > 0) return fence;
  return start > 0 ? start : text.length - (/[\uD800-\uDBFF]$/.test(text) ? 1 : 0);
}
