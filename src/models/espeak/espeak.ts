/** Words to phonemes with espeak-ng: one long-lived object in WebAssembly, asked clause by clause (0.4–3 ms). */
import { phonemesOf } from './mnemonics.js';
import { openEspeak, selectVoice, type EspeakInstance } from './voices.js';

/** Spoken by espeak between the sounds of one word; no sound itself. */
const joiner = /_/g;
/** `(en)word(de)`: espeak's note that it changed its language for a word. */
const languageNote = /\([a-z-]+\)/g;
/** What espeak takes for markup or for its own phoneme notation, and what no voice can say. */
const unsayable = /[\p{C}<>[\]{}|\\^_&`]/gu;
/** espeak copies words into buffers of fixed length. */
const longestWord = 60;

export class Espeak {
  readonly #instance: EspeakInstance;

  private constructor(instance: EspeakInstance) {
    this.#instance = instance;
  }

  /** Loads espeak-ng with one of its voices, e.g. `en-us`. Throws when it has no such voice. */
  static async load(voice: string): Promise<Espeak> {
    const instance = await openEspeak();
    if (selectVoice(instance, voice) === undefined) {
      throw new Error(
        `espeak voice: got "${voice}", which espeak-ng does not have; use a Piper voice for a language it has`,
      );
    }
    return new Espeak(instance);
  }

  /** IPA of one clause, one string per word as espeak joins them: "one of the" may come back as two. */
  ipaWords(words: readonly string[]): string[] {
    const text = words.map(sayable).join(' ').trim();
    if (text === '') return [];
    const ipa = phonemesOf(this.#instance, text, true);
    return ipa
      .replace(languageNote, '')
      .replace(joiner, '')
      .split(/[\s|]+/)
      .filter((word) => word !== '');
  }
}

/** The word without what espeak would take for markup; may be several words then. */
export function sayable(word: string): string {
  const clean = word.normalize('NFC').replace(unsayable, ' ');
  return clean.length <= longestWord ? clean : (clean.match(new RegExp(`.{1,${longestWord}}`, 'gu')) ?? []).join(' ');
}
