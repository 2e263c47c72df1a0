/** Words to phonemes with espeak-ng: one long-lived object in WebAssembly, asked clause by clause (0.4–3 ms). */
import loadEspeak, { type EspeakModule, type EspeakWorker } from '@echogarden/espeak-ng-emscripten';

/** Spoken by espeak between the sounds of one word; no sound itself. */
const joiner = /_/g;
/** `(en)word(de)`: espeak's note that it changed its language for a word. */
const languageNote = /\([a-z-]+\)/g;
/** What espeak takes for markup or for its own phoneme notation, and what no voice can say. */
const unsayable = /[\p{C}<>[\]{}|\\^_&`]/gu;
/** espeak copies words into buffers of fixed length. */
const longestWord = 60;

export class Espeak {
  readonly #module: EspeakModule;
  readonly #worker: EspeakWorker;

  private constructor(module: EspeakModule, worker: EspeakWorker) {
    this.#module = module;
    this.#worker = worker;
  }

  /** Loads espeak-ng with one of its voices, e.g. `en-us`. Throws when it has no such voice. */
  static async load(voice: string): Promise<Espeak> {
    const module = await loadEspeak();
    const worker = new module.eSpeakNGWorker();
    if (worker.set_voice(voice) !== 0) {
      throw new Error(
        `espeak voice: got "${voice}", which espeak-ng does not have; use a Piper voice for a language it has`,
      );
    }
    return new Espeak(module, worker);
  }

  /** IPA of one clause, one string per word as espeak joins them: "one of the" may come back as two. */
  ipaWords(words: readonly string[]): string[] {
    const text = words.map(sayable).join(' ').trim();
    if (text === '') return [];
    const ipa = this.#textAt(this.#worker.convert_to_phonemes(text, true).ptr);
    return ipa
      .replace(languageNote, '')
      .replace(joiner, '')
      .split(/[\s|]+/)
      .filter((word) => word !== '');
  }

  #textAt(pointer: number): string {
    const heap = this.#module.HEAPU8;
    return new TextDecoder().decode(heap.subarray(pointer, heap.indexOf(0, pointer)));
  }
}

function sayable(word: string): string {
  const clean = word.normalize('NFC').replace(unsayable, ' ');
  return clean.length <= longestWord ? clean : (clean.match(new RegExp(`.{1,${longestWord}}`, 'gu')) ?? []).join(' ');
}
