/** Watches the language of an utterance while it is transcribed: when to look, how far back, and what a switch means. */
import type { LanguageLook } from '../../models/whisper/languages.js';
import { SAMPLE_RATE_HZ } from '../../models/whisper/log-mel.js';
import { isQuietFrom } from '../../models/whisper/loudness.js';
import { findSeam } from './language-seam.js';
import { LanguageTracker } from './language-tracker.js';

/** A settled language is checked against the sound of this long; less wavers, more notices a switch later. */
const RECENT_MS = 3000;
/** Looks are so far apart at least, and at most. */
const LEAST_STEP_MS = 250;
const MOST_STEP_MS = 1000;

/** The utterance goes on in another language. */
export interface Seam {
  readonly from: string;
  readonly to: string;
  /** Where, in the stretch that was watched; 0: all of it is in the new language. */
  readonly atSample: number;
}

/** What is transcribed at the moment: samples at 16 kHz, and how many of the utterance lie before them. */
export interface WatchedStretch {
  readonly samples: Float32Array;
  readonly offsetSamples: number;
}

export class LanguageWatch {
  readonly #tracker: LanguageTracker;
  #lookedMs = 0;
  #seam: Seam | undefined;

  constructor(expected?: string) {
    this.#tracker = new LanguageTracker(expected);
  }

  /** A switch that the transcription has not followed yet. */
  get seam(): Seam | undefined {
    return this.#seam;
  }

  /** Whether words may be promised: the language is known, and nothing speaks against it. */
  get isSure(): boolean {
    return this.#tracker.isSure;
  }

  /** The language to transcribe this stretch in. Looks only at what is new; stops at a switch. */
  async choose({ samples, offsetSamples }: WatchedStretch, look: LanguageLook): Promise<string> {
    const offsetMs = msOf(offsetSamples);
    const endMs = offsetMs + msOf(samples.length);
    while (this.#seam === undefined) {
      const leftMs = endMs - this.#lookedMs;
      if (leftMs < LEAST_STEP_MS && this.#lookedMs > offsetMs) break;
      const atMs = leftMs > MOST_STEP_MS ? this.#lookedMs + MOST_STEP_MS : endMs;
      const heardMs = Math.max(this.#lookedMs, offsetMs);
      this.#lookedMs = atMs;
      const part = samples.subarray(0, samplesOf(atMs - offsetMs));
      if (atMs <= offsetMs || this.#isQuiet(part, samplesOf(heardMs - offsetMs))) {
        if (atMs >= endMs) break;
        continue;
      }
      await this.#lookAt(part, offsetMs, look);
      if (atMs >= endMs) break;
    }
    return this.#seam?.from ?? this.#tracker.language ?? 'en';
  }

  /** The transcription went on behind the seam. */
  pass(): void {
    this.#seam = undefined;
  }

  #isQuiet(samples: Float32Array, fromSample: number): boolean {
    return this.#tracker.language !== undefined && isQuietFrom(samples, fromSample);
  }

  async #lookAt(samples: Float32Array, offsetMs: number, look: LanguageLook): Promise<void> {
    const toMs = msOf(samples.length);
    const fromMs = this.#tracker.isSettled ? Math.max(0, toMs - RECENT_MS) : 0;
    const change = this.#tracker.update(await look({ fromMs, toMs }), offsetMs + toMs);
    if (change === undefined) return;
    const { from, to } = change;
    // A switch is often noticed behind a cut; its sound before the cut is settled.
    const local = { from, to, sinceMs: Math.max(0, change.sinceMs - offsetMs), atMs: toMs };
    this.#seam = { from, to, atSample: samplesOf(await findSeam(samples, local, look)) };
  }
}

function msOf(samples: number): number {
  return (samples * 1000) / SAMPLE_RATE_HZ;
}

function samplesOf(ms: number): number {
  return Math.round((ms * SAMPLE_RATE_HZ) / 1000);
}
