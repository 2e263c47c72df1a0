/** One utterance of any length on its way to text: what was promised stays, what is long over is not heard again. */
import type { EncoderMemory } from '../../models/whisper/encoder-memory.js';
import type { Rank } from '../../models/whisper/gate.js';
import type { Hints } from '../../models/whisper/hints.js';
import { LogMel, SAMPLE_RATE_HZ } from '../../models/whisper/log-mel.js';
import { isQuietFrom, quietestSample } from '../../models/whisper/loudness.js';
import type { Recognizer } from '../../models/whisper/recognizer.js';
import type { Hypothesis } from '../../models/whisper/hypothesis.js';
import type { TimedWord } from '../../models/whisper/words.js';
import { clearPause } from './clear-pause.js';
import type { HeardText } from './heard-text.js';
import { LanguageShares, spokenIn } from './language-shares.js';
import { LanguageWatch } from './language-watch.js';
import { forSecondLook } from './second-look.js';
import { join, Stability, type HeardWord } from './stability.js';

export interface UtteranceOptions {
  /** ISO 639-1, or `auto`. */
  readonly language: string;
  readonly task: 'transcribe' | 'translate';
  /** Language of what was said before, which a short sound alone does not tell; only for `auto`. */
  readonly expected?: string | undefined;
  /** What is likely to be said. */
  readonly hints?: Hints | undefined;
}

/** Room below the model's 30 s, and where in a long stretch a cut may lie. */
const LONGEST_SAMPLES = 28 * SAMPLE_RATE_HZ;
const EARLIEST_CUT_SAMPLES = 18 * SAMPLE_RATE_HZ;
/** A result is reused only if its sound had ended this long before; at a pause it need only have ended. */
const QUIET_BEFORE_SAMPLES = SAMPLE_RATE_HZ / 10;

export class Utterance {
  readonly #recognizer: Recognizer;
  readonly #options: UtteranceOptions;
  readonly #watch: LanguageWatch | undefined;
  #sound: LogMel;
  #memory: EncoderMemory | undefined;
  #stability = new Stability();
  /** Words of the stretches that are done, and how many samples they took. */
  #settled: readonly HeardWord[] = [];
  #settledSamples = 0;
  readonly #shares = new LanguageShares();
  #language: string;
  #draft: readonly number[] = [];
  #last: { readonly heard: HeardText; readonly quietFrom: number } | undefined;

  constructor(recognizer: Recognizer, options: UtteranceOptions) {
    this.#recognizer = recognizer;
    this.#options = options;
    this.#language = options.language;
    const follows = options.language === 'auto' && recognizer.model.description.multilingual;
    this.#watch = follows ? new LanguageWatch(options.expected) : undefined;
    this.#sound = new LogMel(recognizer.model.analysis);
    this.#memory = recognizer.createMemory();
  }

  get lengthSamples(): number {
    return this.#settledSamples + this.#sound.lengthSamples;
  }

  append(samples: Float32Array): void {
    this.#sound.append(samples);
  }

  /** What was read so far stays as it is; the last `rest` samples, and what comes behind them, are read by themselves. */
  split(rest: number): void {
    // Nothing was read, or the languages are still being told apart: then it is all one.
    if (this.#last === undefined || this.#watch?.seam !== undefined) return;
    const cut = Math.max(0, this.#sound.lengthSamples - rest);
    const known = this.#last.heard.words.slice(this.#settled.length);
    this.#settle(
      known.filter(({ startMs }) => startMs < msOf(this.#settledSamples + cut)),
      cut,
    );
    this.#stability = new Stability();
    this.#draft = [];
    this.#last = { heard: this.#heard([], true), quietFrom: this.#settledSamples };
  }

  /** Text of all that was appended; some more of it may be stable afterwards. */
  async listen(rank: Rank, stop: () => boolean): Promise<HeardText> {
    const before = this.#last?.heard;
    const { heard, words } = await this.#hear(rank, stop);
    // Words of a doubtful language are no promise.
    if (!heard.complete || heard === before || this.#watch?.isSure === false) return heard;
    const agreed = this.#stability.update(words, msOf(this.#sound.lengthSamples));
    const shown = this.#heard(this.#place(agreed), true);
    this.#settleAtPause(words, agreed);
    this.#last = { heard: shown, quietFrom: this.lengthSamples - (rank === 'pause' ? 0 : QUIET_BEFORE_SAMPLES) };
    return shown;
  }

  /** The same, and nothing more becomes stable. Costs nothing when only silence came since the last call. */
  async decode(rank: Rank, stop: () => boolean): Promise<HeardText> {
    return (await this.#hear(rank, stop)).heard;
  }

  /** What all of it says, and the words of this stretch as the recogniser heard them, from the start of the stretch. */
  async #hear(
    rank: Rank,
    stop: () => boolean,
  ): Promise<{ readonly heard: HeardText; readonly words: readonly TimedWord[] }> {
    const last = this.#last;
    if (last !== undefined && this.#isQuietFrom(last.quietFrom)) {
      this.#recognizer.model.effort.quietLooks++;
      return { heard: last.heard, words: [] };
    }
    if (!(await this.shorten(rank, stop))) return { heard: this.#heard([], false), words: [] };
    if (!(await this.#followLanguage(rank, stop))) return { heard: this.#heard([], false), words: [] };
    const quietFrom = this.lengthSamples - QUIET_BEFORE_SAMPLES;
    const { words, tokens, complete } = await this.#lookTwice(rank, stop);
    if (this.#watch?.seam !== undefined) return this.#hear(rank, stop);
    const heard = this.#heard(this.#place(this.#stability.finish(words)), complete);
    if (complete) {
      this.#draft = tokens;
      this.#last = { heard, quietFrom };
    }
    return { heard, words };
  }

  /** Decodes what no longer fits into one stretch, so that a recording of hours needs no more memory than a minute. */
  async shorten(rank: Rank, stop: () => boolean): Promise<boolean> {
    while (this.#sound.lengthSamples > LONGEST_SAMPLES) {
      if (!(await this.#settleFront(rank, stop))) return false;
    }
    return true;
  }

  /** Decodes the front of a stretch that is too long and starts a new one behind it. */
  async #settleFront(rank: Rank, stop: () => boolean): Promise<boolean> {
    const samples = this.#sound.samples;
    const cut = quietestSample(samples, EARLIEST_CUT_SAMPLES, LONGEST_SAMPLES);
    const front = new LogMel(this.#recognizer.model.analysis);
    front.append(samples.subarray(0, cut));
    const { words, complete } = await this.#recognize(front, rank, stop);
    if (this.#watch?.seam !== undefined) return this.#followLanguage(rank, stop);
    if (!complete) return false;
    const promised = this.#stability.countBefore(msOf(cut));
    // Where promised words follow behind the cut, nothing may come between.
    const more = promised < this.#stability.countBefore(Infinity) ? [] : words;
    this.#settle(this.#place(this.#stability.front(promised).finish(more)), cut);
    this.#stability.drop(promised, msOf(cut));
    this.#draft = [];
    return true;
  }

  /** Where the language has changed: what lies before stays as it is, and the sound behind is heard anew in the new one. */
  async #followLanguage(rank: Rank, stop: () => boolean): Promise<boolean> {
    const seam = this.#watch?.seam;
    if (seam === undefined) return true;
    const front = new LogMel(this.#recognizer.model.analysis);
    front.append(this.#sound.samples.subarray(0, seam.atSample));
    const options = { ...this.#options, language: seam.from, draft: this.#draft, memory: undefined, rank, stop };
    const { words, complete } = await this.#recognizer.recognize(front, options);
    if (!complete) return false;
    this.#language = seam.from;
    this.#settle(this.#place(this.#stability.finish(words)), seam.atSample);
    this.#stability = new Stability();
    this.#draft = [];
    this.#last = undefined;
    this.#language = seam.to;
    this.#watch?.pass();
    return true;
  }

  /** Ends a long stretch at its last good pause: the words before it are stable, and so need no decoding any more. */
  #settleAtPause(words: readonly TimedWord[], agreed: readonly HeardWord[]): void {
    const pause = clearPause(this.#sound.samples, words);
    if (pause === undefined || !this.#stability.covers(words.slice(0, pause.count))) return;
    const { cut, count } = pause;
    this.#draft = words.slice(count).flatMap(({ tokens }) => tokens);
    // As they were promised; the last hypothesis may write them differently.
    this.#settle(this.#place(agreed.slice(0, count)), cut);
    this.#stability.drop(count, msOf(cut));
  }

  /** These words, placed already, are done, and so is the sound up to `cut`. */
  #settle(words: readonly HeardWord[], cut: number): void {
    const rest = new LogMel(this.#recognizer.model.analysis);
    rest.append(this.#sound.samples.subarray(cut));
    this.#settled = [...this.#settled, ...spokenIn(words, this.#watch && this.#language)];
    if (this.#language !== 'auto') this.#shares.add(this.#language, words);
    this.#settledSamples += cut;
    this.#sound = rest;
    this.#memory = this.#recognizer.createMemory();
  }

  /** A partial comes again soon; at a pause and at the end nothing is nothing only at the second look. */
  async #lookTwice(rank: Rank, stop: () => boolean): Promise<Hypothesis> {
    const first = await this.#recognize(this.#sound, rank, stop);
    const isDoubtful = first.complete && first.words.length === 0 && first.decoded !== undefined && rank !== 'partial';
    const again = isDoubtful ? forSecondLook(this.#sound, this.#recognizer.model.analysis) : undefined;
    return again === undefined || stop() ? first : this.#recognize(again, rank, stop);
  }

  async #recognize(sound: LogMel, rank: Rank, stop: () => boolean): Promise<Hypothesis> {
    const watch = this.#watch;
    const hypothesis = await this.#recognizer.recognize(sound, {
      ...this.#options,
      choose: watch && ((look) => watch.choose({ samples: sound.samples, offsetSamples: this.#settledSamples }, look)),
      draft: this.#draft,
      memory: sound === this.#sound ? this.#memory : undefined,
      rank,
      // What comes behind a switch is not worth decoding in the language before.
      stop: () => stop() || watch?.seam !== undefined,
    });
    if (hypothesis.words.length > 0) this.#language = hypothesis.language;
    return hypothesis;
  }

  /** Words of this stretch on the utterance's line of time. */
  #place(words: readonly HeardWord[]): HeardWord[] {
    const offsetMs = msOf(this.#settledSamples);
    return words.map((word, i) => ({
      ...word,
      // The first word of a stretch follows the last one of the stretch before.
      glued: word.glued && !(i === 0 && this.#settled.length > 0),
      startMs: Math.round(word.startMs + offsetMs),
      endMs: Math.round(word.endMs + offsetMs),
    }));
  }

  /** `words` of this stretch, placed, behind those that are settled. */
  #heard(words: readonly HeardWord[], complete: boolean): HeardText {
    const all = [...this.#settled, ...spokenIn(words, this.#watch && this.#language)];
    const { stable } = this.#stability;
    const before = join(this.#settled);
    const gap = before === '' || stable === '' || words[0]?.glued === true ? '' : ' ';
    // Nothing was heard yet where the language is still `auto`.
    const language = this.#shares.largestWith(this.#language === 'auto' ? 'en' : this.#language, words);
    return {
      words: all,
      text: join(all),
      stable: before + gap + stable,
      language,
      complete,
    };
  }

  /** Whether nothing like speech comes from there on. */
  #isQuietFrom(sample: number): boolean {
    return isQuietFrom(this.#sound.samples, sample - this.#settledSamples);
  }
}

function msOf(samples: number): number {
  return (samples * 1000) / SAMPLE_RATE_HZ;
}
