/** The measured part of the cache gives its rows, and refuses to measure what was no hit. */
import { describe, expect, it } from 'vitest';
import { cacheRows } from '../../../scripts/profile/cache.js';

describe('the cache’s microseconds', () => {
  it('are rows of whole turns', async () => {
    const rows = await cacheRows({ count: 5 });
    expect(rows.map(({ name, unit, n }) => [name, unit, n])).toEqual([
      ['cache-key', 'µs', 5],
      ['cache-miss', 'µs', 5],
      ['cache-hit', 'µs', 5],
      ['cache-near-hit', 'µs', 5],
    ]);
    for (const { p50 } of rows) expect(p50).toBeGreaterThan(0);
  });
});
