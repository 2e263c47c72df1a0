/** Where the milliseconds of a turn went: consecutive parts that add up to the total. */
import type { TurnReport } from '../../src/pipeline/report.js';
import { summarise, type Row } from './summary.js';

/** The parts in the order in which they follow one another, each from the end of the one before it. */
export const stageNames = ['endpoint', 'stt', 'nlp', 'response', 'split', 'tts', 'playout'] as const;
export type StageName = (typeof stageNames)[number];

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

/** The marks at which the parts end. */
const ends: Readonly<Record<StageName, string>> = {
  endpoint: 'endpoint',
  stt: 'stt.final',
  nlp: 'nlp.first-out',
  response: 'response.first-out',
  split: 'split.first-out',
  tts: 'tts.first-out',
  playout: 'first-sound',
};

/** Milliseconds of each part of one turn, or undefined when the turn made no sound. */
export function stageMs({ marks, timings }: TurnReport): Map<StageName, number> | undefined {
  const { voiceToVoiceMs, endpointMs } = timings;
  const endpointAt = marks['endpoint'];
  if (voiceToVoiceMs === undefined || endpointMs === undefined || endpointAt === undefined) return undefined;
  const parts = new Map<StageName, number>();
  let before = endpointAt - endpointMs;
  for (const name of stageNames) {
    const end = marks[ends[name]];
    if (end === undefined) return undefined;
    // What a draft had done before the part in front of it was over cost nothing.
    parts.set(name, Math.max(0, end - before));
    before = Math.max(before, end);
  }
  return parts;
}

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
