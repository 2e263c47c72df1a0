/** Tells a decoder that goes in circles from a speaker who says the same thing again. */

/** What is known about one decoded token. */
export interface TokenTrace {
  readonly token: number;
  /** Where in the sound its attention lies, as an encoder position; the centre of mass over the real ones. */
  readonly position: number;
  /** Share of its attention that lies in silence behind the sound, 0…1. */
  readonly silentShare: number;
}

/** From how many repetitions in a row a pattern is looked at. */
const LEAST_REPEATS = 3;
const LONGEST_PATTERN = 24;
/** A speaker needs at least this long for a token; one position is 20 ms. */
const LEAST_POSITIONS_PER_TOKEN = 2;
/** So many tokens in a row that listen to silence only are invented. */
const MOST_SILENT_TOKENS = 6;
const SILENT_SHARE = 0.85;
/** Said again after a jump back of this many positions, a pattern is an echo. */
const JUMP_BACK_POSITIONS = 25;

export interface Loop {
  /** Tokens worth keeping: those before the loop and its first round. */
  readonly keep: number;
  readonly reason: 'repetition' | 'silence';
}

/**
 * Looks at the end of `trace`, after each token. A repetition is a loop when its attention does not move on through the
 * sound as fast as the quickest speaker would, or falls back; a speaker's own repetition has its own sound.
 */
export function findLoop(trace: readonly TokenTrace[]): Loop | undefined {
  const silent = countSilentTail(trace);
  if (silent >= MOST_SILENT_TOKENS) return { keep: trace.length - silent, reason: 'silence' };
  for (let period = 1; period <= LONGEST_PATTERN && period * LEAST_REPEATS <= trace.length; period++) {
    const rounds = countRounds(trace, period);
    if (rounds < LEAST_REPEATS) continue;
    const start = trace.length - rounds * period;
    if (!movesOn(trace, start, period)) return { keep: start + period, reason: 'repetition' };
  }
  return undefined;
}

function countSilentTail(trace: readonly TokenTrace[]): number {
  let count = 0;
  while (count < trace.length && (trace[trace.length - 1 - count]?.silentShare ?? 0) >= SILENT_SHARE) count++;
  return count;
}

/** How many times in a row the last `period` tokens stand at the end. */
function countRounds(trace: readonly TokenTrace[], period: number): number {
  let matching = 0;
  for (let i = trace.length - 1; i >= period && trace[i]?.token === trace[i - period]?.token; i--) matching++;
  return Math.floor(matching / period) + 1;
}

/** Whether each round lies behind the one before it by the time that its tokens take. */
function movesOn(trace: readonly TokenTrace[], start: number, period: number): boolean {
  const centres: number[] = [];
  for (let from = start; from + period <= trace.length; from += period) {
    const round = trace.slice(from, from + period);
    centres.push(round.reduce((sum, { position }) => sum + position, 0) / period);
  }
  const steps = centres.slice(1).map((centre, i) => centre - (centres[i] ?? 0));
  if (steps.some((step) => step < -JUMP_BACK_POSITIONS)) return false;
  // The last two steps together: one alone may be short by chance.
  const recent = centres.slice(-LEAST_REPEATS);
  const travelled = (recent.at(-1) ?? 0) - (recent[0] ?? 0);
  return travelled >= (recent.length - 1) * period * LEAST_POSITIONS_PER_TOKEN;
}
