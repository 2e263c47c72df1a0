import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Dub } from '../../src/audio/dub.js';

const options = { sampleRateHz: 16_000, duckDb: 20 };
const block = (length: number, value: number): Float32Array => new Float32Array(length).fill(value);

describe('a voice over a sound', () => {
  it('leaves the sound as it is while nobody speaks', () => {
    const original = Float32Array.from({ length: 999 }, (_, i) => Math.sin(i));
    expect(new Dub(options).mix(original)).toEqual(original);
  });

  it('brings the sound down under the voice without a step, and up again some time after it', () => {
    const dub = new Dub(options);
    dub.speak(block(16_000, 0));
    const mixed = dub.mix(block(48_000, 0.5));
    expect(mixed[15_999]).toBeCloseTo(0.05, 5);
    expect(mixed[16_000 + 6000]).toBeCloseTo(0.05, 5);
    expect(mixed[47_999]).toBe(0.5);
    const steps = mixed.slice(1).map((value, i) => Math.abs(value - (mixed[i] as number)));
    expect(Math.max(...steps)).toBeLessThan(0.001);
  });

  it('never leaves −1…1', () => {
    const dub = new Dub({ ...options, duckDb: 0 });
    dub.speak(block(10, 0.9));
    expect([...dub.mix(block(10, 0.9))]).toEqual(Array.from({ length: 10 }, () => 1));
  });

  it('mixes every sample of the voice once and in order, however both are cut', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 20 });
    fc.assert(
      fc.property(lengths, lengths, (spoken, mixes) => {
        const dub = new Dub(options);
        let value = 0;
        for (const length of spoken) dub.speak(Float32Array.from({ length }, () => ++value / 2048));
        const heard = mixes.flatMap((length) => [...dub.mix(new Float32Array(length))]);
        const expected = heard.map((_, i) => (i < value ? (i + 1) / 2048 : 0));
        expect(heard).toEqual(expected);
        expect(dub.waitingSamples).toBe(Math.max(0, value - heard.length));
      }),
    );
  });
});
