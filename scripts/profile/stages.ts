/** The parts of a turn as rows of a report, and what each of them should cost. */
import { stageMs, stageNames } from '../../src/metrics/stage-parts.js';
import type { TurnReport } from '../../src/pipeline/report.js';
import { summarise, type Row } from './summary.js';
import type { Targets } from './targets.js';

/** What a part should take, and what is acceptable, in ms. */
export const stageTargets: Targets = {
  audio: { ms: 10, acceptableMs: 20 },
  vad: { ms: 5, acceptableMs: 10 },
  stt: { ms: 50, acceptableMs: 100 },
  nlp: { ms: 30, acceptableMs: 50 },
  response: { ms: 40, acceptableMs: 80 },
  tts: { ms: 80, acceptableMs: 150 },
  total: { ms: 200, acceptableMs: 500 },
};

/** One row for each part, and `total`. */
export function stageRows(reports: readonly TurnReport[]): Row[] {
  const turns = reports.map(stageMs).filter((parts) => parts !== undefined);
  const total = turns.map((parts) => [...parts.values()].reduce((sum, ms) => sum + ms, 0));
  const rows = stageNames.map((name) =>
    summarise(
      name,
      'ms',
      turns.map((parts) => parts.get(name) ?? 0),
    ),
  );
  return [...rows, summarise('total', 'ms', total)].filter((row) => row !== undefined);
}
