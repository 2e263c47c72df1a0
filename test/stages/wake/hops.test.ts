import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HopCutter } from '../../../src/stages/wake/hops.js';

const HOP = 8;

/** A sample's value is its position. */
const ramp = (from: number, to: number): Float32Array => Float32Array.from({ length: to - from }, (_, i) => from + i);

function cut(pieces: readonly (readonly [Float32Array, number])[]): { samples: number[]; endSample: number }[] {
  const cutter = new HopCutter(HOP);
  const hops: { samples: number[]; endSample: number }[] = [];
  for (const [samples, start] of pieces) {
    // The cutter uses one array for all hops.
    for (const { hop, endSample } of cutter.push(samples, start)) hops.push({ samples: [...hop], endSample });
  }
  return hops;
}

describe('HopCutter', () => {
  it('gives every sample its place, however the stream is cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 50 }), fc.array(fc.integer({ min: 0, max: 30 })), (start, lengths) => {
        let at = start;
        const pieces = lengths.map((length) => [ramp(at, (at += length)), at - length] as const);
        const hops = cut(pieces);
        expect(hops).toHaveLength(Math.floor((at - start) / HOP));
        for (const [index, { samples, endSample }] of hops.entries()) {
          expect(endSample).toBe(start + (index + 1) * HOP);
          expect(samples).toEqual([...ramp(endSample - HOP, endSample)]);
        }
      }),
    );
  });

  it('hears what is missing as silence', () => {
    const hops = cut([
      [ramp(0, 6), 0],
      [ramp(10, 16), 10],
    ]);
    expect(hops).toEqual([
      { samples: [0, 1, 2, 3, 4, 5, 0, 0], endSample: 8 },
      { samples: [0, 0, 10, 11, 12, 13, 14, 15], endSample: 16 },
    ]);
  });

  it('leaves out what was heard already', () => {
    const hops = cut([
      [ramp(0, 6), 0],
      [ramp(2, 5), 2],
      [ramp(4, 8), 4],
    ]);
    expect(hops).toEqual([{ samples: [0, 1, 2, 3, 4, 5, 6, 7], endSample: 8 }]);
  });

  it('does not work through a long hole', () => {
    const far = 1_000_000;
    const hops = cut([
      [ramp(0, 6), 0],
      [ramp(far, far + HOP), far],
    ]);
    expect(hops).toHaveLength(26);
    expect(hops[0]?.endSample).toBe(far - 24 * HOP);
    expect(hops.at(-1)?.endSample).toBe(far + HOP);
  });
});
