/** The parts of a report's page: verdicts, the table of all runs, and each run by itself. */
import { describeRun } from '../conditions.js';
import type { Report, Row } from '../summary.js';
import { judge, type Target, type Verdict } from '../targets.js';

export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** One sentence for who reads nothing else. */
export function verdictLine(report: Report): string {
  const whole = report.parts?.of ?? 'total';
  const row = report.rows.find(({ name }) => name === whole);
  const name = escape(describeRun(report));
  if (row === undefined) return `<li class="missed"><b>${name}</b> <span>nothing was measured</span></li>`;
  const target = report.targets?.[whole];
  const verdict = target === undefined ? undefined : judge(row, target);
  const wanted = target === undefined ? '' : `${mark(verdict)} <span>target ${range(target)} ms</span>`;
  return `<li class="${classOf(verdict)}"><b>${name}</b> <strong>${ms(row.p50)} ms</strong> <span>half of ${row.n} turns are quicker</span> ${wanted}</li>`;
}

/** Means of every stage, runs side by side. */
export function summaryTable(reports: readonly Report[]): string {
  const names = [...new Set(reports.flatMap(({ rows }) => rows.map(({ name }) => name)))];
  const head = reports.map((report) => `<th scope="col">${escape(describeRun(report))}</th>`).join('');
  const line = (name: string): string => {
    const cells = reports.map(({ rows }) => {
      const row = rows.find((one) => one.name === name);
      return `<td>${row === undefined ? '–' : ms(row.mean)}</td>`;
    });
    return `<tr${name === reports[0]?.parts?.of ? ' class="whole"' : ''}><th scope="row">${escape(name)}</th>${cells.join('')}</tr>`;
  };
  return `<table>
<caption>Mean milliseconds</caption>
<thead><tr><th scope="col">stage</th>${head}</tr></thead>
<tbody>
${names.map(line).join('\n')}
</tbody>
</table>`;
}

export function runSection(report: Report): string {
  const { rows, targets = {}, parts } = report;
  const whole = rows.find(({ name }) => name === parts?.of);
  const line = (row: Row): string => {
    const isPart = parts?.names.includes(row.name) === true;
    const share = isPart && whole !== undefined && whole.mean > 0 ? row.mean / whole.mean : undefined;
    const target = targets[row.name];
    const verdict = target === undefined ? undefined : judge(row, target);
    const bar =
      share === undefined
        ? ''
        : `<meter min="0" max="1" value="${share.toFixed(4)}"></meter> ${(100 * share).toFixed(1)} %`;
    const figures = [row.mean, row.p50, row.p95, row.p99].map((value) => `<td>${ms(value)}</td>`).join('');
    const wanted = target === undefined ? '<td></td><td></td>' : `<td>${range(target)}</td><td>${mark(verdict)}</td>`;
    return `<tr${row.name === parts?.of ? ' class="whole"' : ''}><th scope="row">${escape(row.name)}</th><td>${row.n}</td>${figures}<td class="share">${bar}</td>${wanted}</tr>`;
  };
  const facts = Object.entries(report.facts).map(
    ([name, value]) =>
      `<div><dt>${escape(name)}</dt><dd>${escape(typeof value === 'string' ? value : JSON.stringify(value))}</dd></div>`,
  );
  return `<section>
<h2>${escape(describeRun(report))}</h2>
<table>
<thead><tr><th scope="col">stage</th><th scope="col">n</th><th scope="col">mean</th><th scope="col">P50</th><th scope="col">P95</th><th scope="col">P99</th><th scope="col">share</th><th scope="col">target</th><th scope="col">verdict</th></tr></thead>
<tbody>
${rows.map(line).join('\n')}
</tbody>
</table>
<dl>${facts.join('')}</dl>
</section>`;
}

/** In words and a sign: colour alone tells nothing to many. */
function mark(verdict: Verdict | undefined): string {
  if (verdict === undefined) return '';
  const sign = verdict === 'missed' ? '✗' : verdict === 'acceptable' ? '~' : '✓';
  return `<span class="mark ${classOf(verdict)}">${sign} ${verdict}</span>`;
}

function classOf(verdict: Verdict | undefined): string {
  if (verdict === undefined) return 'plain';
  return verdict === 'stretch met' ? 'met' : verdict;
}

function range({ ms: wanted, acceptableMs }: Target): string {
  return acceptableMs === undefined ? `&lt; ${wanted}` : `&lt; ${wanted}, at most ${acceptableMs}`;
}

function ms(value: number): string {
  return value.toFixed(value < 10 ? 2 : 0);
}
