/** Words to subtitle cues: cut at sentence ends and pauses, short enough to be read, never one over another. */
import type { Segment } from '../../assistant/transcriber.js';
import { lineWidth, unitsOf, widthOf, type CueUnit } from './unit.js';

export type { CueUnit } from './unit.js';

/** One or two lines and when they are shown, in whole ms; the end is after the start and not after the next start. */
export interface Cue {
  readonly startMs: number;
  readonly endMs: number;
  readonly lines: readonly (readonly CueUnit[])[];
}

const SHORTEST_MS = 1000;
const LONGEST_MS = 7000;
/** A silence inside a cue that should have parted it. */
const LONG_PAUSE_MS = 1000;
const PAUSE_MS = 300;

/** Takes segments in order and gives cues; the last one waits, because the next decides how long it may stay. */
export class CueStream {
  #waiting: Cue | undefined;

  push(segment: Segment): Cue[] {
    if (segment.kind === 'partial') return [];
    const done: Cue[] = [];
    for (const units of cutCues(unitsOf(segment))) {
      const [first, last] = [units[0], units.at(-1)];
      const lines = layOut(units);
      if (first === undefined || last === undefined || lines === undefined) continue;
      const startMs = Math.max(first.startMs, this.#waiting === undefined ? 0 : this.#waiting.startMs + 1);
      if (this.#waiting !== undefined) done.push(settle(this.#waiting, startMs));
      this.#waiting = { startMs, endMs: Math.max(last.endMs, startMs + 1), lines };
    }
    return done;
  }

  finish(): Cue[] {
    const last = this.#waiting;
    this.#waiting = undefined;
    return last === undefined ? [] : [settle(last, Number.POSITIVE_INFINITY)];
  }
}

/** Shown long enough to be read, where the next cue leaves room. */
function settle(cue: Cue, nextStartMs: number): Cue {
  const wishedMs = Math.max(cue.endMs, cue.startMs + SHORTEST_MS);
  return { ...cue, endMs: Math.min(wishedMs, cue.startMs + LONGEST_MS, nextStartMs) };
}

/** The partition with the least cost; every part fits into a cue. */
function cutCues(units: readonly CueUnit[]): CueUnit[][] {
  const best: { cost: number; from: number }[] = [{ cost: 0, from: 0 }];
  for (let end = 1; end <= units.length; end++) {
    let found = { cost: Number.POSITIVE_INFINITY, from: end - 1 };
    for (let from = end - 1; from >= 0; from--) {
      const part = units.slice(from, end);
      const own = cueCost(part, units[end]);
      if (own === undefined) break;
      const cost = (best[from]?.cost ?? 0) + own;
      if (cost < found.cost) found = { cost, from };
    }
    best.push(found);
  }
  const cues: CueUnit[][] = [];
  for (let end = units.length; end > 0; end = best[end]?.from ?? 0)
    cues.unshift(units.slice(best[end]?.from ?? 0, end));
  return cues;
}

/** How bad a cue is; nothing when it is too long or too wide. One unit alone always fits. */
function cueCost(units: readonly CueUnit[], next: CueUnit | undefined): number | undefined {
  const [first, last] = [units[0], units.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const durationMs = last.endMs - first.startMs;
  if (units.length > 1 && (durationMs > LONGEST_MS || layOut(units) === undefined)) return undefined;
  let cost = 10 + breakCost(last, next);
  if (durationMs < SHORTEST_MS) cost += 6;
  for (const [i, unit] of units.slice(0, -1).entries()) {
    const pauseMs = (units[i + 1]?.startMs ?? unit.endMs) - unit.endMs;
    if (pauseMs >= LONG_PAUSE_MS) cost += 17;
    else if (/[.!?…。！？]["'”’)\]]*$/.test(unit.text)) cost += 11;
  }
  return cost;
}

/** How bad it is to part here. */
function breakCost(last: CueUnit, next: CueUnit | undefined): number {
  if (next === undefined || /[.!?…。！？]["'”’)\]]*$/.test(last.text)) return 0;
  if (next.startMs - last.endMs >= PAUSE_MS) return 2;
  return /[,;:、，]["'”’)\]]*$/.test(last.text) ? 4 : 9;
}

/** One line, or two of about the same length that part at a comma if they can; nothing when two are too few. */
function layOut(units: readonly CueUnit[]): CueUnit[][] | undefined {
  if (lineWidthOf(units) <= lineWidth) return [[...units]];
  let best: { cost: number; at: number } | undefined;
  for (let at = 1; at < units.length; at++) {
    const [upper, lower] = [lineWidthOf(units.slice(0, at)), lineWidthOf(units.slice(at))];
    if (upper > lineWidth || lower > lineWidth) continue;
    const cost = Math.abs(upper - lower) - (/[\p{P}]$/u.test(units[at - 1]?.text ?? '') ? 8 : 0);
    if (best === undefined || cost < best.cost) best = { cost, at };
  }
  return best && [units.slice(0, best.at), units.slice(best.at)];
}

function lineWidthOf(units: readonly CueUnit[]): number {
  return units.reduce((sum, { text, space }, i) => sum + widthOf(text) + (i === 0 ? 0 : space.length), 0);
}
