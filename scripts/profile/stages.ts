/** The parts of a turn as rows of a report, and what each of them should cost. */
import { stageMs, stageNames, type StageName } from '../../src/metrics/stage-parts.js';
import type { TurnReport } from '../../src/pipeline/report.js';
import { summarise, type Row } from './summary.js';

/** Targets in milliseconds: to be proud of, and acceptable. */
export const targets: Readonly<Partial<Record<StageName | 'audio' | 'vad' | 'total', readonly [number, number]>>> = {
  audio: [10, 20],
  vad: [5, 10],
  stt: [50, 100],
  nlp: [30, 50],
  response: [40, 80],
  tts: [80, 150],
  total: [200, 500],
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
