/** Measures whether transcripts that share a run of the decoder are quicker than one after the other on this machine. */
import type { Decoder, DecoderRequest } from './decoder.js';
import type { EncodedAudio } from './encoder.js';

const MEMBERS = 4;
const REPEATS = 3;

/** Time of single runs divided by that of a shared one: above 1 sharing pays. `token` is any token of the model. */
export async function measureBatchGain(decoder: Decoder, audio: EncodedAudio, token: number): Promise<number> {
  const together = decoder.begin(Array.from({ length: MEMBERS }, () => audio));
  const alone = decoder.begin([audio]);
  const requests = Array.from({ length: MEMBERS }, (_, member) => ({ member, tokens: [token], rows: [0] }));
  let aloneMs = Infinity;
  let togetherMs = Infinity;
  for (let i = 0; i < REPEATS; i++) {
    togetherMs = Math.min(togetherMs, await time(() => decoder.run(together, requests)));
    const single: DecoderRequest = { member: 0, tokens: [token], rows: [0] };
    aloneMs = Math.min(aloneMs, await time(() => decoder.run(alone, [single])));
  }
  decoder.end(together);
  decoder.end(alone);
  return (MEMBERS * aloneMs) / togetherMs;
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}
