/** What came of a comparison, whatever was compared: one form for the table, for `--json` and for the exit code. */
import type { Report, Row } from '../summary.js';
import { judgeFacts, type ChangedFact } from './facts.js';
import { fewestPairs } from './signed-rank.js';
import { judgeRows, LEVEL, type Pair, type RowVerdict } from './verdict.js';

export interface Comparison {
  readonly bench: string;
  /** What this was compared with. */
  readonly against: string;
  readonly least: number;
  readonly machine: Report['machine'];
  readonly rows: readonly RowVerdict[];
  readonly facts: readonly ChangedFact[];
  /** Names of rows that became slower and facts that became worse: none, and all is well. */
  readonly worse: readonly string[];
  /** What a reader must know to believe it. */
  readonly notes: readonly string[];
}

/** Two reports that were made at different times. Differences from this share on are told, unless another is given. */
export const LEAST_OF_SAVED = 0.25;
export const LEAST_IN_TURN = 0.03;

/** From runs in turn. @throws RangeError without pairs */
export function compareInTurn(
  pairs: readonly Pair[],
  { against, least }: { against: string; least: number },
): Comparison {
  const last = pairs.at(-1);
  if (last === undefined) throw new RangeError('got no pairs of runs, wanted one at least');
  const rows = judgeRows(pairs, { least });
  const facts = judgeFacts(
    pairs.map(({ before }) => before),
    pairs.map(({ after }) => after),
  );
  const needed = fewestPairs(rows.length, LEVEL);
  const notes = [
    ...differences(last.before, last.after),
    ...(pairs.length < needed
      ? [`${pairs.length} pairs cannot show a difference in ${rows.length} rows; --pairs ${needed} can`]
      : []),
  ];
  return finish(last.after, { against, least, rows, facts, notes });
}

/** From one report of each: times are told, but a noisy machine had a hand in both. */
export function compareSaved(
  before: Report,
  after: Report,
  { against, least }: { against: string; least: number },
): Comparison {
  const rows = after.rows.flatMap((row) => compareRow(before, row, least));
  const notes = [
    `two times of a noisy machine were compared, made at load ${before.machine.loadavg.toFixed(1)} and ${after.machine.loadavg.toFixed(1)}: ` +
      `nothing below ${Math.round(least * 100)} % is called slower, and what is called so may be the machine; ` +
      '--against a version of git runs both in turn and can tell',
    ...differences(before, after),
  ];
  return finish(after, { against, least, rows, facts: judgeFacts([before], [after]), notes });
}

function compareRow(before: Report, { name, unit, p50 }: Row, least: number): RowVerdict[] {
  const old = before.rows.find((row) => name === row.name && unit === row.unit);
  if (old === undefined || old.p50 <= 0 || p50 <= 0) return [];
  const ratio = p50 / old.p50;
  const cost = unit === '1/s' ? 1 / ratio : ratio;
  const verdict = cost > 1 + least ? 'slower' : cost < 1 / (1 + least) ? 'faster' : 'unsure';
  const unknown = { low: 0, high: Infinity, p: 1 };
  return [{ name, unit, pairs: 1, before: old.p50, after: p50, ratio, ...unknown, verdict }];
}

type Judged = Pick<Comparison, 'against' | 'least' | 'rows' | 'facts' | 'notes'>;

function finish({ bench, machine }: Report, judged: Judged): Comparison {
  const slower = judged.rows.filter(({ verdict }) => verdict === 'slower');
  const worse = judged.facts.filter(({ verdict }) => verdict === 'worse');
  return { bench, machine, ...judged, worse: [...slower, ...worse].map(({ name }) => name) };
}

/** What else is not the same. */
function differences(before: Report, after: Report): string[] {
  const machines = (['cpu', 'cores', 'node'] as const).filter((key) => before.machine[key] !== after.machine[key]);
  const keys = new Set([...Object.keys(before.settings), ...Object.keys(after.settings)]);
  const settings = [...keys].filter(
    (key) => JSON.stringify(before.settings[key]) !== JSON.stringify(after.settings[key]),
  );
  const rows = [
    ...missing(before, after).map((name) => `${name} is gone`),
    ...missing(after, before).map((name) => `${name} is new`),
  ];
  return [
    ...machines.map((key) => `${key} was ${before.machine[key]}, is ${after.machine[key]}`),
    ...(settings.length > 0 ? [`settings differ: ${settings.join(', ')}`] : []),
    ...(rows.length > 0 ? [`rows differ: ${rows.join(', ')}`] : []),
  ];
}

function missing({ rows }: Report, other: Report): string[] {
  return rows.map(({ name }) => name).filter((name) => other.rows.every((row) => row.name !== name));
}
