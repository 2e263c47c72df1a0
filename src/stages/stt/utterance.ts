/** One utterance of any length on its way to text: stretches of at most 30 s, cut where it is quiet. */
import { LogMel, SAMPLE_RATE_HZ } from '../../models/whisper/log-mel.js';
import { blockLevels, levelAt, quietestSample } from '../../models/whisper/loudness.js';
import type { Recognizer } from '../../models/whisper/recognizer.js';
import type { HeardWord } from './stability.js';

export interface UtteranceOptions {
  /** ISO 639-1, or `auto`. */
  readonly language: string;
}

/** All that was heard so far. */
export interface HeardText {
  readonly words: readonly HeardWord[];
  readonly language: string;
  /** False when decoding was stopped half-way. */
  readonly complete: boolean;
}

/** Room below the model's 30 s, and where in a long stretch a cut may lie. */
const LONGEST_SAMPLES = 28 * SAMPLE_RATE_HZ;
const EARLIEST_CUT_SAMPLES = 18 * SAMPLE_RATE_HZ;
/** A result is reused only if its sound had already ended this long before. */
const QUIET_BEFORE_SAMPLES = SAMPLE_RATE_HZ / 10;
/** Without this much between its quiet and its loud blocks a recording has no quiet. */
const LEAST_RANGE_DB = 12;
/** The lower part of the range between floor and speech counts as quiet. */
const QUIET_SHARE = 0.25;

export class Utterance {
  readonly #recognizer: Recognizer;
  readonly #options: UtteranceOptions;
  #sound: LogMel;
  /** Words of the stretches that are done, and how many samples they took. */
  #settled: readonly HeardWord[] = [];
  #settledSamples = 0;
  #language: string;
  #draft: readonly number[] = [];
  #last: { readonly text: HeardText; readonly samples: number } | undefined;

  constructor(recognizer: Recognizer, options: UtteranceOptions) {
    this.#recognizer = recognizer;
    this.#options = options;
    this.#language = options.language;
    this.#sound = new LogMel(recognizer.model.analysis);
  }

  get lengthSamples(): number {
    return this.#settledSamples + this.#sound.lengthSamples;
  }

  append(samples: Float32Array): void {
    this.#sound.append(samples);
  }

  /** Text of all that was appended. Costs nothing when only silence came since the last call. */
  async decode(stop: () => boolean): Promise<HeardText> {
    if (this.#last !== undefined && this.#isQuietSince(this.#last.samples)) return this.#last.text;
    if (!(await this.shorten(stop))) return { words: this.#settled, language: this.#shown(), complete: false };
    const samples = this.lengthSamples;
    const heard = await this.#recognize(this.#sound, stop);
    const text = { words: [...this.#settled, ...heard.words], language: this.#shown(), complete: heard.complete };
    if (heard.complete) {
      this.#draft = heard.tokens;
      this.#last = { text, samples };
    }
    return text;
  }

  /** Decodes what no longer fits into one stretch, so that a recording of hours needs no more memory than a minute. */
  async shorten(stop: () => boolean): Promise<boolean> {
    while (this.#sound.lengthSamples > LONGEST_SAMPLES) {
      if (!(await this.#settle(stop))) return false;
    }
    return true;
  }

  /** Decodes the front of a stretch that is too long and starts a new one behind it. */
  async #settle(stop: () => boolean): Promise<boolean> {
    const samples = this.#sound.samples;
    const cut = quietestSample(samples, EARLIEST_CUT_SAMPLES, LONGEST_SAMPLES);
    const front = new LogMel(this.#recognizer.model.analysis);
    front.append(samples.subarray(0, cut));
    const heard = await this.#recognize(front, stop);
    if (!heard.complete) return false;
    const rest = new LogMel(this.#recognizer.model.analysis);
    rest.append(samples.subarray(cut));
    this.#settled = [...this.#settled, ...heard.words];
    this.#settledSamples += cut;
    this.#sound = rest;
    this.#draft = [];
    return true;
  }

  async #recognize(
    sound: LogMel,
    stop: () => boolean,
  ): Promise<{ words: readonly HeardWord[]; tokens: readonly number[]; complete: boolean }> {
    const { language, words, tokens, complete } = await this.#recognizer.recognize(sound, {
      language: this.#options.language,
      task: 'transcribe',
      draft: this.#draft,
      stop,
    });
    if (words.length > 0) this.#language = language;
    const offsetMs = (this.#settledSamples / SAMPLE_RATE_HZ) * 1000;
    const moved = words.map((word, i) => ({
      ...word,
      // The first word of a stretch follows the last one of the stretch before.
      glued: word.glued && !(i === 0 && this.#settled.length > 0),
      startMs: Math.round(word.startMs + offsetMs),
      endMs: Math.round(word.endMs + offsetMs),
    }));
    return { words: moved, tokens, complete };
  }

  #shown(): string {
    return this.#language === 'auto' ? 'en' : this.#language;
  }

  /** Whether nothing like speech came since shortly before `samples`. */
  #isQuietSince(samples: number): boolean {
    const from = samples - this.#settledSamples - QUIET_BEFORE_SAMPLES;
    if (from < 0) return false;
    const levels = blockLevels(this.#sound.samples);
    const floor = levelAt(levels, 0.05);
    const range = levelAt(levels, 0.95) - floor;
    if (range < LEAST_RANGE_DB) return false;
    return blockLevels(this.#sound.samples, from).every((level) => level < floor + QUIET_SHARE * range);
  }
}
