/** A comparison as a table for people. */
import Table from 'cli-table3';
import type { Comparison } from './comparison.js';
import type { RowVerdict } from './verdict.js';

export function comparisonTable({ bench, against, least, rows, facts, worse, notes, machine }: Comparison): string {
  const percent = `${Number((least * 100).toFixed(1))} %`;
  const lines = [
    `bench ${bench} against ${against}, load ${machine.loadavg.toFixed(1)}; what is up to ${percent} is the same`,
  ];
  if (rows.length > 0) lines.push(rowTable(rows));
  for (const { name, before, after, bounds, verdict } of facts) {
    const range = bounds[0] === bounds[1] ? '' : ` (runs gave ${bounds[0]} to ${bounds[1]})`;
    lines.push(`${verdict}: ${name} was ${before}${range}, is ${after}`);
  }
  if (facts.length === 0) lines.push('no fact that is a number changed');
  lines.push(...notes.map((note) => `note: ${note}`));
  lines.push(worse.length === 0 ? 'nothing became slower or worse' : `slower or worse: ${worse.join(', ')}`);
  return lines.join('\n');
}

function rowTable(rows: readonly RowVerdict[]): string {
  const table = new Table({
    head: ['', 'unit', 'pairs', 'before', 'now', 'now/before', '95 %', 'p (Holm)', ''],
    colAligns: ['left', ...Array.from({ length: 7 }, () => 'right' as const), 'left'],
    style: { head: [], border: [], compact: true },
  });
  for (const { name, unit, pairs, before, after, ratio, low, high, p, verdict } of rows) {
    const interval = Number.isFinite(high) ? `${low.toFixed(3)}…${high.toFixed(3)}` : 'unknown';
    const times = [before, after].map((value) => value.toPrecision(4));
    table.push([name, unit, pairs, ...times, ratio.toFixed(3), interval, pairs > 1 ? p.toPrecision(2) : '', verdict]);
  }
  return table.toString();
}
