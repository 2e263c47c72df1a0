/** Keeps one reply at one sample rate, though its voice is changed for another in the middle of it. */
import { createResampler } from '../../audio/resample.js';
import type { VoiceOutput } from './voice-engine.js';

/** The same sound and word ends at `toHz`. */
export async function* atRate(
  spoken: AsyncIterable<VoiceOutput>,
  fromHz: number,
  toHz: number,
): AsyncGenerator<VoiceOutput, void, undefined> {
  if (fromHz === toHz) {
    yield* spoken;
    return;
  }
  const resampler = await createResampler(fromHz, toHz);
  let samples = 0;
  // Ends beyond all sound ("not yet planned") stay there.
  const moved = (ends: readonly number[], last: number): number[] =>
    ends.map((end) => (end === Number.MAX_SAFE_INTEGER ? end : Math.min(last, Math.round((end * toHz) / fromHz))));
  try {
    for await (const output of spoken) {
      if (output.kind === 'words') {
        yield { kind: 'words', wordEnds: moved(output.wordEnds, Number.MAX_SAFE_INTEGER) };
        continue;
      }
      const ready = output.kind === 'audio' ? resampler.process(output.samples) : resampler.flush();
      samples += ready.length;
      if (ready.length > 0) yield { kind: 'audio', samples: ready };
      if (output.kind === 'end') yield { kind: 'end', samples, wordEnds: moved(output.wordEnds, samples) };
    }
  } finally {
    resampler.close();
  }
}
