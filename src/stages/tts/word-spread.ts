/** Where words end in a sound whose maker does not tell it. */

/** A digit is said as a word of its own: about as long as four letters. */
const digitLetters = 4;
/** What lies between two words, in letters. */
const gapLetters = 1;

/**
 * The sample at which each word is over, with `samples` shared out by letters. Never falling; words without a letter or a
 * digit end with the word before, and the last one ends with the sound.
 * @param words as `writtenWords` cuts them
 * @param samples length of the whole sound
 */
export function spreadWordEnds(words: readonly string[], samples: number): number[] {
  const lengths = words.map(lengthOf);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  let said = 0;
  return lengths.map((length, index) => {
    said += length;
    return index === lengths.length - 1 ? samples : total === 0 ? 0 : Math.floor((said / total) * samples);
  });
}

function lengthOf(word: string): number {
  const letters = word.match(/\p{L}/gu)?.length ?? 0;
  const digits = word.match(/\p{N}/gu)?.length ?? 0;
  return letters + digits === 0 ? 0 : letters + digitLetters * digits + gapLetters;
}
