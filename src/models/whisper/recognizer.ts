/** Text of stretches of sound of at most 30 seconds: window, decoding, and the checks that keep inventions out. */
import type { Decoding } from './decoder.js';
import type { Tuning } from './effort.js';
import { fullTuning } from './effort.js';
import { measureBatchGain } from './batch-gain.js';
import { Batcher } from './batcher.js';
import { EncodedCache } from './encoded-cache.js';
import { EncoderMemory } from './encoder-memory.js';
import type { EncodedAudio } from './encoder.js';
import { fillGap } from './gaps.js';
import { Gate, type Rank } from './gate.js';
import { Greedy, type Decoded } from './greedy.js';
import { isWorthHints, takeLikelier } from './hinted-look.js';
import type { Hints } from './hints.js';
import { readHypothesis, silence, type Hypothesis } from './hypothesis.js';
import { guessLanguages, hearOnly, likeliestLanguage, type LanguageChoice, type LanguageGuess } from './languages.js';
import { HOP_SAMPLES, SAMPLE_RATE_HZ, LogMel } from './log-mel.js';
import { budgetMs, isAudible } from './limits.js';
import type { WhisperModel } from './model.js';
import { allowedTokens, buildPrompt } from './prompt.js';

export interface RecognizeOptions {
  /** ISO 639-1, or `auto`. */
  readonly language: string;
  readonly task: 'transcribe' | 'translate';
  /** Decides where the language is `auto`; without it the likeliest of the whole sound is taken. */
  readonly choose?: LanguageChoice | undefined;
  /** Tokens of an earlier hypothesis for the start of the same sound. */
  readonly draft: readonly number[];
  /** What is known of the front of this sound. */
  readonly memory: EncoderMemory | undefined;
  /** What is likely to be said; heeded where the sound leaves room for doubt. */
  readonly hints?: Hints | undefined;
  readonly rank: Rank;
  /** Asked between runs. */
  readonly stop: () => boolean;
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
  /** Set for the look that heeds them. */
  readonly heeded?: Hints;
}

/** Real silence that the encoder sees after the sound; what follows comes from the cached tail. */
const PAD_FRAMES = 40;
/** Jobs done together at most, and what sharing must gain: the first of them waits for the last. */
const MOST_TOGETHER = 8;
const LEAST_BATCH_GAIN = 2;

export class Recognizer {
  readonly model: WhisperModel;
  readonly #tuning: Tuning;
  readonly #gate = new Gate();
  readonly #cache: EncodedCache;
  readonly #batcher: Batcher<Job, Hypothesis>;
  #batchSize = 1;
  readonly #allowed: Uint8Array;
  readonly #allowedFirst: Uint8Array;

  constructor(model: WhisperModel, tuning: Tuning = fullTuning) {
    this.model = model;
    this.#tuning = tuning;
    this.#cache = new EncodedCache(model.effort);
    this.#batcher = new Batcher({ run: (jobs) => this.recognizeAll(jobs), most: () => this.#batchSize });
    this.#allowed = allowedTokens(model.description, false);
    this.#allowedFirst = allowedTokens(model.description, true);
  }

  /** For a sound that grows; undefined where nothing is kept. */
  createMemory(): EncoderMemory | undefined {
    return this.#tuning.reuse && this.#tuning.tail ? new EncoderMemory(this.model.dimensions) : undefined;
  }

  async recognize(sound: LogMel, options: RecognizeOptions): Promise<Hypothesis> {
    const deadlineMs = performance.now() + budgetMs(sound);
    const job = { sound, options };
    // Drafts leave so little to decode that company does not pay.
    const mayWait = options.rank !== 'partial' && options.draft.length === 0;
    const hypothesis = await (mayWait ? this.#batcher.submit(job) : this.#recognizeOne(job));
    // The next partial comes soon enough.
    if (options.rank === 'partial') return hypothesis;
    return this.#fillGaps(sound, hypothesis, { options, deadlineMs });
  }

  /** Lets jobs that wait for each other be done together if that is quicker here. Returns by how much, as a factor. */
  async tuneBatches(): Promise<number> {
    const { encoder, decoder, description, analysis } = this.model;
    const sound = new LogMel(analysis);
    sound.append(new Float32Array(SAMPLE_RATE_HZ));
    const audio = await encoder.encode(sound, { positions: encoder.positionsFor(0) });
    const gain = await measureBatchGain(decoder, audio, description.vocabulary.special.startOfTranscript);
    this.#batchSize = gain >= LEAST_BATCH_GAIN ? MOST_TOGETHER : 1;
    return gain;
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
      if (job !== undefined && first !== undefined)
        hypotheses.push(await this.#heed(job, await this.#settle(job, first)));
      else hypotheses.push(silence(jobs[i]?.options.language ?? 'auto'));
    }
    return hypotheses;
  }

  async #recognizeOne(job: Job): Promise<Hypothesis> {
    const [hypothesis = silence(job.options.language)] = await this.recognizeAll([job]);
    return hypothesis;
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
      const text = await this.#recognizeOne({ sound: part, options: ownOptions });
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
    const language = options.language === 'auto' ? await this.#chooseLanguage(audio, job) : options.language;
    return { ...job, positions, audio, language, deadlineMs: startedMs + budgetMs(sound) };
  }

  async #chooseLanguage(audio: EncodedAudio, { sound, options: { rank, choose } }: Job): Promise<string> {
    const endMs = (sound.lengthSamples * 1000) / SAMPLE_RATE_HZ;
    const { decoder, description, effort } = this.model;
    const guess = (part: EncodedAudio): Promise<readonly LanguageGuess[]> => {
      effort.languageLooks++;
      return this.#gate.pass(rank, () => guessLanguages(decoder, description, part));
    };
    if (choose === undefined || !description.multilingual) return likeliestLanguage(await guess(audio));
    return choose((stretch) => guess(hearOnly(audio, stretch, endMs)));
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

  #greedyOptions({ audio, language, options, heeded }: Prepared): ConstructorParameters<typeof Greedy>[0] {
    const { description } = this.model;
    const { vocabulary } = description;
    return {
      audio,
      prompt: buildPrompt(description, { language, task: options.task, context: heeded?.contextIn(language) ?? [] }),
      hints: heeded?.follow(),
      draft: this.#tuning.draft ? options.draft : [],
      special: vocabulary.special,
      allowed: this.#allowed,
      allowedFirst: this.#allowedFirst,
      isMark: (token) => vocabulary.isMark(token),
      stop: options.stop,
    };
  }

  /** Takes the text as it is, or has a second look at it through the model's own window. */
  async #settle(job: Prepared, decoded: Decoded): Promise<Hypothesis> {
    const { options, positions } = job;
    const { audioPositions } = this.model.dimensions;
    const circles = decoded.ended === 'loop' || decoded.ended === 'budget';
    const { effort } = this.model;
    if (!circles || options.stop() || performance.now() > job.deadlineMs) return this.#read(job, decoded);
    effort.loops++;
    if (positions === audioPositions) return this.#read(job, decoded);
    effort.fullWindows++;
    const again = { ...job, options: { ...options, language: job.language, draft: [] } };
    const whole = await this.#encode(again, audioPositions, undefined);
    const [second = decoded] = await this.#decode([{ ...whole, deadlineMs: job.deadlineMs }]);
    return this.#read(whole, second);
  }

  /** A doubtful text once more, with the hints in mind; the likelier of the two stands. */
  async #heed(job: Prepared, first: Hypothesis): Promise<Hypothesis> {
    const { options, deadlineMs } = job;
    const { hints, task } = options;
    if (hints === undefined || task === 'translate' || !isWorthHints(first)) return first;
    if (options.stop() || performance.now() > deadlineMs) return first;
    const { effort } = this.model;
    effort.hintedLooks++;
    const [decoded] = await this.#decode([{ ...job, options: { ...options, draft: first.tokens }, heeded: hints }]);
    const taken = decoded === undefined ? first : takeLikelier(first, this.#read(job, decoded), hints);
    if (taken.text !== first.text) effort.hintedTexts++;
    return taken;
  }

  #read({ sound, language, options }: Prepared, decoded: Decoded): Hypothesis {
    const { vocabulary } = this.model.description;
    return readHypothesis(decoded, { sound, language, task: options.task, vocabulary });
  }
}
