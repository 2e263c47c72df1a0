/** Kokoro with one of its voices: spoken sounds in, sound and the places of its words out. */
import type { SessionOptions } from '../onnx/session.js';
import type { PhonemeWord } from '../piper/phoneme-ids.js';
import { KokoroModel } from './model.js';
import { toKokoroSounds, type Accent } from './sounds.js';
import { mostTokens, toTokens, unknownSymbols } from './tokens.js';
import { readVoice, type KokoroStyles } from './voices.js';

export interface KokoroVoiceOptions extends SessionOptions {
  /** A folder with one `.onnx` file and a file `NAME.bin` for every voice. */
  readonly modelFolder: string;
  readonly voice: string;
}

export interface SpokenRun {
  /** 24 kHz. */
  readonly samples: Float32Array;
  /** For each word, the samples at which its first sound begins and its last ends. */
  readonly spans: readonly { readonly from: number; readonly to: number }[];
}

/** Samples by which the sound runs ahead of the plan: three frames, as Kokoro's own word times have it. */
const aheadSamples = 1800;

export class KokoroVoice {
  readonly name: string;
  readonly accent: Accent;
  readonly provider: string;
  readonly #model: KokoroModel;
  readonly #styles: KokoroStyles;

  private constructor(model: KokoroModel, styles: KokoroStyles) {
    this.name = styles.name;
    this.accent = styles.accent;
    this.provider = model.provider;
    this.#model = model;
    this.#styles = styles;
  }

  /** Throws one line for a folder or a voice that cannot be used. */
  static async load(options: KokoroVoiceOptions): Promise<KokoroVoice> {
    const styles = await readVoice(options.modelFolder, options.voice);
    return new KokoroVoice(await KokoroModel.load(options.modelFolder, options), styles);
  }

  /** Symbols of some IPA that this voice has no sound for. */
  unknownIn(ipa: string): string[] {
    return unknownSymbols(toKokoroSounds(ipa, this.accent));
  }

  /** Whether so many words are too long for one run. */
  isTooLong(words: readonly PhonemeWord[]): boolean {
    return toTokens(this.#sounds(words)).ids.length - 2 > mostTokens;
  }

  /** Throws when the words are too long for one run. */
  async speak(words: readonly PhonemeWord[], speed: number): Promise<SpokenRun> {
    const { ids, spans } = toTokens(this.#sounds(words));
    const tokens = ids.length - 2;
    if (tokens > mostTokens) throw new Error(`kokoro: got ${tokens} sounds in one run, wanted at most ${mostTokens}`);
    const { samples, durations } = await this.#model.speak({ ids, style: this.#styles.styleFor(tokens), speed });
    const starts = [0];
    for (const duration of durations) starts.push((starts.at(-1) ?? 0) + duration);
    const sampleAt = (id: number): number => Math.max(0, Math.round((starts[id] ?? 0) - aheadSamples));
    return { samples, spans: spans.map(({ from, to }) => ({ from: sampleAt(from), to: sampleAt(to) })) };
  }

  close(): Promise<void> {
    return this.#model.close();
  }

  #sounds(words: readonly PhonemeWord[]): PhonemeWord[] {
    return words.map(({ ipa, after }) => ({ ipa: toKokoroSounds(ipa, this.accent), after }));
  }
}
