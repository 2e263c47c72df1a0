/** Transcripts that share runs of the decoder come out as if each had it for itself. */
import * as ort from 'onnxruntime-node';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decoder, type DecoderStep } from '../../../src/models/whisper/decoder.js';
import { createEffort, type Effort } from '../../../src/models/whisper/effort.js';
import type { EncodedAudio } from '../../../src/models/whisper/encoder.js';
import { distance, openDecoder, randomFloats, tiny, tinyWeights } from './tiny-engine.js';

const EXACT = 1e-4;

/** A random sound with so many keys; the last third of them stand for several positions each, and the last for none. */
function audioOf(keys: number, seed: number): EncodedAudio {
  const headWidth = tiny.width / tiny.heads;
  const feeds: Record<string, ort.Tensor> = {};
  for (let i = 0; i < tiny.decoderLayers; i++) {
    const make = (part: number): Float32Array => randomFloats(tiny.width * keys, 100 * seed + 10 * i + part);
    feeds[`cross_key_${i}`] = new ort.Tensor('float32', make(0), [tiny.heads, headWidth, keys]);
    feeds[`cross_value_${i}`] = new ort.Tensor('float32', make(1), [tiny.heads, keys, headWidth]);
  }
  const positions = Math.ceil((2 * keys) / 3);
  const bias = Float32Array.from({ length: keys }, (_, i) => (i < positions ? 0 : i === keys - 1 ? -1e9 : Math.log(8)));
  return { positions, keys, bias, feeds };
}

async function openBench(): Promise<{ decoder: Decoder; effort: Effort }> {
  const weights = tinyWeights();
  const { session } = await openDecoder(weights);
  const effort = createEffort();
  return { decoder: new Decoder(session, weights.dimensions, effort), effort };
}

/** All rows but the last `skipped` are asked for. */
function requestOf(member: number, tokens: readonly number[], skipped = 0) {
  return { member, tokens, rows: tokens.slice(skipped).map((_, i) => i + skipped) };
}

/** The whole text at once, on its own. */
async function runAlone(decoder: Decoder, audio: EncodedAudio, tokens: readonly number[]): Promise<DecoderStep> {
  const decoding = decoder.begin([audio]);
  const [step] = await decoder.run(decoding, [requestOf(0, tokens)]);
  decoder.end(decoding);
  return step as DecoderStep;
}

function expectSame(part: DecoderStep, whole: DecoderStep, at: { token: number; count: number; keys: number }): void {
  const { token, count, keys } = at;
  const logits = whole.logits.subarray(token * tiny.vocabulary, (token + count) * tiny.vocabulary);
  expect(distance(part.logits, logits)).toBeLessThan(EXACT);
  expect(distance(part.attention, whole.attention.subarray(token * keys, (token + count) * keys))).toBeLessThan(EXACT);
}

const token = fc.integer({ min: 0, max: tiny.vocabulary - 1 });

describe('one transcript', () => {
  it('comes out the same in one run and token by token', async () => {
    const { decoder, effort } = await openBench();
    const audio = audioOf(12, 1);
    const tokens = [5, 17, 17, 3, 59, 0];
    const whole = await runAlone(decoder, audio, tokens);
    expect(whole.logits).toHaveLength(tokens.length * tiny.vocabulary);
    expect(whole.attention).toHaveLength(tokens.length * audio.keys);
    const decoding = decoder.begin([audio]);
    for (const [i, one] of tokens.entries()) {
      const [step] = await decoder.run(decoding, [requestOf(0, [one])]);
      expectSame(step as DecoderStep, whole, { token: i, count: 1, keys: audio.keys });
    }
    expect(effort).toMatchObject({ decoderRuns: 7, decoderTokens: 12 });
  });

  it('shares out all of its attention, and none to keys that count for nothing', async () => {
    const { decoder } = await openBench();
    const { attention } = await runAlone(decoder, audioOf(12, 1), [5, 17, 3]);
    for (let i = 0; i < 3; i++) {
      const shares = attention.subarray(12 * i, 12 * (i + 1));
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
      expect(shares.at(-1)).toBe(0);
    }
  });

  it('answers for the rows that were asked for, in their order', async () => {
    const { decoder } = await openBench();
    const audio = audioOf(9, 2);
    const whole = await runAlone(decoder, audio, [1, 2, 3, 4]);
    const decoding = decoder.begin([audio]);
    const [step] = await decoder.run(decoding, [{ member: 0, tokens: [1, 2, 3, 4], rows: [0, 3] }]);
    const rowOf = (i: number): Float32Array => whole.logits.subarray(i * tiny.vocabulary, (i + 1) * tiny.vocabulary);
    expect(step?.logits).toHaveLength(2 * tiny.vocabulary);
    expect(distance(step?.logits.subarray(0, tiny.vocabulary) ?? new Float32Array(0), rowOf(0))).toBeLessThan(EXACT);
    expect(distance(step?.logits.subarray(tiny.vocabulary) ?? new Float32Array(0), rowOf(3))).toBeLessThan(EXACT);
    // Neighbouring rows are not alike, so a shift would show.
    expect(distance(rowOf(0), rowOf(3))).toBeGreaterThan(0.1);
  });

  it('goes on from where it was truncated as if nothing had come behind', async () => {
    const { decoder } = await openBench();
    const audio = audioOf(12, 1);
    const decoding = decoder.begin([audio]);
    await decoder.run(decoding, [requestOf(0, [5, 17, 40, 41, 42])]);
    decoding.truncate(0, 2);
    const [step] = await decoder.run(decoding, [requestOf(0, [3, 59])]);
    const fresh = await runAlone(decoder, audio, [5, 17, 3, 59]);
    expectSame(step as DecoderStep, fresh, { token: 2, count: 2, keys: audio.keys });
    expect(decoding.lengths).toEqual([4]);
    decoding.truncate(0, 100);
    expect(decoding.lengths).toEqual([4]);
  });

  it('leaves nothing behind for the next one', async () => {
    const { decoder } = await openBench();
    const audio = audioOf(12, 1);
    const first = await runAlone(decoder, audio, [5, 17, 3]);
    await runAlone(decoder, audioOf(7, 3), [1, 2, 3, 4, 5, 6, 7, 8]);
    const [one, other] = [decoder.begin([audio]), decoder.begin([audioOf(5, 4)])];
    await decoder.run(one, [requestOf(0, [5])]);
    await decoder.run(other, [requestOf(0, [9, 9, 9])]);
    const [step] = await decoder.run(one, [requestOf(0, [17, 3])]);
    expectSame(step as DecoderStep, first, { token: 1, count: 2, keys: audio.keys });
  });

  it('has room for 448 tokens and refuses more', async () => {
    const { decoder } = await openBench();
    const audio = audioOf(3, 1);
    const decoding = decoder.begin([audio]);
    const tokens = Array.from({ length: 440 }, (_, i) => i % tiny.vocabulary);
    await decoder.run(decoding, [requestOf(0, tokens, 439)]);
    const nine = Array.from({ length: 9 }, () => 1);
    await expect(decoder.run(decoding, [requestOf(0, nine)])).rejects.toThrow(RangeError);
    await expect(decoder.run(decoding, [requestOf(0, nine)])).rejects.toThrow(
      /^decoder: 449 tokens, wanted at most 448$/,
    );
    expect(decoding.lengths).toEqual([440]);
    const [step] = await decoder.run(decoding, [requestOf(0, nine.slice(1))]);
    expect(step?.logits.every(Number.isFinite)).toBe(true);
  });
});

describe('several transcripts', () => {
  /** For each run and each transcript what it is fed; an empty list lets it pause. */
  const plan = fc.integer({ min: 2, max: 4 }).chain((members) =>
    fc.record({
      keys: fc.array(fc.integer({ min: 2, max: 20 }), { minLength: members, maxLength: members }),
      runs: fc.array(fc.array(fc.array(token, { maxLength: 5 }), { minLength: members, maxLength: members }), {
        minLength: 1,
        maxLength: 5,
      }),
    }),
  );

  it('in shared runs come out as each on its own, whatever their sounds, lengths and pauses', async () => {
    const { decoder } = await openBench();
    await fc.assert(
      fc.asyncProperty(plan, async ({ keys, runs }) => {
        const audios = keys.map((count, i) => audioOf(count, i));
        const texts = keys.map((_, member) => runs.flatMap((run) => run[member] ?? []));
        const alone: (DecoderStep | undefined)[] = [];
        for (const [i, audio] of audios.entries()) {
          const text = texts[i] ?? [];
          alone.push(text.length === 0 ? undefined : await runAlone(decoder, audio, text));
        }
        const decoding = decoder.begin(audios);
        const seen = keys.map(() => 0);
        for (const run of runs) {
          const requests = run.flatMap((tokens, member) => (tokens.length === 0 ? [] : [requestOf(member, tokens)]));
          if (requests.length === 0) continue;
          const steps = await decoder.run(decoding, requests);
          for (const [i, { member, tokens }] of requests.entries()) {
            const at = { token: seen[member] ?? 0, count: tokens.length, keys: keys[member] ?? 0 };
            expectSame(steps[i] as DecoderStep, alone[member] as DecoderStep, at);
            seen[member] = at.token + at.count;
          }
          expect(decoding.lengths).toEqual(seen);
        }
        decoder.end(decoding);
      }),
      { numRuns: 40 },
    );
  });

  it('may be named in any order, and be truncated one by one', async () => {
    const { decoder } = await openBench();
    const audios = [audioOf(6, 1), audioOf(15, 2)] as const;
    const decoding = decoder.begin(audios);
    await decoder.run(decoding, [requestOf(1, [1, 2, 3]), requestOf(0, [4, 5, 6, 7])]);
    decoding.truncate(0, 1);
    expect(decoding.lengths).toEqual([1, 3]);
    const [second, first] = await decoder.run(decoding, [requestOf(1, [9]), requestOf(0, [8, 8])]);
    const wholeFirst = await runAlone(decoder, audios[0], [4, 8, 8]);
    const wholeSecond = await runAlone(decoder, audios[1], [1, 2, 3, 9]);
    expectSame(first as DecoderStep, wholeFirst, { token: 1, count: 2, keys: 6 });
    expectSame(second as DecoderStep, wholeSecond, { token: 3, count: 1, keys: 15 });
  });

  it('may ask for none of their rows', async () => {
    const { decoder } = await openBench();
    const audios = [audioOf(6, 1), audioOf(15, 2)] as const;
    const decoding = decoder.begin(audios);
    const [mute, asking] = await decoder.run(decoding, [{ member: 0, tokens: [1, 2], rows: [] }, requestOf(1, [3])]);
    expect(mute?.logits).toHaveLength(0);
    expect(mute?.attention).toHaveLength(2 * 6);
    expectSame(asking as DecoderStep, await runAlone(decoder, audios[1], [3]), { token: 0, count: 1, keys: 15 });
  });
});
