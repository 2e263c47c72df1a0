/** Lets a voice say one text and writes down when its sound came. */
import { join } from '../../../src/models/piper/trim.js';
import type { ReplyDelta } from '../../../src/pipeline/messages.js';
import { once } from '../../../src/pipeline/streams.js';
import type { TurnStages } from '../../../src/pipeline/turn-options.js';
import type { SynthesizeArgs } from '../../../src/stages/tts/voice-engine.js';
import { benchScope, speakReply } from './assistant-way.js';
import type { Voice } from './voice.js';

/** Quieter than this is not yet a sound (−46 dB of full scale): as the player counts it. */
export const AUDIBLE = 0.005;

/** One text, said. Times in ms from the moment the text was handed over. */
export interface Saying {
  /** Until the first audible sample was handed out; undefined for a text without a sound. */
  readonly firstMs: number | undefined;
  /** Silence in front of that sample, which a player would play first. */
  readonly leadMs: number;
  /** Until the last sample was handed out. */
  readonly ms: number;
  /** Length of the sound. */
  readonly seconds: number;
}

/** The text as a whole to the engine, nobody in between. */
export async function sayToEngine(voice: Voice, text: string, more: Partial<SynthesizeArgs> = {}): Promise<Saying> {
  const note = new Note(voice.info.sampleRateHz);
  for await (const output of voice.synthesize({ ...more, text, index: 0 })) {
    if (output.kind === 'audio') note.take(output.samples);
  }
  return note.end();
}

/** A reply that is there at once, on the assistant's way: splitter, then the speaking stage. */
export async function sayAsReply(
  { info }: Voice,
  text: string,
  { stages, signal }: { readonly stages: TurnStages; readonly signal: AbortSignal },
): Promise<Saying> {
  const reply: ReplyDelta = { text, source: 'skill' };
  const note = new Note(info.sampleRateHz);
  for await (const spoken of speakReply(once(reply), stages, benchScope(signal))) {
    if (spoken.kind === 'audio') note.take(spoken.frame.samples);
  }
  return note.end();
}

/** All the sound of one text. */
export async function soundOf(voice: Voice, text: string, more: Partial<SynthesizeArgs> = {}): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  for await (const output of voice.synthesize({ ...more, text, index: 0 })) {
    if (output.kind === 'audio') parts.push(output.samples);
  }
  return join(parts);
}

/** Begins to count when it is made. */
class Note {
  readonly #startMs = performance.now();
  readonly #rateHz: number;
  #firstMs: number | undefined;
  #leadSamples = 0;
  #samples = 0;

  constructor(rateHz: number) {
    this.#rateHz = rateHz;
  }

  take(samples: Float32Array): void {
    // Before the look at the samples: that is ours, not the engine's.
    const atMs = performance.now() - this.#startMs;
    if (this.#firstMs === undefined) {
      const audible = samples.findIndex((sample) => Math.abs(sample) > AUDIBLE);
      if (audible >= 0) {
        this.#firstMs = atMs;
        this.#leadSamples = this.#samples + audible;
      }
    }
    this.#samples += samples.length;
  }

  end(): Saying {
    return {
      ms: performance.now() - this.#startMs,
      firstMs: this.#firstMs,
      leadMs: (this.#leadSamples / this.#rateHz) * 1000,
      seconds: this.#samples / this.#rateHz,
    };
  }
}
