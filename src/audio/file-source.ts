/** WAV files as if spoken into a microphone: in real time, one after the other, with silence between them. */
import type { AudioClock } from './audio-clock.js';
import type { AudioFrame } from './frame.js';
import { Framer } from './framer.js';
import { inputRateHz } from './microphone.js';
import { describeWav, readWavAt, type WavInfo } from './wav.js';

/** Where a file lies on the input's time line, in samples at 16 kHz. */
export interface FileSpan {
  readonly path: string;
  /** 0, 1, 2 … */
  readonly index: number;
  readonly startSample: number;
  /** After the file's last sample. */
  readonly endSample: number;
}

export interface FileSourceOptions {
  readonly paths: readonly string[];
  /** Samples per frame, at 16 kHz. */
  readonly chunkSamples: number;
  readonly clock: AudioClock;
  /** The moment of sample 0; that of the first read unless told. */
  readonly startMs?: number;
  /** Silence after each file, so that its last turn can end. */
  readonly pauseMs?: number;
  /** Called when a file's audio is over; silence goes on until it resolves and `pauseMs` have passed. */
  readonly waitForTurnEnd?: (span: FileSpan) => Promise<void>;
}

/** Checks all files at once, so that a bad one is known before the first is heard. Throws an `AudioError` of one line. */
export async function describeFiles(paths: readonly string[]): Promise<WavInfo[]> {
  const infos = [];
  for (const path of paths) infos.push(await describeWav(path));
  return infos;
}

/**
 * Mono frames at 16 kHz, each handed over when its last sample has been spoken by an absolute clock: a late reader
 * catches up and nothing drifts. Ends after the last file's silence, or when the signal aborts.
 */
export async function* speakFiles(
  options: FileSourceOptions,
  signal: AbortSignal,
): AsyncGenerator<AudioFrame, void, undefined> {
  await describeFiles(options.paths);
  const { clock, chunkSamples } = options;
  const startMs = options.startMs ?? clock.now();
  const framer = new Framer({ frameSamples: chunkSamples, sampleRateHz: inputRateHz });
  try {
    for await (const frame of framesOfAll(options, framer)) {
      const spokenMs = startMs + ((frame.startSample + frame.samples.length) / inputRateHz) * 1000;
      const waitMs = spokenMs - clock.now();
      if (waitMs > 0) await clock.sleep(waitMs, signal);
      else if (signal.aborted) return;
      yield frame;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function* framesOfAll(options: FileSourceOptions, framer: Framer): AsyncGenerator<AudioFrame, void, undefined> {
  for (const [index, path] of options.paths.entries()) {
    const startSample = framer.endSample;
    for await (const block of readWavAt(path, inputRateHz)) yield* framer.push(block);
    const span = { path, index, startSample, endSample: framer.endSample };
    yield* silenceAfter(span, options, framer);
  }
  const last = framer.flush();
  if (last) yield last;
}

async function* silenceAfter(
  span: FileSpan,
  options: FileSourceOptions,
  framer: Framer,
): AsyncGenerator<AudioFrame, void, undefined> {
  const { chunkSamples, pauseMs = 1500, waitForTurnEnd } = options;
  const silence = new Float32Array(chunkSamples);
  const untilSample = span.endSample + Math.round((pauseMs / 1000) * inputRateHz);
  // The file's last frame must have been spoken before anybody waits for what follows from it.
  yield* framer.push(silence);
  const turn = { isOver: waitForTurnEnd === undefined, failure: undefined as unknown };
  waitForTurnEnd?.(span).then(
    () => (turn.isOver = true),
    (error: unknown) => {
      turn.failure = error;
      turn.isOver = true;
    },
  );
  while (!turn.isOver || framer.endSample < untilSample) yield* framer.push(silence);
  if (turn.failure !== undefined) throw turn.failure as Error;
}
