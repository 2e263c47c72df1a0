/** Whether a sentence ends at a word, as far as its writing tells. */

const closed = /[.!?…。！？؟।]["'”’»)\]」』]*$/u;
/** A full stop alone may belong to the word. */
const stopped = /\.["'”’»)\]]*$/u;

/** Written with a full stop in the middle of sentences, in the languages that Whisper writes most; without their last stop. */
const abbreviations = new Set(
  (
    'mr mrs ms dr prof st sr jr vs no vol fig approx e.g i.e ' +
    'hr fr nr bzw ca usw z.b d.h u.a str bsp ' +
    'sra dña dn ud uds pág núm m mme mlle p.ex art sig sigg dott prof.ssa av exmo'
  ).split(' '),
);

/**
 * @param next the word behind it, where that is known; undefined behind the last word there is
 */
export function endsSentence(word: string, next: string | undefined): boolean {
  if (!closed.test(word)) return false;
  if (next === undefined) return true;
  // "well… you know", "3.5 million", "approx. five": what goes on in small letters was no end.
  if (/^\p{Ll}/u.test(next)) return false;
  if (!stopped.test(word)) return true;
  const bare = word
    .replace(/^["'“‘«([]+/u, '')
    .replace(stopped, '')
    .toLowerCase();
  // An initial, or an ordinal as Germans write it.
  if (/^\p{L}$/u.test(bare) || /^\d{1,2}$/.test(bare)) return false;
  return !abbreviations.has(bare);
}
