/** Speaks an utterance to a recogniser and writes down what came back, and when. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { systemClock } from '../../../src/pipeline/clock.js';
import type { FinalTranscript, PartialTranscript, UtteranceEvent } from '../../../src/pipeline/messages.js';
import { RATE_HZ } from './clips.js';
import type { RecognizeArgs, Recognizer } from './recognizer.js';
import type { Utterance } from './utterance.js';

/** A message and when it came, in ms since the audio's first sample was spoken. */
export interface Timed<T> {
  readonly message: T;
  readonly atMs: number;
}

export interface Hearing {
  readonly partials: readonly Timed<PartialTranscript>[];
  readonly final: Timed<FinalTranscript>;
  /** From the end of the audio to the final. */
  readonly finalMs: number;
}

/**
 * `real-time`: frames come when their last sample would have been spoken. `lockstep`: each frame comes as soon as the
 * recogniser has nothing left to do, and the time line is the audio's, plus what the recogniser needed since the frame.
 */
export type Pace = 'real-time' | 'lockstep';

const FRAME_SAMPLES = 512;
/** Turns of the event loop in a row in which nothing happened; a step of the recogniser takes one or two. */
const QUIET_TURNS = 16;
const QUIET_MS = 1;

export async function hear(
  recognizer: Recognizer,
  utterance: Utterance,
  args: RecognizeArgs,
  options: { readonly pace: Pace; readonly signal: AbortSignal },
): Promise<Hearing> {
  const line = options.pace === 'real-time' ? new RealTime(options.signal) : new Lockstep();
  const partials: Timed<PartialTranscript>[] = [];
  const lengthMs = (utterance.samples.length / RATE_HZ) * 1000;
  for await (const message of recognizer.recognize(speak(utterance, line), args)) {
    const atMs = line.now();
    if (message.kind === 'partial') partials.push({ message, atMs });
    else return { partials, final: { message, atMs }, finalMs: atMs - lengthMs };
  }
  options.signal.throwIfAborted();
  throw new Error('the speech engine ended without a final transcript');
}

async function* speak({ samples, pauses }: Utterance, line: TimeLine): AsyncGenerator<UtteranceEvent> {
  let waiting = [...pauses];
  for (let at = 0; at < samples.length; at += FRAME_SAMPLES) {
    const end = Math.min(at + FRAME_SAMPLES, samples.length);
    await line.reach((end / RATE_HZ) * 1000);
    yield { kind: 'audio', frame: { samples: samples.slice(at, end), sampleRateHz: RATE_HZ, startSample: at } };
    const due = waiting.filter((pause) => pause <= end);
    waiting = waiting.slice(due.length);
    if (due.length > 0) yield { kind: 'pause' };
  }
  await line.rest();
}

interface TimeLine {
  now(): number;
  /** Resolves when the audio up to `ms` has been spoken. */
  reach(ms: number): Promise<void>;
  /** Resolves when the last frame has been dealt with, where that can be waited for. */
  rest(): Promise<void>;
}

class RealTime implements TimeLine {
  readonly #startMs = performance.now();
  readonly #signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  now(): number {
    return performance.now() - this.#startMs;
  }

  async reach(ms: number): Promise<void> {
    const left = ms - this.now();
    if (left > 0) await systemClock.sleep(left, this.#signal);
  }

  async rest(): Promise<void> {
    // In real time the end comes when it comes.
  }
}

class Lockstep implements TimeLine {
  #spokenMs = 0;
  #sinceMs = performance.now();

  now(): number {
    return this.#spokenMs + performance.now() - this.#sinceMs;
  }

  async reach(ms: number): Promise<void> {
    await untilQuiet();
    this.#spokenMs = ms;
    this.#sinceMs = performance.now();
  }

  async rest(): Promise<void> {
    await untilQuiet();
    this.#sinceMs = performance.now();
  }
}

/** The recogniser runs on this thread: while it works, the event loop's turns are long. */
async function untilQuiet(): Promise<void> {
  for (let quiet = 0; quiet < QUIET_TURNS;) {
    const before = performance.now();
    await nextTurn();
    quiet = performance.now() - before < QUIET_MS ? quiet + 1 : 0;
  }
}
