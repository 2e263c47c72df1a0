/** The wake word's whole path without a session: voice detector, gate, engine, trigger; as fast as the engine hears. */
import type { AudioFrame } from '../../../../src/audio/frame.js';
import type { EngineHandle } from '../../../../src/models/host/engine.js';
import type { SpeechEvent } from '../../../../src/pipeline/messages.js';
import type { Stage } from '../../../../src/pipeline/stage.js';
import type { WakeHit } from '../../../../src/pipeline/wake.js';
import { EngineWakeListener } from '../../../../src/stages/wake/listener.js';
import { createEngine, type WakeEngineOptions, type WakeScores } from '../../../../src/stages/wake/wake-engine.js';

export const RATE_HZ = 16_000;
const CHUNK_SAMPLES = 1024;
/** The engine may be so far behind before the stream waits for it: well within what the listener keeps. */
const MOST_BEHIND = 64;

export interface Heard {
  readonly hits: readonly WakeHit[];
  /** Everything that the engine told, for other thresholds. */
  readonly scores: readonly WakeScores[];
  /** Samples that the engine was given, pre-rolls included. */
  readonly openSamples: number;
}

export interface Ear {
  /** @param gated false listens all the time, as if somebody always spoke */
  hear(samples: Float32Array, gated: boolean): Promise<Heard>;
}

export interface EarParts {
  readonly vad: Stage<AudioFrame, SpeechEvent>;
  readonly engine: WakeEngineOptions;
  /** In the order of the engine's files. */
  readonly words: readonly string[];
  readonly threshold: number;
}

export async function createEar({ vad, engine, words, threshold }: EarParts): Promise<Ear> {
  const { methods } = await createEngine(engine);
  const listen = methods['listen'];
  if (listen === undefined) throw new Error('the wake engine has no method "listen"');
  return {
    hear: async (samples, gated) => {
      const hits: WakeHit[] = [];
      const scores: WakeScores[] = [];
      const faults: Error[] = [];
      const flow = { given: 0, waiting: 0, calls: 0 };
      const handle: EngineHandle = {
        ready: () => Promise.resolve(),
        async *call(_method, args, { signal, input = nothing() }) {
          flow.calls += 1;
          const counted = countItems(input, flow);
          const call = { input: counted, signal, cancelled: () => signal.aborted, inputEnded: () => false };
          try {
            for await (const value of listen(args, call)) {
              scores.push(value as WakeScores);
              yield value;
            }
          } finally {
            flow.calls -= 1;
          }
        },
      };
      const listener = new EngineWakeListener({
        ...{ engine: handle, words: words.map((word) => ({ word, threshold })), cooldownMs: 2000 },
        onHit: (hit) => hits.push(hit),
        onFault: (error) => faults.push(error),
      });
      for await (const event of vad.run(chunks(samples), sessionScope())) {
        if (event.kind !== 'frame') continue;
        flow.waiting += 1;
        listener.hear(event.frame, gated ? event.speechProbability : 1, true);
        while (flow.calls > 0 && flow.waiting > MOST_BEHIND) await pause();
        if (flow.calls === 0) flow.waiting = 0;
      }
      // Quiet closes the gate, and what is on its way is heard to the end.
      const last = Math.ceil(samples.length / 512) * 512;
      for (let at = last; at < last + 2 * RATE_HZ; at += 512) {
        listener.hear({ samples: new Float32Array(512), startSample: at, sampleRateHz: RATE_HZ }, 0, true);
      }
      while (flow.calls > 0) await pause();
      if (faults[0] !== undefined) throw faults[0];
      return { hits, scores, openSamples: flow.given };
    },
  };
}

async function* countItems(input: AsyncIterable<unknown>, flow: { given: number; waiting: number }): AsyncGenerator {
  for await (const item of input) {
    flow.given += (item as { samples: Float32Array }).samples.length;
    flow.waiting = Math.max(0, flow.waiting - 1);
    yield item;
  }
}

async function* nothing(): AsyncGenerator<never> {
  // A call without a stream hears nothing.
}

async function* chunks(samples: Float32Array): AsyncGenerator<AudioFrame> {
  for (let at = 0; at < samples.length; at += CHUNK_SAMPLES) {
    yield { samples: samples.subarray(at, at + CHUNK_SAMPLES), startSample: at, sampleRateHz: RATE_HZ };
  }
}

function sessionScope(): Parameters<EarParts['vad']['run']>[1] {
  const probe = { mark: () => undefined, count: () => undefined };
  const clock = { now: () => performance.now(), sleep: () => Promise.resolve() };
  return { id: 'wake', signal: new AbortController().signal, clock, probe };
}

function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
