/** Tells a decoder that goes in circles from a speaker who says the same thing again. */

/** What is known about one decoded token. */
export interface TokenTrace {
  readonly token: number;
  /** Where in the sound its attention lies, as an encoder position. */
  readonly position: number;
  /** Share of its attention that lies in silence behind the sound, 0…1. */
  readonly silentShare: number;
  /** Log probability with which it was chosen. */
  readonly logProb: number;
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
/** A round was said when attention went forward by this share of the way that the first rounds took, and this far. */
const SAID_SHARE = 1 / 6;
const LEAST_STEP_POSITIONS = 3;
/** The first rounds show how long one of them takes. */
const PACE_ROUNDS = 3;

export interface Loop {
  /** Tokens worth keeping: those before the loop, and the rounds of it that were said. */
  readonly keep: number;
  readonly reason: 'repetition' | 'silence';
  /** Rounds that were said; from `LEAST_REPEATS` on the speaker did repeat, and the decoder only failed to stop. */
  readonly rounds: number;
}

/**
 * Looks at the end of `trace`, after each token; `soundPositions` is the length of the sound. A repetition is a loop when
 * its last rounds lie at one place, or when there are more than the sound has room for and they do not move on: a
 * speaker's own repetition has its own sound. Between sounds that are alike the attention jumps to and fro, so a jump
 * alone proves nothing.
 */
export function findLoop(trace: readonly TokenTrace[], soundPositions: number): Loop | undefined {
  const silent = countSilentTail(trace);
  if (silent >= MOST_SILENT_TOKENS) return { keep: trace.length - silent, reason: 'silence', rounds: 0 };
  const repetition = findRepetition(trace);
  if (repetition === undefined) return undefined;
  const { period, start } = repetition;
  const room = Math.max(LEAST_REPEATS, soundPositions / (period * USUAL_POSITIONS_PER_TOKEN));
  const centres = centresOf(trace.slice(start), period);
  if (movesOn(centres, period, room)) return undefined;
  const rounds = countSaid(centres);
  return { keep: start + period * rounds, reason: 'repetition', rounds };
}

/** Whether the speaker did repeat: the text up to `keep` stands, and a second opinion would say no more. */
export function isSaid({ rounds }: Loop): boolean {
  return rounds >= LEAST_REPEATS;
}

/**
 * How many tokens of a text that came to its end are worth keeping: the decoder often adds a round or two to a true
 * repetition, which lie where the last one lay. `startsWord` tells words from parts of one, such as the groups of zeros
 * in a large number, which have no sound of their own.
 */
export function trimRounds(trace: readonly TokenTrace[], startsWord: (token: number) => boolean): number {
  // The last mark is another one than those between the rounds.
  for (const marks of [0, 1]) {
    const last = trace.at(-1);
    if (marks === 1 && (last === undefined || startsWord(last.token))) break;
    const body = trace.slice(0, trace.length - marks);
    const repetition = findRepetition(body);
    if (repetition === undefined) continue;
    const { period, start } = repetition;
    if (!body.slice(start, start + period).some(({ token }) => startsWord(token))) continue;
    const centres = centresOf(body.slice(start), period);
    const rounds = countSaid(centres);
    return rounds < centres.length ? start + period * rounds : trace.length;
  }
  return trace.length;
}

function countSilentTail(trace: readonly TokenTrace[]): number {
  let count = 0;
  while (count < trace.length && (trace[trace.length - 1 - count]?.silentShare ?? 0) >= SILENT_SHARE) count++;
  return count;
}

/** The shortest pattern that stands at the end often enough: multiples of it would only blur where its rounds lie. */
function findRepetition(trace: readonly TokenTrace[]): { period: number; start: number } | undefined {
  for (let period = 1; period <= LONGEST_PATTERN && period * LEAST_REPEATS <= trace.length; period++) {
    const rounds = countRounds(trace, period);
    if (rounds >= LEAST_REPEATS) return { period, start: trace.length - rounds * period };
  }
  return undefined;
}

/** How many times in a row the last `period` tokens stand at the end. */
function countRounds(trace: readonly TokenTrace[], period: number): number {
  let matching = 0;
  for (let i = trace.length - 1; i >= period && trace[i]?.token === trace[i - period]?.token; i--) matching++;
  return Math.floor(matching / period) + 1;
}

function centresOf(rounds: readonly TokenTrace[], period: number): number[] {
  const centres: number[] = [];
  for (let from = 0; from + period <= rounds.length; from += period) {
    centres.push(mean(rounds.slice(from, from + period).map(({ position }) => position)));
  }
  return centres;
}

/** Whether the rounds lie one behind the other, as far as so many of them must. */
function movesOn(centres: readonly number[], period: number, room: number): boolean {
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

/** Rounds up to the last one that reached sound which none before it had reached; at least one. */
function countSaid(centres: readonly number[]): number {
  const first = centres[0] ?? 0;
  const pace = ((centres[PACE_ROUNDS - 1] ?? first) - first) / (PACE_ROUNDS - 1);
  const step = Math.max(LEAST_STEP_POSITIONS, pace * SAID_SHARE);
  let furthest = first;
  let said = 1;
  centres.forEach((centre, i) => {
    if (centre < furthest + step) return;
    furthest = centre;
    said = i + 1;
  });
  return said;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
