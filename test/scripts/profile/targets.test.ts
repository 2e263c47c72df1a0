/** Figures held against what they should be. */
import { describe, expect, it } from 'vitest';
import { reportTable } from '../../../scripts/profile/report-table.js';
import { summarise } from '../../../scripts/profile/summary.js';
import { judge } from '../../../scripts/profile/targets.js';

describe('a target', () => {
  it('is met, proudly met, nearly met or missed by the median', () => {
    const target = { ms: 100, stretchMs: 50, acceptableMs: 200 };
    expect([49, 50, 99, 100, 199, 200].map((p50) => judge({ p50 }, target))).toEqual([
      ...['stretch met', 'met', 'met', 'acceptable', 'acceptable', 'missed'],
    ]);
    expect([99, 100].map((p50) => judge({ p50 }, { ms: 100 }))).toEqual(['met', 'missed']);
  });

  it('stands beside its figure, with the share of the whole', () => {
    const rows = [
      summarise('text', 'ms', [100, 200]),
      summarise('window', 'ms', [50]),
      summarise('whole', 'ms', [200]),
      summarise('frames', '1/s', [30]),
    ].filter((row) => row !== undefined);
    const table = reportTable({
      ...{ rows, facts: {}, targets: { text: { ms: 120 }, whole: { ms: 350, stretchMs: 250 } } },
      parts: { of: 'whole', names: ['text', 'window'] },
    });
    expect(table).toMatch(/text .* 75\.0 % .*< 120 │ +missed/);
    expect(table).toMatch(/window .* 25\.0 % [^<]*$/m);
    expect(table).toMatch(/whole .* 100\.0 % .*< 350 │ +stretch met/);
    expect(table).toMatch(/frames[^%<]*$/m);
  });
});
