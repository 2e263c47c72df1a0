/** Which words of a reply reached the listener. */
import type { Sentence } from './messages.js';

/** Where a sentence lies in the reply's audio. */
export interface SpokenSentence {
  readonly sentence: Sentence;
  /** First sample within the reply. */
  readonly startSample: number;
  /** For each word, the sample within the sentence at which it is over. */
  readonly wordEnds?: readonly number[];
  /** Known once the sentence is synthesised to its end. */
  readonly samples?: number;
}

/** Characters of text a voice speaks in a second: for engines that do not tell where their words end. */
const CHARACTERS_PER_SECOND = 15;

/**
 * The text whose sound was heard to the end of a word.
 * @param heardSamples samples of the reply that reached the loudspeaker
 */
export function heardText(sentences: readonly SpokenSentence[], heardSamples: number, sampleRateHz: number): string {
  let text = '';
  for (const spoken of sentences) {
    const heard = heardSamples - spoken.startSample;
    if (heard <= 0) break;
    if (spoken.samples !== undefined && heard >= spoken.samples) text += spoken.sentence.text;
    else text += heardWords(spoken, heard, sampleRateHz);
  }
  return text.trim();
}

function heardWords(spoken: SpokenSentence, heardSamples: number, sampleRateHz: number): string {
  const words = [...spoken.sentence.text.matchAll(/\s*\S+/g)].map((match) => match[0]);
  const ends = spoken.wordEnds;
  let characters = 0;
  let kept = '';
  for (const [index, word] of words.entries()) {
    characters += word.length;
    const endSample = ends?.[index] ?? (characters / CHARACTERS_PER_SECOND) * sampleRateHz;
    if (endSample > heardSamples) break;
    kept += word;
  }
  return kept;
}

/** Words of an answer that was taken back were heard all the same. */
export function joinHeard(before: string, now: string): string {
  return [before, now].filter((part) => part !== '').join(' … ');
}
