/** Text of stretches of sound of at most 30 seconds: window, decoding, and the checks that keep inventions out. */
import type { Decoding } from './decoder.js';
import type { Tuning } from './effort.js';
import { fullTuning } from './effort.js';
import { EncodedCache } from './encoded-cache.js';
import { EncoderMemory } from './encoder-memory.js';
import type { EncodedAudio } from './encoder.js';
import { fillGap } from './gaps.js';
import { Gate, type Rank } from './gate.js';
import { Greedy, type Decoded } from './greedy.js';
import { isInvented } from './invention.js';
import { likeliestLanguage, readLanguages, type LanguageGuess } from './languages.js';
import { HOP_SAMPLES, SAMPLE_RATE_HZ, type LogMel } from './log-mel.js';
import { budgetMs, isAudible } from './limits.js';
import { trimRounds } from './loop-guard.js';
import { BLOCK_MS, blockLevels, findLoud } from './loudness.js';
import type { WhisperModel } from './model.js';
import { allowedTokens, buildPrompt } from './prompt.js';
import { timeWords, type TimedWord } from './words.js';

export interface RecognizeOptions {
  /** ISO 639-1, or `auto`. */
  readonly language: string;
  readonly task: 'transcribe' | 'translate';
  /** Tokens of an earlier hypothesis for the start of the same sound. */
  readonly draft: readonly number[];
  /** What is known of the front of this sound. */
  readonly memory: EncoderMemory | undefined;
  readonly rank: Rank;
  /** Asked between runs. */
  readonly stop: () => boolean;
}

export interface Hypothesis {
  readonly text: string;
  readonly language: string;
  readonly words: readonly TimedWord[];
  /** For the next draft. */
  readonly tokens: readonly number[];
  /** False when `stop` cut it short. */
  readonly complete: boolean;
  readonly decoded: Decoded | undefined;
}

/** One sound and what is wanted of it. */
export interface Job {
  readonly sound: LogMel;
  readonly options: RecognizeOptions;
}

interface Prepared extends Job {
  readonly positions: number;
  readonly audio: EncodedAudio;
  readonly language: string;
  readonly deadlineMs: number;
}

/** Real silence that the encoder sees after the sound; what follows comes from the cached tail. */
const PAD_FRAMES = 40;
export class Recognizer {
  readonly model: WhisperModel;
  readonly #tuning: Tuning;
  readonly #gate = new Gate();
  readonly #cache: EncodedCache;
  readonly #allowed: Uint8Array;
  readonly #allowedFirst: Uint8Array;

  constructor(model: WhisperModel, tuning: Tuning = fullTuning) {
    this.model = model;
    this.#tuning = tuning;
    this.#cache = new EncodedCache(model.effort);
    this.#allowed = allowedTokens(model.description, false);
    this.#allowedFirst = allowedTokens(model.description, true);
  }

  /** For a sound that grows; undefined where nothing is kept. */
  createMemory(): EncoderMemory | undefined {
    return this.#tuning.reuse && this.#tuning.tail ? new EncoderMemory(this.model.dimensions) : undefined;
  }

  async recognize(sound: LogMel, options: RecognizeOptions): Promise<Hypothesis> {
    const deadlineMs = performance.now() + budgetMs(sound);
    const [hypothesis = nothing(options)] = await this.recognizeAll([{ sound, options }]);
    // The next partial comes soon enough.
    if (options.rank === 'partial') return hypothesis;
    return this.#fillGaps(sound, hypothesis, { options, deadlineMs });
  }

  /** Several sounds in shared runs of the decoder: quicker than one by one where there are no drafts. */
  async recognizeAll(jobs: readonly Job[]): Promise<Hypothesis[]> {
    const prepared: (Prepared | undefined)[] = [];
    for (const job of jobs) prepared.push(isAudible(job.sound) ? await this.#prepare(job) : undefined);
    const speaking = prepared.filter((job) => job !== undefined);
    const decoded = await this.#decode(speaking);
    const hypotheses: Hypothesis[] = [];
    for (const [i, job] of prepared.entries()) {
      const first = job === undefined ? undefined : decoded[speaking.indexOf(job)];
      if (job !== undefined && first !== undefined) hypotheses.push(await this.#settle(job, first));
      else hypotheses.push(nothing(jobs[i]?.options));
    }
    return hypotheses;
  }

  async #fillGaps(
    sound: LogMel,
    heard: Hypothesis,
    { options, deadlineMs }: { readonly options: RecognizeOptions; readonly deadlineMs: number },
  ): Promise<Hypothesis> {
    if (!heard.complete || performance.now() > deadlineMs) return heard;
    const { analysis, description } = this.model;
    const read = async (part: LogMel): Promise<Hypothesis> => {
      const ownOptions = { ...options, language: heard.language, draft: [], memory: undefined };
      const [text = nothing(options)] = await this.recognizeAll([{ sound: part, options: ownOptions }]);
      return this.#fillGaps(part, text, { options: ownOptions, deadlineMs });
    };
    return fillGap(sound, heard, { vocabulary: description.vocabulary, analysis, read });
  }

  async #prepare(job: Job): Promise<Prepared> {
    const { sound, options } = job;
    const { audioPositions } = this.model.dimensions;
    const frames = sound.lengthSamples / HOP_SAMPLES + PAD_FRAMES;
    const positions = this.#tuning.tail ? this.model.encoder.positionsFor(frames) : audioPositions;
    return this.#encode(job, positions, options.memory);
  }

  async #encode(job: Job, positions: number, memory: EncoderMemory | undefined): Promise<Prepared> {
    const { sound, options } = job;
    const startedMs = performance.now();
    const encode = (): Promise<EncodedAudio> =>
      this.#gate.pass(options.rank, () => this.model.encoder.encode(sound, { positions, memory }));
    // A growing sound is never the same twice.
    const isGrowing = options.rank === 'partial' || !this.#tuning.cache;
    const audio = isGrowing ? await encode() : await this.#cache.get(sound.samples, positions, encode);
    const language =
      options.language === 'auto'
        ? likeliestLanguage(await this.#guessLanguage(audio, options.rank))
        : options.language;
    return { ...job, positions, audio, language, deadlineMs: startedMs + budgetMs(sound) };
  }

  /** What the decoder thinks of the first token: the languages' tokens stand there. */
  async #guessLanguage(audio: EncodedAudio, rank: Rank): Promise<readonly LanguageGuess[]> {
    const { decoder, description } = this.model;
    const decoding = decoder.begin([audio]);
    const tokens = [description.vocabulary.special.startOfTranscript];
    const [step] = await this.#gate.pass(rank, () => decoder.run(decoding, [{ member: 0, tokens, rows: [0] }]));
    decoder.end(decoding);
    return readLanguages(step?.logits ?? new Float32Array(0), description.vocabulary);
  }

  async #decode(jobs: readonly Prepared[]): Promise<Decoded[]> {
    const [first] = jobs;
    if (first === undefined) return [];
    const { decoder, effort } = this.model;
    const decoding = decoder.begin(jobs.map(({ audio }) => audio));
    const texts = jobs.map((job) => new Greedy(this.#greedyOptions(job), effort));
    while (texts.some(({ feed }) => feed !== undefined)) await this.#step(decoding, texts, first.options.rank);
    decoder.end(decoding);
    return texts.map(({ result }) => result);
  }

  async #step(decoding: Decoding, texts: readonly Greedy[], rank: Rank): Promise<void> {
    const requests = texts.flatMap(({ feed }, member) => (feed === undefined ? [] : [{ member, ...feed }]));
    const steps = await this.#gate.pass(rank, () => this.model.decoder.run(decoding, requests));
    for (const [i, { member }] of requests.entries()) {
      const text = texts[member];
      const step = steps[i];
      if (text !== undefined && step !== undefined) decoding.truncate(member, text.accept(step));
    }
  }

  #greedyOptions({ audio, language, options, deadlineMs }: Prepared): ConstructorParameters<typeof Greedy>[0] {
    const { description } = this.model;
    const { vocabulary } = description;
    return {
      audio,
      prompt: buildPrompt(description, { language, task: options.task }),
      draft: this.#tuning.draft ? options.draft : [],
      special: vocabulary.special,
      allowed: this.#allowed,
      allowedFirst: this.#allowedFirst,
      isMark: (token) => vocabulary.isMark(token),
      stop: () => (options.stop() ? 'stopped' : performance.now() > deadlineMs ? 'budget' : undefined),
    };
  }

  /** Takes the text as it is, or has a second look at it through the model's own window. */
  async #settle(job: Prepared, decoded: Decoded): Promise<Hypothesis> {
    const { options, positions } = job;
    const { audioPositions } = this.model.dimensions;
    const circles = decoded.ended === 'loop' || decoded.ended === 'budget';
    const { effort } = this.model;
    if (!circles || options.stop() || performance.now() > job.deadlineMs) return this.#judge(job, decoded);
    effort.loops++;
    if (positions === audioPositions) return this.#judge(job, decoded);
    effort.fullWindows++;
    const again = { ...job, options: { ...options, language: job.language, draft: [] } };
    const whole = await this.#encode(again, audioPositions, undefined);
    const [second = decoded] = await this.#decode([{ ...whole, deadlineMs: job.deadlineMs }]);
    return this.#judge(whole, second);
  }

  #judge({ sound, language, options }: Prepared, decoded: Decoded): Hypothesis {
    const complete = decoded.ended !== 'stopped';
    const { vocabulary } = this.model.description;
    const said =
      decoded.ended === 'end' ? trimRounds(decoded.trace, (token) => vocabulary.startsWord(token)) : undefined;
    const trace = decoded.trace.slice(0, said);
    const tokens = trace.map(({ token }) => token);
    const text = vocabulary.decode(tokens).trim();
    const loudSeconds = (findLoud(blockLevels(sound.samples)).filter(Boolean).length * BLOCK_MS) / 1000;
    if (complete && isInvented(decoded, loudSeconds, text)) return { ...nothing({ ...options, language }), decoded };
    const durationMs = (sound.lengthSamples * 1000) / SAMPLE_RATE_HZ;
    const written = options.task === 'translate' ? 'en' : language;
    return {
      text,
      language,
      words: timeWords(trace, vocabulary, { durationMs, language: written }),
      tokens,
      complete,
      decoded,
    };
  }
}

function nothing(options: Pick<RecognizeOptions, 'language'> | undefined): Hypothesis {
  const language = options?.language ?? 'auto';
  return {
    text: '',
    language: language === 'auto' ? 'en' : language,
    words: [],
    tokens: [],
    complete: true,
    decoded: undefined,
  };
}
