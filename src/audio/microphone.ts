/** The microphone as an endless stream of frames: a device that vanishes is opened again, and the time line goes on. */
import type { AudioClock } from './audio-clock.js';
import { AudioError } from './audio-error.js';
import { runCapture } from './capture.js';
import { captureTool, captureInstallHint } from './capture-tool.js';
import type { AudioFrame } from './frame.js';
import { FrameQueue } from './frame-queue.js';
import { Framer } from './framer.js';
import { createResampler, type Resampler } from './resample.js';
import { hasTool } from '../programs/find.js';

export type MicrophoneEvent =
  /** The device is gone (or was never there); it is being opened again. Once per outage. */
  | { readonly kind: 'lost'; readonly detail: string }
  /** Sound flows again. `gapSamples` of the time line (at 16 kHz) were not heard. */
  | { readonly kind: 'reopened'; readonly gapSamples: number }
  /** Nothing but zeros for 10 s: muted, or the wrong device. Once per such stretch. */
  | { readonly kind: 'silent' }
  /** The reader was too slow; the oldest samples (at 16 kHz) went. */
  | { readonly kind: 'dropped'; readonly samples: number };

export interface MicrophoneOptions {
  /** A name that the capture tool knows: `default`, `pulse`, `hw:1,0`. */
  readonly device: string;
  /** Rate asked of the device. */
  readonly sampleRateHz: number;
  /** Channels asked of the device; their mean is what is heard. */
  readonly channels: number;
  /** Samples per frame, at 16 kHz. */
  readonly chunkSamples: number;
  readonly clock: AudioClock;
  readonly onEvent?: (event: MicrophoneEvent) => void;
  /** Audio that may wait for a slow reader, in ms. */
  readonly maxQueuedMs?: number;
}

/** Rate of all frames that enter the pipeline. */
export const inputRateHz = 16_000;

const firstBackoffMs = 200;
const maxBackoffMs = 5000;
const silentSamples = 10 * inputRateHz;

/**
 * Mono frames at 16 kHz until the signal aborts; then the stream ends. `startSample` follows the clock across outages
 * and drops. Throws an `AudioError` of one line when the capture tool is not installed.
 */
export async function* openMicrophone(
  options: MicrophoneOptions,
  signal: AbortSignal,
): AsyncGenerator<AudioFrame, void, undefined> {
  const tool = captureTool();
  if (!hasTool(tool)) throw new AudioError(`no microphone: ${tool} is not installed; ${captureInstallHint()}`);
  const capacity = Math.max(1, Math.ceil(((options.maxQueuedMs ?? 2000) * inputRateHz) / 1000 / options.chunkSamples));
  const queue = new FrameQueue(capacity, (samples) => options.onEvent?.({ kind: 'dropped', samples }));
  const stopped = new AbortController();
  const onAbort = (): void => {
    stopped.abort();
    queue.end();
  };
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  const recording = new Recording(options, queue).run(stopped.signal);
  try {
    yield* queue.read();
  } finally {
    signal.removeEventListener('abort', onAbort);
    onAbort();
    await recording;
  }
}

/** Runs the tool again and again, and puts what it hears on one time line. */
class Recording {
  readonly #options: MicrophoneOptions;
  readonly #queue: FrameQueue;
  #framer: Framer | undefined;
  #resampler: Resampler | undefined;
  #originMs = 0;
  #isLost = false;
  #isFresh = true;
  #backoffMs = firstBackoffMs;
  #zeroSamples = 0;

  constructor(options: MicrophoneOptions, queue: FrameQueue) {
    this.#options = options;
    this.#queue = queue;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, device, sampleRateHz, channels, onEvent } = this.#options;
    const onSamples = (samples: Float32Array): void => {
      this.#take(samples);
    };
    const isOver = (): boolean => signal.aborted;
    while (!isOver()) {
      this.#resampler = await createResampler(sampleRateHz, inputRateHz);
      this.#isFresh = true;
      const why = await runCapture({ device, sampleRateHz, channels, clock, onSamples }, signal);
      this.#resampler.close();
      if (isOver()) return;
      if (!this.#isLost) onEvent?.({ kind: 'lost', detail: `microphone "${device}": ${why}` });
      this.#isLost = true;
      await clock.sleep(this.#backoffMs, signal).catch(() => undefined);
      this.#backoffMs = Math.min(2 * this.#backoffMs, maxBackoffMs);
    }
  }

  #take(captured: Float32Array): void {
    const samples = this.#resampler?.process(captured) ?? captured;
    if (samples.length === 0) return;
    if (this.#isFresh) this.#place(samples.length);
    this.#watchZeros(samples);
    for (const frame of this.#framer?.push(samples) ?? []) this.#queue.offer(frame);
  }

  /** The first samples of a run: the clock says where they belong. */
  #place(count: number): void {
    this.#isFresh = false;
    const beganMs = this.#options.clock.now() - (count / inputRateHz) * 1000;
    const expected = this.#framer?.endSample ?? 0;
    if (!this.#framer) this.#originMs = beganMs;
    const startSample = Math.max(expected, Math.round(((beganMs - this.#originMs) / 1000) * inputRateHz));
    this.#framer = new Framer({
      frameSamples: this.#options.chunkSamples,
      sampleRateHz: inputRateHz,
      startSample,
    });
    if (this.#isLost) this.#options.onEvent?.({ kind: 'reopened', gapSamples: startSample - expected });
    this.#isLost = false;
    this.#backoffMs = firstBackoffMs;
  }

  #watchZeros(samples: Float32Array): void {
    const before = this.#zeroSamples;
    this.#zeroSamples = samples.every((sample) => sample === 0) ? before + samples.length : 0;
    if (before < silentSamples && this.#zeroSamples >= silentSamples) this.#options.onEvent?.({ kind: 'silent' });
  }
}
