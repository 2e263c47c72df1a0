/** One run of the recording tool behind the package `mic`, from its start to its end. */
import mic from 'mic';
import type { AudioClock } from './audio-clock.js';
import { CaptureDecoder } from './capture-decoder.js';

export interface CaptureOptions {
  /** A name that the tool knows. On macOS and Windows the system's default is used instead. */
  readonly device: string;
  /** Rate asked of the device. */
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly clock: AudioClock;
  /** Mono samples as they come, at `sampleRateHz`. */
  readonly onSamples: (samples: Float32Array) => void;
}

/** A device that says nothing for so long has gone. */
const silenceLimitMs = 2000;
/** Opening a device may take longer: a sound server has to be woken, a Bluetooth headset to change its profile. */
const openLimitMs = 5000;
const watchIntervalMs = 500;
/** How long a tool may take to end once told to. */
const stopLimitMs = 500;

/**
 * Records until the signal aborts or the tool ends. Resolves with why it ended. The tool must exist: `mic` has no
 * listener for the failure to start one, which would end the process.
 */
export async function runCapture(options: CaptureOptions, signal: AbortSignal): Promise<string> {
  const { clock, channels } = options;
  const decoder = new CaptureDecoder(channels);
  const instance = mic({
    rate: String(options.sampleRateHz),
    channels: String(channels),
    bitwidth: '16',
    encoding: 'signed-integer',
    endian: 'little',
    fileType: 'raw',
    device: options.device,
  });
  const stream = instance.getAudioStream();
  const ended = new AbortController();
  let lastBytesMs = clock.now();
  let limitMs = openLimitMs;
  let why = 'the recording tool ended';
  let isStopped = false;
  stream.on('data', (bytes: Buffer) => {
    lastBytesMs = clock.now();
    limitMs = silenceLimitMs;
    if (!isStopped) options.onSamples(decoder.push(bytes));
  });
  stream.on('error', (error: Error) => {
    why = error.message;
    ended.abort();
  });
  // `mic` tells of an exit only when there was an exit code; the end of the pipe comes always.
  stream.on('end', () => {
    ended.abort();
  });
  const stop = linkAbort(signal, ended);
  instance.start();
  while (!ended.signal.aborted) {
    await clock.sleep(watchIntervalMs, ended.signal).catch(() => undefined);
    if (clock.now() - lastBytesMs > limitMs) {
      why = `no audio for ${limitMs / 1000} s`;
      ended.abort();
    }
  }
  stop();
  isStopped = true;
  if (!stream.readableEnded) await endTool(instance, options);
  return why;
}

/** Ends the tool, and waits for its end so that the device is free for the next. */
async function endTool(instance: ReturnType<typeof mic>, { clock }: CaptureOptions): Promise<void> {
  const gone = new AbortController();
  instance.getAudioStream().once('end', () => {
    gone.abort();
  });
  // A frozen process would not hear that it should end.
  instance.resume();
  instance.stop();
  await clock.sleep(stopLimitMs, gone.signal).catch(() => undefined);
}

function linkAbort(signal: AbortSignal, controller: AbortController): () => void {
  const forward = (): void => {
    controller.abort();
  };
  if (signal.aborted) forward();
  signal.addEventListener('abort', forward, { once: true });
  return () => {
    signal.removeEventListener('abort', forward);
  };
}
