import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gatherChunks } from '../../src/assistant/chunks.js';
import type { AudioFrame } from '../../src/audio/frame.js';
import { collect } from '../fakes/scope.js';

async function* frames(lengths: readonly number[], gapBefore = -1): AsyncGenerator<AudioFrame, void, undefined> {
  let at = 0;
  for (const [index, length] of lengths.entries()) {
    if (index === gapBefore) at += 1000;
    const start = at;
    yield { samples: Float32Array.from({ length }, (_, i) => start + i), sampleRateHz: 16_000, startSample: at };
    at += length;
  }
}

describe('gatherChunks', () => {
  it('loses and repeats no sample, and makes chunks of at least the size asked', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 50 })),
        fc.integer({ min: 1, max: 120 }),
        async (lengths, size) => {
          const chunks = await collect(gatherChunks(frames(lengths), () => size));
          const total = lengths.reduce((sum, length) => sum + length, 0);
          expect(chunks.flatMap((chunk) => [...chunk.samples])).toEqual(Array.from({ length: total }, (_, i) => i));
          for (const chunk of chunks) expect(chunk.samples[0]).toBe(chunk.startSample);
          for (const chunk of chunks.slice(0, -1)) expect(chunk.samples.length).toBeGreaterThanOrEqual(size);
        },
      ),
    );
  });

  it('follows a size that changes while it runs', async () => {
    let size = 30;
    const lengths: number[] = [];
    for await (const chunk of gatherChunks(frames(Array<number>(12).fill(10)), () => size)) {
      lengths.push(chunk.samples.length);
      size = 20;
    }
    expect(lengths).toEqual([30, 20, 20, 20, 20, 10]);
  });

  it('never joins what a gap divides', async () => {
    const chunks = await collect(gatherChunks(frames([10, 10, 10], 1), () => 100));
    expect(chunks.map((chunk) => [chunk.startSample, chunk.samples.length])).toEqual([
      [0, 10],
      [1010, 20],
    ]);
  });
});
