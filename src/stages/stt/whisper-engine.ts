/** The speech recogniser as an engine of the inference host: streams of frames in, partial and final transcripts out. */
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import type { Engine, EngineCall } from '../../models/host/engine.js';
import type { Rank } from '../../models/whisper/gate.js';
import { LogMel, SAMPLE_RATE_HZ } from '../../models/whisper/log-mel.js';
import { loadWhisper } from '../../models/whisper/model.js';
import { Recognizer } from '../../models/whisper/recognizer.js';
import type { FinalTranscript, PartialTranscript, Transcript, Word } from '../../pipeline/messages.js';
import { languageSchema, recognizeSchema, transcribeSchema } from './engine-args.js';
import type { HeardText } from './heard-text.js';
import { HintShelf } from './hint-shelf.js';
import { UtteranceFeed } from './utterance-feed.js';
import { Utterance, type UtteranceOptions } from './utterance.js';

const optionsSchema = z.strictObject({
  modelFolder: z.string().min(1),
  /** The file with the weights, where the folder holds several. */
  weightsFile: z.string().min(1).optional(),
  computeType: z.enum(['auto', 'int8', 'float32']),
  threads: z.number().int().min(1).max(Math.max(64, availableParallelism())),
  providers: z.array(z.string().min(1)).min(1),
  language: languageSchema,
  /** Switches for measurements; everything is on unless told otherwise. */
  tuning: z.strictObject({ tail: z.boolean(), reuse: z.boolean(), draft: z.boolean(), cache: z.boolean() }).optional(),
});

/** Plain data, as it crosses to the worker. */
export type WhisperEngineOptions = z.infer<typeof optionsSchema>;

/** What `info` yields. */
export interface WhisperInfo {
  readonly model: string;
  readonly provider: string;
  readonly computeType: string;
  readonly threads: number;
  readonly graphBytes: number;
  readonly languages: readonly string[];
  readonly notes: readonly string[];
}

/** A partial may take this share of the time until the next one: the rest of the machine works, too. */
const BUSY_SHARE = 0.6;

/** Loads the model. Throws one line that names the file or the option at fault. */
export async function createEngine(options: unknown): Promise<Engine> {
  const checked = parse(optionsSchema, options, 'options');
  const model = await loadWhisper(checked);
  const recognizer = new Recognizer(model, checked.tuning);
  const shelf = new HintShelf(model.description.vocabulary);
  const languages = model.description.multilingual ? [...model.description.vocabulary.languages.keys()] : ['en'];
  const check = (language: string, task: UtteranceOptions['task'] = 'transcribe'): UtteranceOptions => {
    if (task === 'translate' && !model.description.multilingual) {
      throw new Error(`stt.task: got translate, but ${model.name} knows English only; choose another stt.model`);
    }
    if (language === 'auto' || languages.includes(language)) return { language, task };
    throw new Error(
      `stt.language: got ${language}, but ${model.name} knows ${languages.length === 1 ? 'English only' : languages.join(', ')}; ` +
        `set stt.language to ${languages.length === 1 ? 'en' : 'one of them'} or choose another stt.model`,
    );
  };
  check(checked.language);
  const { name, provider, computeType, graphBytes, notes } = model;
  const info: WhisperInfo = {
    model: name,
    provider,
    computeType,
    threads: checked.threads,
    graphBytes,
    languages,
    notes,
  };
  return {
    methods: {
      recognize: (args, call) => {
        const { language, task, expected, hints, ...settings } = parse(recognizeSchema, args, 'recognize');
        if (expected !== undefined) check(expected);
        const wanted = { ...check(language, task), expected, hints: shelf.take(hints) };
        return recognize(new Utterance(recognizer, wanted), settings, call);
      },
      transcribe: (args, call) => {
        const { samples, language, task, hints } = parse(transcribeSchema, args, 'transcribe');
        const utterance = new Utterance(recognizer, { ...check(language, task), hints: shelf.take(hints) });
        return transcribe(utterance, { samples, rank: task === 'translate' ? 'translation' : 'background' }, call);
      },
      warmUp: () => warmUp(recognizer, checked.language),
      info: async function* () {
        yield info;
      },
      effort: async function* () {
        yield { ...model.effort };
      },
    },
    close: () => model.close(),
  };
}

type RecognizeSettings = Omit<z.infer<typeof recognizeSchema>, 'language' | 'task' | 'expected' | 'hints'>;

/**
 * Every commit is answered, in order, with a final of all the audio before it; then it goes on. The end of the input
 * counts as a commit, unless a final has said the same and nothing else was told since.
 */
async function* recognize(
  utterance: Utterance,
  settings: RecognizeSettings,
  call: EngineCall,
): AsyncGenerator<Transcript> {
  const feed = new UtteranceFeed();
  const onWait = (): void => call.rests?.();
  feed.start(call.input);
  let revision = 0;
  /** What the last final said, until a partial says something else. */
  let answered: string | undefined;
  let shown: { text: string; stable: string } = { text: '', stable: '' };
  let nextSamples = samplesOf(settings.partialIntervalMs);
  /** What was read at the last pause; undefined while that is still to be done. */
  let readAtPause: HeardText | undefined;
  for (;;) {
    const { audio, paused, committed, isQuiet, asideMs, ended } = await feed.next(onWait);
    if (paused) readAtPause = undefined;
    for (const samples of audio) utterance.append(samples);
    if (call.cancelled() || !(await utterance.shorten('partial', () => call.cancelled()))) return;
    if (committed || ended) {
      const known = isQuiet ? readAtPause : undefined;
      const heard = known ?? (await utterance.decode('final', () => call.cancelled()));
      if (call.cancelled()) return;
      if (committed || answered !== heard.text) yield finalTranscript(heard);
      if (ended) return;
      shown = heard;
      answered = heard.text;
      continue;
    }
    if (asideMs !== undefined) {
      utterance.split(Math.round(samplesOf(asideMs)));
      readAtPause = undefined;
      nextSamples = utterance.lengthSamples + samplesOf(settings.partialIntervalMs / 2);
      continue;
    }
    const due = settings.streaming && settings.partials && utterance.lengthSamples >= nextSamples;
    const isWanted = paused && (settings.pauses || settings.streaming);
    if (!isWanted && !due) continue;
    const startedMs = performance.now();
    // What is decoded at a pause is most likely what the final will say: neither a commit nor the end stops it. A partial
    // makes way for all three: at a pause the user waits.
    const stop = (): boolean => call.cancelled() || (!paused && (call.inputEnded() || feed.isPressed));
    const heard = await utterance.listen(paused ? 'pause' : 'partial', stop);
    const tookMs = performance.now() - startedMs;
    // The first words are looked for more often: until they come, nobody knows whether anyone speaks.
    const wishedMs = heard.text === '' ? settings.partialIntervalMs / 2 : settings.partialIntervalMs;
    nextSamples = utterance.lengthSamples + samplesOf(Math.max(wishedMs, tookMs / BUSY_SHARE));
    if (call.cancelled()) return;
    if (paused && heard.complete) readAtPause = heard;
    if (!heard.complete || !(settings.partials || (settings.pauses && paused))) continue;
    const isNews = heard.text !== shown.text || heard.stable !== shown.stable;
    // A pause is told even when it brings no new words: an answer to them may begin.
    if (!isNews && !paused) continue;
    shown = heard;
    if (heard.text !== answered) answered = undefined;
    const heardMs = msOf(utterance.lengthSamples);
    yield partialTranscript(heard, { revision: revision++, atPause: paused, heardMs });
  }
}

async function* transcribe(
  utterance: Utterance,
  { samples, rank }: { readonly samples: Float32Array; readonly rank: Rank },
  call: EngineCall,
): AsyncGenerator<FinalTranscript> {
  const pieceSamples = 30 * SAMPLE_RATE_HZ;
  for (let at = 0; at < samples.length; at += pieceSamples) {
    utterance.append(samples.subarray(at, at + pieceSamples));
    await utterance.shorten(rank, () => call.cancelled());
  }
  const heard = await utterance.decode(rank, () => call.cancelled());
  if (heard.complete) yield finalTranscript(heard);
}

/** One short run through every graph. */
async function* warmUp(recognizer: Recognizer, language: string): AsyncGenerator<never> {
  const sound = new LogMel(recognizer.model.analysis);
  // A tone, because silence is answered without the model.
  sound.append(Float32Array.from({ length: SAMPLE_RATE_HZ }, (_, i) => 0.1 * Math.sin(i / 8)));
  const options = { task: 'transcribe', draft: [], memory: undefined, rank: 'final' } as const;
  await recognizer.recognize(sound, { ...options, language, stop: () => false });
  await recognizer.tuneBatches();
}

function partialTranscript(
  { words, text, stable, language }: HeardText,
  place: Pick<PartialTranscript, 'revision' | 'atPause' | 'heardMs'>,
): PartialTranscript {
  return { kind: 'partial', text, stable, language, ...place, words: timedWords(words) };
}

function finalTranscript({ words, text, language }: HeardText): FinalTranscript {
  return { kind: 'final', text, language, words: timedWords(words) };
}

function timedWords(words: HeardText['words']): Word[] {
  let freeMs = 0;
  return words.map(({ text, startMs, endMs, language }) => {
    // Stable words keep the times of the hypothesis that they come from; the words behind them may overlap those.
    const word = { text, startMs: Math.max(startMs, freeMs), endMs: Math.max(endMs, freeMs) };
    freeMs = word.endMs;
    return language === undefined ? word : { ...word, language };
  });
}

function msOf(samples: number): number {
  return (samples * 1000) / SAMPLE_RATE_HZ;
}

function samplesOf(ms: number): number {
  return (ms * SAMPLE_RATE_HZ) / 1000;
}

function parse<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.map(({ path, message }) => `${path.join('.') || what}: ${message}`);
  throw new Error(`speech recogniser ${what}: ${issues.join('; ')}`);
}
