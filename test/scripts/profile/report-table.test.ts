/** Reports for a terminal. */
import { describe, expect, it } from 'vitest';
import { reportTable } from '../../../scripts/profile/report-table.js';
import { summarise } from '../../../scripts/profile/summary.js';

describe('a report as tables', () => {
  it('shows rows, facts, and lists of records with a column for each key', () => {
    const row = summarise('final', 'ms', [10, 20, 30]);
    const facts = {
      'wer.fast': 0.0512,
      ablation: [{ off: 'tail', encoderMs: 812.4 }],
      worse: [],
      texts: ['a.wav: you'],
    };
    const text = reportTable({ rows: row === undefined ? [] : [row], facts });
    expect(text).toMatch(/final +│ +ms │ +3 │ +20 │ +20 │ +29 │ +29\.80/);
    expect(text).toMatch(/wer\.fast +│ +0\.0512/);
    expect(text).toMatch(/ablation\n.*\n.*off.*encoderMs.*\n.*\n.*tail +│ +812/);
    expect(text).toContain('texts\n  a.wav: you');
    expect(text).not.toContain('worse');
  });

  it('cuts a long text', () => {
    expect(reportTable({ rows: [], facts: { text: 'x'.repeat(500) } })).toContain(`${'x'.repeat(69)}…`);
  });
});
