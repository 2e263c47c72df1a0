/** Listens for wake words beside a session: opens the engine when somebody may be speaking, with what came before. */
import { z } from 'zod';
import type { AudioFrame } from '../../audio/frame.js';
import type { EngineHandle } from '../../models/host/engine.js';
import { Channel } from '../../pipeline/channel.js';
import type { WakeHit, WakeListener } from '../../pipeline/wake.js';
import { WakeGate } from './gate.js';
import { findOnset, type HeardFrame } from './onset.js';
import { WakeTrigger } from './trigger.js';
import type { WakeScores } from './wake-engine.js';

const RATE_HZ = 16_000;
/** So much sound the engine needs before its first score: with it the first score is about the opening frame. */
const PRE_ROLL_SAMPLES = 2 * RATE_HZ;
/** Kept for the pre-roll, and to find where a word began when the engine is late. */
const HISTORY_SAMPLES = 4 * RATE_HZ;
/** Frames that wait for an engine that is behind (16 s); the oldest are given up then. */
const QUEUE = 512;
/** After a fault the engine is left alone for this long. */
const REST_SAMPLES = 5 * RATE_HZ;

const gateOptions = { openAt: 0.2, aboveFloorDb: 6, holdMs: 1000 };

const scoresSchema: z.ZodType<WakeScores> = z.object({ endSample: z.number(), scores: z.array(z.number()) });

/** One word that is listened for. */
export interface WakeWord {
  /** As it is spoken, e.g. `hey jarvis`. */
  readonly word: string;
  /** 0…1. */
  readonly threshold: number;
}

export interface WakeListenerOptions {
  /** An instance of `wake-engine`. */
  readonly engine: EngineHandle;
  /** In the order of the engine's files. */
  readonly words: readonly WakeWord[];
  readonly cooldownMs: number;
  readonly onHit: (hit: WakeHit) => void;
  /** The engine failed; it is tried again a few seconds later. */
  readonly onFault: (error: Error) => void;
}

/** A part of the stream that the engine hears in one go. */
interface Stretch {
  readonly input: Channel<Pick<AudioFrame, 'samples' | 'startSample'>>;
  readonly controller: AbortController;
}

interface KeptFrame extends HeardFrame {
  readonly samples: Float32Array;
}

export class EngineWakeListener implements WakeListener {
  readonly #options: WakeListenerOptions;
  readonly #gate = new WakeGate(gateOptions);
  readonly #trigger: WakeTrigger;
  readonly #history: KeptFrame[] = [];
  readonly #running = new Set<Stretch>();
  #stretch: Stretch | undefined;
  #restUntil = -Infinity;

  constructor(options: WakeListenerOptions) {
    this.#options = options;
    this.#trigger = new WakeTrigger({
      thresholds: options.words.map(({ threshold }) => threshold),
      cooldownSamples: (options.cooldownMs / 1000) * RATE_HZ,
    });
  }

  hear({ samples, startSample }: AudioFrame, speechProbability: number, wanted: boolean): void {
    const endSample = startSample + samples.length;
    this.#keep({ samples, startSample, endSample, speechProbability });
    const step = this.#gate.step({ samples, endSample, speechProbability });
    if (!wanted || endSample < this.#restUntil) {
      this.close();
      return;
    }
    if (step === 'opens') this.#begin(endSample);
    else if (step === 'open') this.#stretch?.input.offer({ samples, startSample });
    else if (step === 'closes') {
      // What is on its way to the engine is still listened to.
      this.#stretch?.input.end();
      this.#stretch = undefined;
    }
  }

  close(): void {
    this.#gate.shut();
    this.#stretch = undefined;
    for (const { controller } of this.#running) controller.abort(new Error('nobody listens for a wake word any more'));
  }

  #keep(frame: KeptFrame): void {
    // A stream that begins anew or lost much has no past.
    const isContiguous = this.#history.at(-1)?.endSample === frame.startSample;
    if (!isContiguous) this.#history.length = 0;
    this.#history.push(frame);
    while ((this.#history[0]?.endSample ?? Infinity) <= frame.endSample - HISTORY_SAMPLES) this.#history.shift();
  }

  #begin(endSample: number): void {
    const controller = new AbortController();
    const input: Stretch['input'] = new Channel({
      ...{ capacity: QUEUE, overflow: 'drop-oldest', signal: controller.signal },
    });
    input.offer(this.#preRoll(endSample));
    this.#stretch = { input, controller };
    this.#running.add(this.#stretch);
    void this.#follow(this.#stretch, endSample);
  }

  /** The last two seconds; silence where the stream is younger. */
  #preRoll(endSample: number): { samples: Float32Array; startSample: number } {
    const startSample = endSample - PRE_ROLL_SAMPLES;
    const samples = new Float32Array(PRE_ROLL_SAMPLES);
    for (const frame of this.#history) {
      if (frame.endSample <= startSample) continue;
      const skipped = Math.max(0, startSample - frame.startSample);
      samples.set(frame.samples.subarray(skipped), frame.startSample + skipped - startSample);
    }
    return { samples, startSample };
  }

  async #follow(stretch: Stretch, fromSample: number): Promise<void> {
    const { signal } = stretch.controller;
    try {
      for await (const value of this.#options.engine.call('listen', {}, { signal, input: stretch.input })) {
        if (!signal.aborted) this.#onScores(scoresSchema.parse(value));
      }
    } catch (error) {
      if (signal.aborted) return;
      this.#restUntil = fromSample + REST_SAMPLES;
      this.#options.onFault(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#running.delete(stretch);
    }
  }

  #onScores({ endSample, scores }: WakeScores): void {
    const detection = this.#trigger.step(endSample, scores);
    const word = this.#options.words[detection?.word ?? -1]?.word;
    if (detection === undefined || word === undefined) return;
    const startSample = findOnset(this.#history, endSample);
    this.#options.onHit({ word, startSample, endSample, score: detection.score });
  }
}
