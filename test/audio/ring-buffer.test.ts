import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RingBuffer } from '../../src/audio/ring-buffer.js';

const ramp = (from: number, count: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => from + i + 1);

describe('RingBuffer', () => {
  it('holds as many samples as asked, rounded up to a power of two', () => {
    expect(new RingBuffer(1).capacitySamples).toBe(1);
    expect(new RingBuffer(1000).capacitySamples).toBe(1024);
    expect(new RingBuffer(480_000).capacitySamples).toBe(524_288);
  });

  it('refuses a size that is no count', () => {
    for (const size of [0, -1, 1.5, NaN, Infinity]) expect(() => new RingBuffer(size)).toThrow(RangeError);
  });

  it('refuses to read what is not yet written, and backwards', () => {
    const ring = new RingBuffer(8);
    ring.write(ramp(0, 4));
    expect(() => ring.read(0, 5)).toThrow('written up to 4');
    expect(() => ring.read(3, 2)).toThrow(RangeError);
    expect(() => ring.read(NaN, 2)).toThrow(RangeError);
  });

  it('reads any window that it still holds in one piece, and counts what is gone', () => {
    const start = fc.constantFrom(0, 7, 2 ** 31 - 5, 2 ** 32 - 5, 2 ** 45);
    const writes = fc.array(fc.record({ count: fc.nat(40), isSilence: fc.boolean() }), { maxLength: 30 });
    fc.assert(
      fc.property(start, fc.integer({ min: 1, max: 20 }), writes, fc.tuple(fc.nat(), fc.nat()), (...given) => {
        const [from, size, all, [a, b]] = given;
        const ring = new RingBuffer(size, from);
        const model: number[] = [];
        for (const { count, isSilence } of all) {
          const samples = isSilence ? new Float32Array(count) : ramp(model.length, count);
          if (isSilence) ring.writeSilence(count);
          else ring.write(samples);
          model.push(...samples);
        }
        expect(ring.endSample).toBe(from + model.length);
        expect(ring.oldestSample).toBe(from + Math.max(0, model.length - ring.capacitySamples));
        expect(ring.overwrittenSamples).toBe(ring.oldestSample - from);

        const [low = 0, high = 0] = [a % (model.length + 1), b % (model.length + 1)].sort((x, y) => x - y);
        const read = ring.read(from + low, from + high);
        expect(read.gapSamples + read.samples.length).toBe(high - low);
        expect(read.startSample).toBe(from + low + read.gapSamples);
        expect([...read.samples]).toEqual(model.slice(low + read.gapSamples, high));
        if (from + low >= ring.oldestSample) expect(read.gapSamples).toBe(0);
      }),
      { numRuns: 500 },
    );
  });

  it('gives views, not copies', () => {
    const ring = new RingBuffer(4);
    ring.write(ramp(0, 4));
    const read = ring.read(2, 4);
    ring.write(ramp(4, 4));
    expect([...read.samples]).not.toEqual([3, 4]);
  });
});
