/** Speech to text through a Whisper engine: the stage that the pipeline sees. */
import { z } from 'zod';
import type { Settings } from '../../config/schema.js';
import type { EngineHandle } from '../../models/host/engine.js';
import type { HintPhrases } from '../../models/whisper/hints.js';
import type { FinalTranscript, Transcript, UtteranceEvent } from '../../pipeline/messages.js';
import type { Scope, Stage } from '../../pipeline/stage.js';
import { drain } from '../../pipeline/streams.js';
import type { WhisperInfo } from './whisper-engine.js';

const wordSchema = z.object({
  ...{ text: z.string(), startMs: z.number(), endMs: z.number() },
  language: z.string().exactOptional(),
});

/** Shape of what the engine yields: cheap to check, and it comes from another process. */
const transcriptSchema: z.ZodType<Transcript> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('partial'),
    revision: z.number().int(),
    text: z.string(),
    stable: z.string(),
    language: z.string(),
    atPause: z.boolean(),
    heardMs: z.number(),
    words: z.array(wordSchema).exactOptional(),
  }),
  z.object({
    kind: z.literal('final'),
    text: z.string(),
    language: z.string(),
    words: z.array(wordSchema),
  }),
]);

/** So much speech tells its language beyond doubt; what is shorter does not decide what is expected next. */
const LEAST_TELLING_MS = 1000;

/**
 * `engine` must be an instance of `whisper-engine`. Each commit is answered with a final transcript of all before it, in
 * order; so is the end of the input, unless that final would say what the one before it said. Where the language is
 * `auto`, the stage remembers what was spoken last: one stage serves one conversation.
 */
export function createWhisperStage(
  engine: EngineHandle,
  settings: Settings['stt'],
  /** The words at every pause are wanted, even where nothing else is before the end. */
  pauses = false,
  /** What is likely to be said, asked when an utterance begins; the user's own words come with the settings. */
  hintsNow: () => HintPhrases | undefined = () => undefined,
): Stage<UtteranceEvent, Transcript> {
  let expected: string | undefined;
  const hear = (transcript: Transcript): void => {
    if (transcript.kind === 'final' && spokenMs(transcript) >= LEAST_TELLING_MS) expected = transcript.language;
  };
  return {
    name: 'stt',
    warmUp: async (signal) => {
      await engine.ready(signal);
      await drain(engine.call('warmUp', {}, { signal }));
    },
    run: (input, scope) => {
      const hints = withOwnWords(hintsNow(), settings);
      return transcribe({ engine, settings, pauses, hints, input, scope, expected, hear });
    },
  };
}

const infoSchema: z.ZodType<WhisperInfo> = z.object({
  model: z.string(),
  provider: z.string(),
  computeType: z.string(),
  threads: z.number(),
  graphBytes: z.number(),
  languages: z.array(z.string()),
  notes: z.array(z.string()),
});

/** Which model runs, where and how. */
export async function readWhisperInfo(engine: EngineHandle, signal: AbortSignal): Promise<WhisperInfo> {
  for await (const value of engine.call('info', {}, { signal })) return infoSchema.parse(value);
  throw new Error('the speech engine does not say what it is');
}

interface Run {
  readonly engine: EngineHandle;
  readonly settings: Settings['stt'];
  readonly pauses: boolean;
  readonly hints: HintPhrases | undefined;
  readonly input: AsyncIterable<UtteranceEvent>;
  readonly scope: Scope;
  readonly expected: string | undefined;
  readonly hear: (transcript: Transcript) => void;
}

async function* transcribe({
  engine,
  settings,
  pauses,
  hints,
  input,
  scope,
  expected,
  hear,
}: Run): AsyncGenerator<Transcript> {
  const args = {
    language: settings.language,
    task: settings.task,
    partials: settings.partial_results,
    partialIntervalMs: settings.partial_interval_ms,
    streaming: settings.streaming,
    pauses,
    ...(settings.language === 'auto' && expected !== undefined ? { expected } : {}),
    ...(hints === undefined ? {} : { hints }),
  };
  const { signal } = scope;
  signal.throwIfAborted();
  let answered = false;
  for await (const value of engine.call('recognize', args, { signal, input })) {
    const transcript = transcriptSchema.safeParse(value);
    if (!transcript.success) throw new Error('the speech engine sent something that is no transcript');
    hear(transcript.data);
    answered ||= transcript.data.kind === 'final';
    yield settings.task === 'translate' ? asTranslation(transcript.data) : transcript.data;
  }
  signal.throwIfAborted();
  if (!answered) throw new Error('the speech engine ended without a final transcript');
}

/** So many of the user's own words stand in the context, too: each makes every look a little dearer. */
const MOST_OWN_IN_CONTEXT = 8;

/** The user's own words come first: where there is no room for all, they count. */
function withOwnWords(
  hints: HintPhrases | undefined,
  { hints: own, language }: Settings['stt'],
): HintPhrases | undefined {
  if (own.length === 0) return hints;
  const named = own.slice(0, MOST_OWN_IN_CONTEXT).join(', ');
  return {
    language: hints?.language ?? (language === 'auto' ? 'en' : language),
    context: [named, ...(hints?.context ?? [])],
    words: [...own, ...(hints?.words ?? [])],
  };
}

/** The engine tells what was spoken; what comes behind it wants to know what is written. */
function asTranslation(transcript: Transcript): Transcript {
  const { language } = transcript;
  return transcript.kind === 'final'
    ? { ...transcript, language: 'en', spoken: language }
    : { ...transcript, language: 'en' };
}

function spokenMs({ words }: FinalTranscript): number {
  return words.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}
