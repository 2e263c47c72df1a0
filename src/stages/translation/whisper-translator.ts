/** Whisper's own translation: from the sound of a caption into English, in company of what was said before it. */
import type { EngineHandle } from '../../models/host/engine.js';
import type { Caption } from '../../pipeline/captions.js';
import { joinSounds, lengthMs, partOf } from './heard-sound.js';
import { Listener } from './listener.js';
import { partWords, withoutEcho } from './part-words.js';
import { findFault, goesInCircles } from './plausible.js';
import type { HeardSound, Outcome, Said, Task, TranslateRequest, Translator } from './translator.js';

export interface WhisperTranslatorOptions {
  /** The speech recogniser's engine (`transcribe`, `info`), with a multilingual model. */
  readonly engine: EngineHandle;
  readonly model: string;
  /** Default 60 s: a live recogniser comes first, and on a busy machine translations wait for it. */
  readonly timeoutMs?: number;
}

/**
 * Whisper hears a sentence badly on its own: those before it are heard again, whole ones up to so much sound together;
 * where that leaves little, the end of one more.
 */
const COMPANY_MS = 14_000;
const LITTLE_MS = 8000;
const ENOUGH_MS = 10_000;
/** What was said longer ago than this is another matter. */
const LONGEST_GAP_MS = 3000;
/** Times of words err: so much is heard before the first and behind the last one. */
const BEFORE_MS = 200;
const BEHIND_MS = 200;
/** Several captions are heard in one go up to this. */
const LONGEST_RUN_MS = 24_000;
const MOST = 4;
const TIMEOUT_MS = 60_000;

/** Captions whose sound is heard in one go. */
interface HeardRun {
  readonly tasks: readonly Task[];
  readonly sound: HeardSound;
}

export function createWhisperTranslator(options: WhisperTranslatorOptions): Translator {
  const { engine, model, timeoutMs = TIMEOUT_MS } = options;
  const listener = new Listener(engine);
  return {
    ...{ name: 'whisper', model, most: MOST, timeoutMs },
    hears: (caption, before) => ({
      fromMs: Math.max(0, companyOf(caption, before) - BEFORE_MS),
      toMs: caption.endMs + BEHIND_MS,
    }),
    async refuses(from, { to, signal }) {
      if (to !== 'en') {
        return `whisper: translates into English only, got translation.to ${to}; add another engine to translation.engine`;
      }
      const languages = await listener.languages(signal);
      if (languages.includes(from)) return undefined;
      if (languages.length > 1) return `whisper: ${model} does not know ${from}`;
      return `whisper: ${model} knows English only; choose a multilingual one in stt.model, such as whisper-base`;
    },
    warmUp: (signal) => listener.warmUp(signal),
    async translate(tasks, request) {
      const outcomes = new Map<Task, Outcome>();
      for (const run of runsOf(tasks)) {
        for (const [task, outcome] of await hearRun(listener, run, request)) outcomes.set(task, outcome);
      }
      return tasks.map((task) => outcomes.get(task) ?? { reason: 'whisper: its sound is gone' });
    },
  };
}

/** Where the sound begins that is heard with a caption: with an earlier one that is near and in the same language. */
function companyOf({ startMs, endMs, language }: Caption, before: readonly Said[]): number {
  let fromMs = startMs;
  for (const { caption } of before.toReversed()) {
    if (caption.language !== language || fromMs - caption.endMs > LONGEST_GAP_MS) break;
    if (endMs - caption.startMs > COMPANY_MS) {
      return endMs - fromMs < LITTLE_MS ? Math.max(caption.startMs, endMs - ENOUGH_MS) : fromMs;
    }
    fromMs = caption.startMs;
  }
  return fromMs;
}

/** Neighbours together as long as they fit into what is heard in one go. */
function runsOf(tasks: readonly Task[]): HeardRun[] {
  const runs: HeardRun[] = [];
  for (const task of tasks) {
    if (task.sound === undefined) continue;
    const last = runs.at(-1);
    const gapMs = task.caption.startMs - (last?.tasks.at(-1)?.caption.endMs ?? -Infinity);
    const joined = last && gapMs <= LONGEST_GAP_MS ? joinSounds([last.sound, task.sound]) : undefined;
    if (last !== undefined && joined !== undefined && lengthMs(joined) <= LONGEST_RUN_MS) {
      runs[runs.length - 1] = { tasks: [...last.tasks, task], sound: joined };
    } else runs.push({ tasks: [task], sound: task.sound });
  }
  return runs;
}

async function hearRun(
  listener: Listener,
  { tasks, sound }: HeardRun,
  request: TranslateRequest,
): Promise<ReadonlyMap<Task, Outcome>> {
  const { language = 'auto', startMs: firstMs = 0 } = tasks[0]?.caption ?? {};
  const heard = await listener.hear(sound, language, request.signal);
  const stretches = tasks.map(({ caption: { startMs, endMs } }) => ({
    startMs: startMs - sound.startMs,
    endMs: endMs - sound.startMs,
  }));
  const isAlone = firstMs - sound.startMs <= 2 * BEFORE_MS;
  // A piece of a loop may look like a sentence.
  const isLoop = goesInCircles(sourceOf(tasks), heard?.text ?? '');
  const parts = heard === undefined || isLoop ? [] : partWords(heard.words, stretches, isAlone);
  if (!isAlone && parts[0] !== undefined) parts[0] = withoutSeam(parts[0], tasks[0]);
  const outcomes = new Map<Task, Outcome>();
  for (const [i, task] of tasks.entries()) {
    const first = judge(task, isLoop ? (heard?.text ?? '') : (parts[i] ?? ''), request);
    const wasAlone = isAlone && tasks.length === 1;
    const isDone = wasAlone || (!isLoop && 'text' in first);
    outcomes.set(task, isDone ? first : await hearAlone(listener, task, request));
  }
  return outcomes;
}

/** What was heard at the end of the caption before is not said again, unless the speaker did so. */
function withoutSeam(text: string, task: Task | undefined): string {
  const last = task?.before.at(-1);
  if (task === undefined || last?.translation === undefined) return text;
  const isSaid = withoutEcho(task.caption.text, last.caption.text) !== task.caption.text;
  return isSaid ? text : withoutEcho(text, last.translation);
}

/** All that was heard in one go. */
function sourceOf(tasks: readonly Task[]): string {
  const [first] = tasks;
  const texts = [...(first?.before ?? []), ...tasks].map(({ caption: { text } }) => text);
  return texts.join(' ');
}

/** A second look at a sentence that came to nothing among the others. */
async function hearAlone(listener: Listener, task: Task, request: TranslateRequest): Promise<Outcome> {
  const { caption, sound } = task;
  if (sound === undefined) return { reason: 'whisper: its sound is gone' };
  const own = partOf(sound, caption.startMs - BEFORE_MS, caption.endMs + BEHIND_MS);
  const heard = await listener.hear(own, caption.language, request.signal);
  return judge(task, heard?.text ?? '', request);
}

/**
 * Whisper knows no glossary: what can be done is to put right the words that it did write, where the glossary names
 * them.
 */
function judge({ caption: { text } }: Task, translated: string, { glossary }: TranslateRequest): Outcome {
  const fault = findFault(text, translated);
  return fault === undefined ? { text: glossary.restore(text, translated) } : { reason: `whisper: ${fault}` };
}
