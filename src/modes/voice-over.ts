/** Spoken translation: a voice says what was translated, over the original, which becomes quieter meanwhile. */
import type { Assistant } from '../assistant/assistant.js';
import { Dub } from '../audio/dub.js';
import type { AudioFrame } from '../audio/frame.js';
import { createResampler, type Resampler } from '../audio/resample.js';
import type { Playout, Speaker } from '../audio/speaker.js';
import { onceAborted } from '../pipeline/abort.js';
import type { CaptionEvent } from '../pipeline/captions.js';
import { Channel } from '../pipeline/channel.js';
import { Interpreter, type SpokenTranslation } from '../stages/translation/interpreter.js';
import type { Reader } from './read-along.js';

export interface VoiceOverOptions {
  readonly assistant: Assistant;
  readonly speaker: Speaker;
  /** Play the original as well; of a microphone nobody needs it, for all in the room hear it. */
  readonly playsOriginal: boolean;
  /** How much quieter the original becomes, in dB. */
  readonly duckDb: number;
  readonly onNotice: (line: string) => void;
}

/** Frames of 32 ms or less that may wait for the loudspeaker. */
const WAITING_FRAMES = 256;
const RATE_HZ = 16_000;
/** Once the original is over, silence takes its place in blocks of so many ms. */
const BLOCK_MS = 20;

/** Of one stream: pass its frames through `hear`, its events to `take`, and let `run` play meanwhile. */
export class VoiceOver implements Reader {
  readonly #options: VoiceOverOptions;
  readonly #interpreter: Interpreter;
  readonly #dub: Dub;
  #frames: Channel<AudioFrame> | undefined;
  #isTold = false;
  #wake: () => void = () => undefined;

  constructor(options: VoiceOverOptions) {
    const { speaker, duckDb, onNotice } = options;
    this.#options = options;
    this.#interpreter = new Interpreter({ onNotice });
    this.#dub = new Dub({ sampleRateHz: speaker.sampleRateHz, duckDb });
  }

  /** The same frames; what is heard goes with them in time. Call it before `run`, once. */
  async *hear(frames: AsyncIterable<AudioFrame>, signal: AbortSignal): AsyncGenerator<AudioFrame, void, undefined> {
    const copies = new Channel<AudioFrame>({ capacity: WAITING_FRAMES, overflow: 'drop-oldest', signal });
    this.#frames = copies;
    try {
      for await (const frame of frames) {
        copies.offer(frame);
        yield frame;
      }
    } finally {
      copies.end();
    }
  }

  take(event: CaptionEvent): void {
    this.#interpreter.hear(event);
    this.#wake();
  }

  /** No more events come. */
  finish(): void {
    this.#isTold = true;
    this.#wake();
  }

  /** Speaks and plays until everything was said, or the signal fires. Throws what voice or loudspeaker throw. */
  async run(signal: AbortSignal): Promise<void> {
    const playout = this.#options.speaker.begin();
    try {
      await Promise.all([this.#speakAll(signal), this.#playAll(playout, signal)]);
      await playout.end();
    } finally {
      playout.stop();
    }
  }

  async #speakAll(signal: AbortSignal): Promise<void> {
    for (;;) {
      const next = this.#interpreter.next();
      if (next !== undefined) await this.#speak(next, signal);
      else if (this.#isTold || signal.aborted) return;
      else await this.#news(signal);
    }
  }

  async #speak(spoken: SpokenTranslation, signal: AbortSignal): Promise<void> {
    const { assistant, speaker } = this.#options;
    const { text, delivery } = spoken.sentence;
    let samples = 0;
    let resampler: Resampler | undefined;
    const add = (block: Float32Array): void => {
      samples += block.length;
      this.#dub.speak(block);
    };
    for await (const item of assistant.say(text, signal, delivery)) {
      if (item.kind !== 'audio') continue;
      resampler ??= await createResampler(item.frame.sampleRateHz, speaker.sampleRateHz);
      add(resampler.process(item.frame.samples));
    }
    if (resampler !== undefined) add(resampler.flush());
    resampler?.close();
    while (this.#dub.waitingSamples > 0 && !signal.aborted) await this.#news(signal);
    this.#interpreter.over(spoken, (samples / speaker.sampleRateHz) * 1000);
  }

  async #playAll(playout: Playout, signal: AbortSignal): Promise<void> {
    const { playsOriginal, speaker } = this.#options;
    const resampler = await createResampler(RATE_HZ, speaker.sampleRateHz);
    try {
      for await (const { samples } of this.#frames ?? []) {
        await this.#play(playout, resampler.process(playsOriginal ? samples : new Float32Array(samples.length)));
      }
      const silence = new Float32Array((BLOCK_MS / 1000) * speaker.sampleRateHz);
      while (!signal.aborted && (!this.#isTold || this.#interpreter.isBusy)) await this.#play(playout, silence);
    } finally {
      resampler.close();
    }
  }

  async #play(playout: Playout, original: Float32Array): Promise<void> {
    const spoke = this.#dub.waitingSamples > 0;
    await playout.write(this.#dub.mix(original));
    if (spoke && this.#dub.waitingSamples === 0) this.#wake();
  }

  #news(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const stop = onceAborted(signal, resolve);
      this.#wake = () => {
        stop();
        resolve();
      };
    });
  }
}
