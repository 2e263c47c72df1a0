/** A report as one HTML file that needs nothing else: tables for figures, charts for a look. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../../src/models/package-root.js';
import { describeRun } from '../conditions.js';
import type { Report } from '../summary.js';
import { escape, runSection, summaryTable, verdictLine } from './sections.js';

export interface PageOptions {
  readonly title: string;
  /** Side by side: of one kind, in the order in which they were measured. */
  readonly reports: readonly Report[];
  readonly at: Date;
  /** What measures the same again. */
  readonly command: string;
}

/** What the page's script draws. */
interface ChartData {
  readonly runs: readonly string[];
  readonly whole: string;
  readonly parts: readonly { readonly name: string; readonly means: readonly (number | null)[] }[];
  readonly quantiles: Readonly<Record<'p50' | 'p95' | 'p99', readonly (number | null)[]>>;
  readonly target: number | null;
  readonly acceptable: number | null;
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
}

export async function reportPage({ title, reports, at, command }: PageOptions): Promise<string> {
  const [style, script, library] = await Promise.all([
    readAsset('report.css'),
    readAsset('charts.js'),
    readFile(join(dirname(createRequire(import.meta.url).resolve('chart.js')), 'chart.umd.min.js'), 'utf8'),
  ]);
  const machine = reports[0]?.machine;
  const where =
    machine === undefined
      ? ''
      : `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load ${machine.loadavg.toFixed(1)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>
${style}</style>
</head>
<body>
<main>
<header>
<h1>${escape(title)}</h1>
<p>Parley ${escape(reports[0]?.version ?? '')} · ${escape(at.toISOString().slice(0, 16).replace('T', ' '))} UTC · ${escape(where)}</p>
</header>
<ul class="verdicts">
${reports.map(verdictLine).join('\n')}
</ul>
<section>
<h2>Where the time goes</h2>
<div class="chart" id="stages"><canvas role="img" aria-label="Mean milliseconds of each stage, one bar for each run; the figures stand in the table below"></canvas></div>
${summaryTable(reports)}
</section>
<section class="pair">
<div>
<h2>How much it varies</h2>
<div class="chart" id="quantiles"><canvas role="img" aria-label="P50, P95 and P99 of the total, for each run"></canvas></div>
</div>
<div>
<h2>One after the other</h2>
<div class="chart" id="series"><canvas role="img" aria-label="The total of every turn, in the order in which they were spoken"></canvas></div>
</div>
</section>
${reports.map(runSection).join('\n')}
<footer>
<p>Measured with <code>${escape(command)}</code>. Milliseconds, from the end of the voice to the first sound of the reply; a
target is met where the median is below it.</p>
</footer>
</main>
<script type="application/json" id="data">${asJson(chartData(reports))}</script>
<script>
${library}</script>
<script>
${script}</script>
</body>
</html>
`;
}

function readAsset(name: string): Promise<string> {
  return readFile(join(packageRoot(), 'assets/report', name), 'utf8');
}

/** No text in it can end the element that it stands in. */
function asJson(data: ChartData): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

function chartData(reports: readonly Report[]): ChartData {
  const [first] = reports;
  const whole = first?.parts?.of ?? 'total';
  const target = first?.targets?.[whole];
  const find = (report: Report, name: string) => report.rows.find((row) => row.name === name);
  return {
    ...{ whole, runs: reports.map(describeRun) },
    parts: (first?.parts?.names ?? []).map((name) => ({
      name,
      means: reports.map((report) => find(report, name)?.mean ?? null),
    })),
    quantiles: {
      p50: reports.map((report) => find(report, whole)?.p50 ?? null),
      p95: reports.map((report) => find(report, whole)?.p95 ?? null),
      p99: reports.map((report) => find(report, whole)?.p99 ?? null),
    },
    ...{ target: target?.ms ?? null, acceptable: target?.acceptableMs ?? null },
    series: reports.map((report) => ({ name: describeRun(report), values: report.series?.[whole] ?? [] })),
  };
}
