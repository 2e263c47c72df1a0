/** Audio fed in step with the recogniser: nothing is lost, pauses come where they are, times are the audio's. */
import { describe, expect, it } from 'vitest';
import { hear } from '../../../../scripts/profile/stt/hearing.js';
import type { RecognizeArgs, Recognizer } from '../../../../scripts/profile/stt/recognizer.js';
import type { Transcript, UtteranceEvent } from '../../../../src/pipeline/messages.js';

const args: RecognizeArgs = { language: 'en', partials: true, partialIntervalMs: 100, streaming: true };

/** Says how much it has heard every 4096 samples, and at the end. */
function counter(seen: string[]): Recognizer {
  const unused = (): never => {
    throw new Error('not asked for');
  };
  return {
    async *recognize(input): AsyncGenerator<Transcript> {
      let samples = 0;
      let revision = 0;
      for await (const event of input as AsyncIterable<UtteranceEvent>) {
        if (event.kind !== 'audio') {
          seen.push(`${event.kind} at ${samples}`);
          continue;
        }
        expect(event.frame.startSample).toBe(samples);
        samples += event.frame.samples.length;
        if (samples % 4096 !== 0) continue;
        const text = String(samples);
        yield { kind: 'partial', revision: revision++, text, stable: '', language: 'en', atPause: false, heardMs: 0 };
      }
      yield { kind: 'final', text: String(samples), language: 'en', words: [] };
    },
    ...{ transcribe: unused, effort: unused, rssBytes: unused, close: () => Promise.resolve() },
  };
}

describe('hearing in lockstep', () => {
  it('gives every sample, then the end', async () => {
    const seen: string[] = [];
    const utterance = { samples: new Float32Array(10_000), pauses: [4200, 9990] };
    const signal = new AbortController().signal;
    const heard = await hear(counter(seen), utterance, args, { pace: 'lockstep', signal });
    expect(heard.final.message.text).toBe('10000');
    // After the frame in which it became known.
    expect(seen).toEqual(['pause at 4608', 'pause at 10000']);
    expect(heard.partials.map(({ message }) => message.text)).toEqual(['4096', '8192']);
    for (const { message, atMs } of heard.partials) expect(atMs).toBeGreaterThanOrEqual(Number(message.text) / 16);
    expect(heard.finalMs).toBeGreaterThanOrEqual(0);
  });

  it('fails when the recogniser ends without a final', async () => {
    const silent: Recognizer = { ...counter([]), async *recognize() {} };
    const utterance = { samples: new Float32Array(512), pauses: [] };
    const options = { pace: 'lockstep', signal: new AbortController().signal } as const;
    await expect(hear(silent, utterance, args, options)).rejects.toThrow('without a final transcript');
  });
});
