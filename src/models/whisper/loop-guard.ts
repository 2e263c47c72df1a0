/** Tells a decoder that goes in circles from a speaker who says the same thing again. */

/** What is known about one decoded token. */
export interface TokenTrace {
  readonly token: number;
  /** Where in the sound its attention lies, as an encoder position. */
  readonly position: number;
  /** Share of its attention that lies in silence behind the sound, 0…1. */
  readonly silentShare: number;
}

/** From how many repetitions in a row a pattern is looked at. */
const LEAST_REPEATS = 3;
const LONGEST_PATTERN = 24;
/** A speaker needs at least this long for a token; one position is 20 ms. */
const LEAST_POSITIONS_PER_TOKEN = 2;
/** Attention that stays this close together does not move. */
const STILL_POSITIONS = 8;
/** Short patterns must stand still for so many tokens: two or three may do so by chance. */
const STILL_TOKENS = 8;
/** So many tokens in a row that listen to silence only are invented. */
const MOST_SILENT_TOKENS = 6;
const SILENT_SHARE = 0.85;
/** Rounds of one pattern are too many for the sound when a token would have to be quicker than this. */
const USUAL_POSITIONS_PER_TOKEN = 8;

export interface Loop {
  /** Tokens worth keeping: those before the loop and its first round. */
  readonly keep: number;
  readonly reason: 'repetition' | 'silence';
}

/**
 * Looks at the end of `trace`, after each token; `soundPositions` is the length of the sound. A repetition is a loop when
 * its last rounds lie at one place, or when there are more than the sound has room for and they do not move on: a
 * speaker's own repetition has its own sound. Between sounds that are alike the attention jumps to and fro, so a jump
 * alone proves nothing.
 */
export function findLoop(trace: readonly TokenTrace[], soundPositions: number): Loop | undefined {
  const silent = countSilentTail(trace);
  if (silent >= MOST_SILENT_TOKENS) return { keep: trace.length - silent, reason: 'silence' };
  for (let period = 1; period <= LONGEST_PATTERN && period * LEAST_REPEATS <= trace.length; period++) {
    const rounds = countRounds(trace, period);
    if (rounds < LEAST_REPEATS) continue;
    const start = trace.length - rounds * period;
    const room = Math.max(LEAST_REPEATS, soundPositions / (period * USUAL_POSITIONS_PER_TOKEN));
    // Multiples of the shortest period would only blur where its rounds lie.
    return movesOn(trace.slice(start), period, room) ? undefined : { keep: start + period, reason: 'repetition' };
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

/** Whether the rounds lie one behind the other, as far as so many of them must. */
function movesOn(rounds: readonly TokenTrace[], period: number, room: number): boolean {
  const centres: number[] = [];
  for (let from = 0; from + period <= rounds.length; from += period) {
    centres.push(mean(rounds.slice(from, from + period).map(({ position }) => position)));
  }
  const least = period * LEAST_POSITIONS_PER_TOKEN;
  const wanted = Math.max(LEAST_REPEATS, Math.ceil(STILL_TOKENS / period));
  if (centres.length < wanted) return true;
  const recent = centres.slice(-wanted);
  const travelled = (recent.at(-1) ?? 0) - (recent[0] ?? 0);
  const spread = Math.max(...recent) - Math.min(...recent);
  if (travelled < (recent.length - 1) * least && spread < 2 * least + STILL_POSITIONS) return false;
  if (centres.length <= room) return true;
  const half = centres.length >> 1;
  return mean(centres.slice(half)) - mean(centres.slice(0, half)) >= half * least;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
