/** A turn as a waterfall: what went on when, from the first sound of the user to the last of the reply. */
import type { TurnReport } from '../pipeline/report.js';

/** One bar. Times are those of the session's clock, in ms. */
export interface Bar {
  /** `speech`, `endpoint`, `stt`, `nlp`, `response`, `split`, `tts` or `playout`. */
  readonly name: string;
  readonly startMs: number;
  readonly endMs: number;
  /** When it first had something to give: a partial, a token, a sentence, sound. */
  readonly firstMs?: number;
  /** Begun before the turn was taken: the work of a draft. */
  readonly isDraft?: boolean;
}

/** Nothing of what was said is in it, so that it may leave the machine. */
export interface Waterfall {
  readonly turn: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Absent for an announcement. */
  readonly voiceEndMs?: number;
  readonly bars: readonly Bar[];
  /** Points in time: `voice-end`, `endpoint`, `filler`, `first-sound`. */
  readonly moments: Readonly<Record<string, number>>;
}

const STAGES = ['stt', 'nlp', 'response', 'split', 'tts'] as const;
const MOMENTS = ['endpoint', 'filler', 'first-sound'] as const;

/** @param endedMs when the turn was over, on the session's clock */
export function waterfallOf(report: TurnReport, endedMs: number): Waterfall {
  const { marks, timings } = report;
  const endpointMs = marks['endpoint'];
  const voiceEndMs =
    endpointMs === undefined || timings.endpointMs === undefined ? undefined : endpointMs - timings.endpointMs;
  const bars = [
    ...speechBars(report, voiceEndMs, endpointMs),
    ...STAGES.flatMap((name) => stageBar(report, name, endpointMs)),
    ...playoutBar(marks['first-sound'], endedMs),
  ];
  const at = Object.fromEntries(MOMENTS.flatMap((name) => (marks[name] === undefined ? [] : [[name, marks[name]]])));
  return {
    turn: report.turn,
    startMs: Math.min(endedMs, ...bars.map(({ startMs }) => startMs)),
    endMs: Math.max(endedMs, ...bars.map(({ endMs }) => endMs)),
    ...(voiceEndMs === undefined ? {} : { voiceEndMs }),
    bars,
    moments: voiceEndMs === undefined ? at : { 'voice-end': voiceEndMs, ...at },
  };
}

/** The user's voice, and the silence until the turn was taken. */
function speechBars(report: TurnReport, voiceEndMs: number | undefined, endpointMs: number | undefined): Bar[] {
  const openedMs = report.marks['stt.first-in'];
  if (voiceEndMs === undefined || endpointMs === undefined) return [];
  const startMs = Math.min(openedMs ?? voiceEndMs, voiceEndMs);
  return [
    { name: 'speech', startMs, endMs: voiceEndMs },
    { name: 'endpoint', startMs: voiceEndMs, endMs: endpointMs },
  ];
}

/** Marks of those that are done with one result, however long their streams stay open. */
const RESULTS: Readonly<Record<string, string>> = { stt: 'stt.final', nlp: 'nlp.first-out' };

function stageBar({ marks }: TurnReport, name: (typeof STAGES)[number], endpointMs: number | undefined): Bar[] {
  const startMs = marks[`${name}.first-in`];
  const firstMs = marks[`${name}.first-out`];
  const lastMs = marks[RESULTS[name] ?? `${name}.last-out`];
  if (startMs === undefined) return [];
  const endMs = Math.max(startMs, lastMs ?? firstMs ?? startMs);
  const isDraft = name !== 'stt' && endpointMs !== undefined && startMs < endpointMs;
  return [{ name, startMs, endMs, ...(firstMs === undefined ? {} : { firstMs }), ...(isDraft ? { isDraft } : {}) }];
}

function playoutBar(firstSoundMs: number | undefined, endedMs: number): Bar[] {
  return firstSoundMs === undefined
    ? []
    : [{ name: 'playout', startMs: firstSoundMs, endMs: Math.max(endedMs, firstSoundMs) }];
}
