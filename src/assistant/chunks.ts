/** Gathers the microphone's small frames into those of `audio.input.chunk_size`, which may change while it runs. */
import type { AudioFrame } from '../audio/frame.js';

/** Frames of at least `chunkSamples()` samples; a gap in the stream ends a frame early. No sample is lost or repeated. */
export async function* gatherChunks(
  frames: AsyncIterable<AudioFrame>,
  chunkSamples: () => number,
): AsyncGenerator<AudioFrame, void, undefined> {
  let waiting: AudioFrame[] = [];
  let length = 0;
  for await (const frame of frames) {
    const [first] = waiting;
    if (first !== undefined && first.startSample + length !== frame.startSample) {
      yield join(first, waiting, length);
      waiting = [];
      length = 0;
    }
    waiting.push(frame);
    length += frame.samples.length;
    if (length < chunkSamples()) continue;
    yield join(waiting[0] ?? frame, waiting, length);
    waiting = [];
    length = 0;
  }
  const [first] = waiting;
  if (first !== undefined) yield join(first, waiting, length);
}

function join(first: AudioFrame, frames: readonly AudioFrame[], length: number): AudioFrame {
  if (frames.length === 1) return first;
  const samples = new Float32Array(length);
  let at = 0;
  for (const frame of frames) {
    samples.set(frame.samples, at);
    at += frame.samples.length;
  }
  return { ...first, samples };
}
