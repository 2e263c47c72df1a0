/** The cache of encodings: the same sound in the same window is encoded once, the oldest makes room. */
import { expect, it } from 'vitest';
import { createEffort } from '../../../src/models/whisper/effort.js';
import { EncodedCache } from '../../../src/models/whisper/encoded-cache.js';
import type { EncodedAudio } from '../../../src/models/whisper/encoder.js';

const encoded = (keys: number): EncodedAudio => ({ positions: keys, keys, bias: new Float32Array(keys), feeds: {} });
const soundOf = (value: number): Float32Array => new Float32Array(100).fill(value);

it('encodes a sound once for each window and counts hits and misses', async () => {
  const effort = createEffort();
  const cache = new EncodedCache(effort);
  const made: EncodedAudio[] = [];
  const get = (samples: Float32Array, positions: number): Promise<EncodedAudio> =>
    cache.get(samples, positions, () => {
      made.push(encoded(positions));
      return Promise.resolve(made.at(-1) ?? encoded(0));
    });
  const first = await get(soundOf(0.1), 8);
  expect(await get(soundOf(0.1), 8)).toBe(first);
  // A view of the same samples elsewhere in memory is the same sound.
  const shifted = new Float32Array(103);
  shifted.set(soundOf(0.1), 3);
  expect(await get(shifted.subarray(3), 8)).toBe(first);
  expect(await get(soundOf(0.1), 16)).not.toBe(first);
  expect(await get(soundOf(0.2), 8)).not.toBe(first);
  expect([made.length, effort.cacheHits, effort.cacheMisses]).toEqual([3, 2, 3]);
});

it('forgets what was not used for longest, and nothing that failed is kept', async () => {
  const effort = createEffort();
  // Room for two encodings of ten keys.
  const cache = new EncodedCache(effort, 2 * 10 * 4);
  const get = (value: number): Promise<EncodedAudio> => cache.get(soundOf(value), 10, async () => encoded(10));
  for (const value of [1, 2, 1, 3, 1, 2]) await get(value);
  // 1, 2 missed, 1 hit, 3 missed and drove out 2, 1 hit, 2 missed.
  expect([effort.cacheHits, effort.cacheMisses]).toEqual([2, 4]);
  const fault = cache.get(soundOf(9), 10, () => Promise.reject(new Error('no memory')));
  await expect(fault).rejects.toThrow('no memory');
  expect((await get(9)).keys).toBe(10);
});
