/** One start of `parley start`, from the spawn of its process to the moment it listens, step by step. */
import { setTimeout as wait } from 'node:timers/promises';
import { EngineError } from '../../../src/models/host/error.js';
import { startParley } from '../started.js';

/** The steps in their order; each ends at its mark. */
export const startSteps = ['process', 'program', 'models', 'load', 'warm-up', 'session'] as const;
export type StartStep = (typeof startSteps)[number];

/** Milliseconds. */
export interface StartTimes {
  readonly total: number;
  readonly steps: ReadonlyMap<StartStep, number>;
}

export interface StartRun {
  /** Options of `parley start`. */
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
}

const MARKS_MS = 300;

/** Resolves when it listens; it has ended then. Throws EngineError when it does not get so far. */
export async function measureStart({ args, env, signal }: StartRun): Promise<StartTimes> {
  const marks = new Map<string, number>();
  let onListening: (atMs: number) => void = () => undefined;
  const listening = new Promise<number>((resolve) => {
    onListening = resolve;
  });
  const started = startParley({
    ...{ args: ['start', '--json', ...args], ...(env === undefined ? {} : { env }) },
    onEvent: (event, atMs) => {
      if (event.type === 'listening') onListening(atMs);
    },
    onMark: (name, atMs) => {
      marks.set(name, atMs);
    },
  });
  const stop = (): void => void started.stop().catch(() => undefined);
  signal.addEventListener('abort', stop, { once: true });
  try {
    const heardMs = await new Promise<number>((resolve, reject) => {
      void listening.then(resolve);
      started.ended.then(() => {
        const message = 'parley start ended before it listened';
        reject(new EngineError({ engine: 'parley', code: 'failed', message }));
      }, reject);
    });
    // Marks are told a moment after they were made.
    await wait(MARKS_MS, undefined, { signal });
    return timesOf(marks, started.spawnedMs, heardMs);
  } finally {
    signal.removeEventListener('abort', stop);
    await started.stop();
  }
}

function timesOf(marks: ReadonlyMap<string, number>, spawnedMs: number, listeningMs: number): StartTimes {
  const steps = new Map<StartStep, number>();
  let before = spawnedMs;
  for (const step of startSteps) {
    const end = step === 'session' ? listeningMs : marks.get(step);
    if (end === undefined) continue;
    steps.set(step, Math.max(0, end - before));
    before = Math.max(before, end);
  }
  return { total: listeningMs - spawnedMs, steps };
}
