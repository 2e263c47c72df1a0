/** A report as Markdown: for a page of a repository, or a note. */
import { describeRun } from '../conditions.js';
import type { Report } from '../summary.js';
import { judge } from '../targets.js';

export function reportMarkdown(title: string, reports: readonly Report[]): string {
  const [first] = reports;
  const machine = first?.machine;
  const where =
    machine === undefined
      ? ''
      : `Parley ${first?.version ?? ''}, ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load ${machine.loadavg.toFixed(1)}.`;
  return [`# ${title}`, where, sideBySide(reports), ...reports.map(oneRun)].join('\n\n') + '\n';
}

function sideBySide(reports: readonly Report[]): string {
  const names = [...new Set(reports.flatMap(({ rows }) => rows.map(({ name }) => name)))];
  const cell = (report: Report, name: string): string => {
    const row = report.rows.find((one) => one.name === name);
    return row === undefined ? '–' : ms(row.mean);
  };
  return table(
    ['mean ms', ...reports.map(describeRun)],
    names.map((name) => [name, ...reports.map((report) => cell(report, name))]),
  );
}

function oneRun(report: Report): string {
  const { rows, targets = {}, parts } = report;
  const whole = rows.find(({ name }) => name === parts?.of)?.mean ?? 0;
  const lines = rows.map((row) => {
    const target = targets[row.name];
    const share =
      whole > 0 && parts?.names.includes(row.name) === true ? `${((100 * row.mean) / whole).toFixed(1)} %` : '';
    return [
      ...[row.name, String(row.n), ms(row.mean), share, ms(row.p50), ms(row.p95), ms(row.p99)],
      ...(target === undefined ? ['', ''] : [`< ${target.ms}`, judge(row, target)]),
    ];
  });
  return `## ${describeRun(report)}\n\n${table(['stage', 'n', 'mean', 'share', 'P50', 'P95', 'P99', 'target', ''], lines)}`;
}

function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = head.map((_, at) => (at === 0 ? '---' : '---:'));
  return [line(head), line(rule), ...lines.map(line)].join('\n');
}

function ms(value: number): string {
  return value.toFixed(value < 10 ? 2 : 0);
}
