/** Recordings as the assistant's microphone: in real time, each one answered before the next begins. */
import type { AudioFrame } from '../audio/frame.js';
import { speakFiles } from '../audio/file-source.js';
import type { Assistant } from './assistant.js';

/** Small, so that `audio.input.chunk_size` can be gathered from them. */
export const INPUT_FRAME_SAMPLES = 128;
/** Each frame of a file is waited for: fewer and longer ones spare a quiet room most of its timers. */
const FILE_FRAME_SAMPLES = 512;
/** Silence after a recording: longer than the endpoint of any shipped preset, so that its turn is over. */
const PAUSE_MS = 1200;
const POLL_MS = 50;

export function speakRecordings(
  assistant: Assistant,
  paths: readonly string[],
  signal: AbortSignal,
): AsyncIterable<AudioFrame> {
  const { clock } = assistant;
  const waitForTurnEnd = async (): Promise<void> => {
    await clock.sleep(PAUSE_MS, signal);
    while (assistant.busy) await clock.sleep(POLL_MS, signal);
  };
  const { chunk_size } = assistant.config.settings.audio.input;
  const chunkSamples = chunk_size % FILE_FRAME_SAMPLES === 0 ? FILE_FRAME_SAMPLES : INPUT_FRAME_SAMPLES;
  return speakFiles({ paths, chunkSamples, clock, pauseMs: PAUSE_MS, waitForTurnEnd }, signal);
}
