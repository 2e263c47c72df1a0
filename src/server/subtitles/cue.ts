/** Words to subtitle cues: cut at sentence ends and pauses, short enough to be read, never one over another. */
import { unitsOf, usualLineWidth, widthOf, type CueUnit, type Spoken } from './unit.js';

export type { CueUnit } from './unit.js';

/** One or two lines and when they are shown, in whole ms; the end is after the start and not after the next start. */
export interface Cue {
  readonly startMs: number;
  readonly endMs: number;
  readonly lines: readonly (readonly CueUnit[])[];
}

export interface CueOptions {
  /** Columns of a line. */
  readonly lineWidth?: number;
  /** Every cue is given at once, before anybody knows when the next one begins. */
  readonly live?: boolean;
}

const SHORTEST_MS = 1000;
/** Of a cue that had to wait for the one before it, so that short ones in a row do not fall behind. */
const SHORTEST_LATE_MS = 500;
/** Between two cues while they are written, so that the eye sees the change: two pictures of a film. */
const LIVE_GAP_MS = 80;
const LONGEST_MS = 7000;
/** A silence inside a cue that should have parted it. */
const LONG_PAUSE_MS = 1000;
const PAUSE_MS = 300;

interface WaitingCue extends Cue {
  readonly shortestMs: number;
}

/**
 * Takes speech in order and gives cues. The last one waits, because the next decides how long it may stay; a live one
 * does not, and the next begins later if it must.
 */
export class CueStream {
  readonly #lineWidth: number;
  readonly #isLive: boolean;
  #waiting: WaitingCue | undefined;
  #earliestMs = 0;

  constructor({ lineWidth = usualLineWidth, live = false }: CueOptions = {}) {
    this.#lineWidth = lineWidth;
    this.#isLive = live;
  }

  push(spoken: Spoken): Cue[] {
    const done: Cue[] = [];
    const gapMs = this.#isLive ? LIVE_GAP_MS : 0;
    for (const units of cutCues(unitsOf(spoken, this.#lineWidth), this.#lineWidth)) {
      const [first, last] = [units[0], units.at(-1)];
      const lines = layOut(units, this.#lineWidth);
      if (first === undefined || last === undefined || lines === undefined) continue;
      const startMs = Math.max(first.startMs, this.#earliestMs);
      if (this.#waiting !== undefined) done.push(settle(this.#waiting, startMs - gapMs));
      const shortestMs = this.#isLive && startMs > first.startMs ? SHORTEST_LATE_MS : SHORTEST_MS;
      this.#waiting = { startMs, endMs: Math.max(last.endMs, startMs + 1), lines, shortestMs };
      this.#earliestMs = startMs + 1 + gapMs;
    }
    if (!this.#isLive) return done;
    done.push(...this.finish());
    this.#earliestMs = Math.max(this.#earliestMs, (done.at(-1)?.endMs ?? 0) + gapMs);
    return done;
  }

  finish(): Cue[] {
    const last = this.#waiting;
    this.#waiting = undefined;
    return last === undefined ? [] : [settle(last, Number.POSITIVE_INFINITY)];
  }
}

/** Shown long enough to be read, where the next cue leaves room. */
function settle({ startMs, endMs, lines, shortestMs }: WaitingCue, latestEndMs: number): Cue {
  const wishedMs = Math.max(endMs, startMs + shortestMs);
  return { startMs, endMs: Math.min(wishedMs, startMs + LONGEST_MS, latestEndMs), lines };
}

/** The partition with the least cost; every part fits into a cue. */
function cutCues(units: readonly CueUnit[], lineWidth: number): CueUnit[][] {
  const best: { cost: number; from: number }[] = [{ cost: 0, from: 0 }];
  for (let end = 1; end <= units.length; end++) {
    let found = { cost: Number.POSITIVE_INFINITY, from: end - 1 };
    for (let from = end - 1; from >= 0; from--) {
      const part = units.slice(from, end);
      const own = cueCost(part, units[end], lineWidth);
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
function cueCost(units: readonly CueUnit[], next: CueUnit | undefined, lineWidth: number): number | undefined {
  const [first, last] = [units[0], units.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const durationMs = last.endMs - first.startMs;
  if (units.length > 1 && (durationMs > LONGEST_MS || layOut(units, lineWidth) === undefined)) return undefined;
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
function layOut(units: readonly CueUnit[], lineWidth: number): CueUnit[][] | undefined {
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
