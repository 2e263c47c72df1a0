/** Reports as tables for a terminal. */
import Table from 'cli-table3';
import { describeRun } from './conditions.js';
import { stageTargets } from './stages.js';
import type { Report, Row } from './summary.js';
import { judge } from './targets.js';

/** Per-stage ms, share of the total and, where there is one, the target. */
export function profileTable(rows: readonly Row[]): string {
  const total = rows.find((row) => row.name === 'total')?.mean ?? 0;
  const table = newTable(['stage', 'mean ms', 'share', 'P50', 'P95', 'P99', 'target', '']);
  for (const row of rows) {
    const outside = row.name === 'audio' || row.name === 'vad';
    const share = total > 0 && !outside ? `${((100 * row.mean) / total).toFixed(1)} %` : '';
    const name = row.name === 'total' ? 'TOTAL' : row.name;
    table.push([name, ms(row.mean), share, ms(row.p50), ms(row.p95), ms(row.p99), ...target(row)]);
  }
  return table.toString();
}

/** Runs side by side: mean of each stage, P50 and P95 of the total. */
export function presetTable(reports: readonly Report[]): string {
  const names = reports[0]?.rows.map((row) => row.name) ?? [];
  const table = newTable(['mean ms', ...reports.map(describeRun)]);
  const cells = (pick: (report: Report) => number | undefined): string[] =>
    reports.map((report) => {
      const value = pick(report);
      return value === undefined ? '–' : ms(value);
    });
  const find = (report: Report, name: string): Row | undefined => report.rows.find((row) => row.name === name);
  const whole = reports[0]?.parts?.of ?? 'total';
  const headOf = (name: string): string => (name === 'total' ? 'TOTAL' : name);
  for (const name of names) table.push([headOf(name), ...cells((report) => find(report, name)?.mean)]);
  table.push([`${headOf(whole)} P50`, ...cells((report) => find(report, whole)?.p50)]);
  table.push([`${headOf(whole)} P95`, ...cells((report) => find(report, whole)?.p95)]);
  return table.toString();
}

function target(row: Row): [string, string] {
  const wanted = stageTargets[row.name];
  return wanted === undefined ? ['', ''] : [`< ${wanted.ms}`, judge(row, wanted)];
}

function newTable(head: string[]): Table.Table {
  const colAligns = head.map((_, index): Table.HorizontalAlignment => (index === 0 ? 'left' : 'right'));
  return new Table({ head, colAligns, style: { head: [], border: [], compact: true } });
}

function ms(value: number): string {
  return value.toFixed(value < 10 ? 2 : 0);
}
