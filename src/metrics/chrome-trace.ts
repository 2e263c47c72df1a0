/** Turns in the form that Chrome's and Perfetto's viewers open. */
import type { Bar, Waterfall } from './waterfall.js';

/**
 * One event of the format, of phase X (complete), i (instant) or M (metadata); `ts` and `dur` in µs.
 * Source: Trace Event Format, Google 2016.
 */
export interface TraceEvent {
  readonly name: string;
  readonly ph: 'X' | 'i' | 'M';
  readonly ts: number;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly s?: 't';
  readonly cat?: string;
  readonly args?: Readonly<Record<string, unknown>>;
}

const PID = 1;
/** One row each, in the order of the pipeline; turns lie behind one another. */
const ROWS = ['turn', 'speech', 'endpoint', 'stt', 'nlp', 'response', 'split', 'tts', 'playout'] as const;

/** Names of the process and of its rows, which come once, at the beginning. */
export function traceHead(): TraceEvent[] {
  const name = (tid: number, kind: string, text: string): TraceEvent => ({
    ...{ name: kind, ph: 'M', ts: 0, pid: PID, tid },
    args: { name: text },
  });
  return [name(0, 'process_name', 'parley'), ...ROWS.map((row, tid) => name(tid, 'thread_name', row))];
}

/** @param facts of the turn that may be shown: never what was said */
export function traceTurn(waterfall: Waterfall, facts: Readonly<Record<string, unknown>>): TraceEvent[] {
  const { turn, startMs, endMs, bars, moments } = waterfall;
  const whole = event(`turn ${turn}`, 'turn', { startMs, endMs }, facts);
  return [
    whole,
    ...bars.map((bar) => event(bar.isDraft === true ? `${bar.name} (draft)` : bar.name, bar.name, bar, barFacts(bar))),
    ...Object.entries(moments).map(([name, atMs]): TraceEvent => ({
      ...{ name, ph: 'i', ts: toMicros(atMs), pid: PID, tid: rowOf('turn'), s: 't', cat: 'moment' },
    })),
  ];
}

function event(
  name: string,
  row: string,
  { startMs, endMs }: Pick<Bar, 'startMs' | 'endMs'>,
  args: Readonly<Record<string, unknown>>,
): TraceEvent {
  return {
    ...{ name, ph: 'X', cat: row, ts: toMicros(startMs), dur: toMicros(endMs - startMs) },
    ...{ pid: PID, tid: rowOf(row), args },
  };
}

function barFacts({ firstMs, startMs }: Bar): Readonly<Record<string, unknown>> {
  return firstMs === undefined ? {} : { firstAfterMs: Math.round((firstMs - startMs) * 10) / 10 };
}

function rowOf(name: string): number {
  return Math.max(
    0,
    ROWS.findIndex((row) => row === name),
  );
}

function toMicros(ms: number): number {
  return Math.round(ms * 1000);
}
