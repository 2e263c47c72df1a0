/** Any report as tables for a terminal: rows, then facts. */
import Table from 'cli-table3';
import type { Report, Row } from './summary.js';
import { judge, type Targets } from './targets.js';

/** Letters of a cell; the whole of a long text is in the JSON. */
const WIDEST = 70;

/** Beside a row stand its share of the whole and its target, where the report knows them. */
export function reportTable(report: Pick<Report, 'rows' | 'targets' | 'parts' | 'facts'>): string {
  const { rows, facts } = report;
  const parts: string[] = [];
  if (rows.length > 0) parts.push(rowTable(report));
  const plain = Object.entries(facts).filter(([, value]) => !isList(value));
  if (plain.length > 0) parts.push(plainTable(plain));
  for (const [name, value] of Object.entries(facts)) {
    if (isList(value) && value.length > 0) parts.push(`${name}\n${listTable(value)}`);
  }
  return parts.join('\n');
}

function rowTable({ rows, targets, parts }: Pick<Report, 'rows' | 'targets' | 'parts'>): string {
  const whole = rows.find(({ name }) => name === parts?.of)?.mean ?? 0;
  const share = ({ name, mean }: Row): string =>
    whole > 0 && (name === parts?.of || parts?.names.includes(name)) ? `${((100 * mean) / whole).toFixed(1)} %` : '';
  const table = newTable([
    ...['', 'unit', 'n', 'mean', ...(parts === undefined ? [] : ['share']), 'P50', 'P95', 'P99'],
    ...(targets === undefined ? [] : ['target', '']),
  ]);
  for (const row of rows) {
    const { name, unit, n, mean, p50, p95, p99 } = row;
    table.push([
      ...[name, unit, n, figure(mean), ...(parts === undefined ? [] : [share(row)])],
      ...[p50, p95, p99].map(figure),
      ...(targets === undefined ? [] : against(row, targets)),
    ]);
  }
  return table.toString();
}

function against(row: Row, targets: Targets): [string, string] {
  const target = targets[row.name];
  return target === undefined ? ['', ''] : [`< ${target.ms}`, judge(row, target)];
}

function plainTable(facts: readonly (readonly [string, unknown])[]): string {
  const table = newTable(['fact', 'value']);
  for (const [name, value] of facts) table.push([name, cell(value)]);
  return table.toString();
}

/** One column for each key of the records; a list of texts has one column. */
function listTable(list: readonly unknown[]): string {
  const first = list[0];
  if (typeof first !== 'object' || first === null) return list.map((item) => `  ${cell(item)}`).join('\n');
  const keys = Object.keys(first);
  const table = newTable(keys);
  for (const item of list) table.push(keys.map((key) => cell((item as Record<string, unknown>)[key])));
  return table.toString();
}

function newTable(head: string[]): Table.Table {
  const colAligns = head.map((_, index): Table.HorizontalAlignment => (index === 0 ? 'left' : 'right'));
  return new Table({ head, colAligns, style: { head: [], border: [], compact: true } });
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function cell(value: unknown): string {
  if (typeof value === 'number') return figure(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  return text.length > WIDEST ? `${text.slice(0, WIDEST - 1)}…` : text;
}

/** As many digits as say something. */
function figure(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return value.toFixed(Math.abs(value) < 1 ? 4 : Math.abs(value) < 100 ? 2 : 0);
}
