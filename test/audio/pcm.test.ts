import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Framer } from '../../src/audio/framer.js';
import { ByteBlocks, concatBytes, downmix, int16FromSamples, samplesFromInt16 } from '../../src/audio/pcm.js';

describe('16-bit PCM', () => {
  it('survives the way to bytes and back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -32_768, max: 32_767 })), (values) => {
        const samples = Float32Array.from(values, (value) => value / 32_768);
        expect([...samplesFromInt16(int16FromSamples(samples))]).toEqual([...samples]);
      }),
    );
  });

  it('reads a view at an odd place in a shared pool, and nothing of its neighbours', () => {
    const pool = Buffer.alloc(64, 0x7f);
    pool.writeInt16LE(-16_384, 7);
    pool.writeInt16LE(8192, 9);
    expect([...samplesFromInt16(pool.subarray(7, 11))]).toEqual([-0.5, 0.25]);
  });

  it('clips what is too loud and silences what is no number', () => {
    const samples = samplesFromInt16(int16FromSamples(Float32Array.of(2, -2, NaN, 0.5), 1.5));
    expect([...samples]).toEqual([32_767 / 32_768, -1, 0, 0.75]);
  });

  it('loses no byte wherever the stream is cut', () => {
    const chunks = fc.array(fc.uint8Array({ maxLength: 9 }), { maxLength: 20 });
    fc.assert(
      fc.property(chunks, fc.integer({ min: 1, max: 8 }), (all, blockBytes) => {
        const blocks = new ByteBlocks(blockBytes);
        const pieces = all.map((chunk) => blocks.push(chunk).slice());
        for (const piece of pieces) expect(piece.length % blockBytes).toBe(0);
        const whole = pieces.reduce((sum, piece) => concatBytes(sum, piece), new Uint8Array(0));
        const given = Buffer.concat(all);
        expect([...whole]).toEqual([...given.subarray(0, given.length - (given.length % blockBytes))]);
        expect(blocks.carriedBytes).toBe(given.length % blockBytes);
      }),
    );
  });

  it('mixes channels to their mean', () => {
    expect([...downmix(Float32Array.of(1, 0, 0.5, -0.5), 2)]).toEqual([0.5, 0]);
  });
});

describe('Framer', () => {
  it('cuts any chunking into the same frames', () => {
    const lengths = fc.array(fc.nat(50), { maxLength: 20 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 32 }), fc.nat(2 ** 40), (counts, frameSamples, startSample) => {
        const framer = new Framer({ frameSamples, sampleRateHz: 16_000, startSample });
        let total = 0;
        const heard: number[] = [];
        for (const count of counts) {
          const samples = Float32Array.from({ length: count }, (_, i) => total + i);
          total += count;
          for (const frame of framer.push(samples)) {
            expect(frame.samples.length).toBe(frameSamples);
            expect(frame.startSample).toBe(startSample + heard.length);
            heard.push(...frame.samples);
          }
        }
        const rest = framer.flush();
        expect(rest === undefined).toBe(total % frameSamples === 0);
        if (rest) heard.push(...rest.samples);
        expect(heard.slice(0, total)).toEqual(Array.from({ length: total }, (_, i) => i));
        expect(heard.slice(total).every((sample) => sample === 0)).toBe(true);
      }),
    );
  });
});
