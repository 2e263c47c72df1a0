/** What a loop comes to: turns that our own voice opened, what they did to the replies, and how far the echo was lowered. */
import type { SessionEvent } from '../../../../src/pipeline/events.js';
import { RowSamples } from './levels.js';
import type { LoopRun } from './loop.js';

export interface LoopFigures {
  /** Replies that were begun. */
  readonly replies: number;
  /** The detector heard a voice so often. */
  readonly voices: number;
  /** Turns that were opened, and those of them that were answered. */
  readonly turns: number;
  readonly answered: number;
  readonly ducks: number;
  readonly pauses: number;
  /** Replies that were given up. */
  readonly stopped: number;
  /** Turns that words showed to be no turns. */
  readonly interjections: number;
  /** Echo return loss enhancement in dB: first two seconds of a reply, the worst of those, and the rest of it. */
  readonly earlyDb: number;
  readonly worstDb: number;
  readonly steadyDb: number;
}

const rateHz = 16_000;
const earlySamples = 2 * rateHz;
/** A playout that was cut sooner tells nothing. */
const leastSamples = rateHz / 2;

export function figuresOf(run: LoopRun, delayMs: number): LoopFigures {
  const { events } = run;
  const count = (type: SessionEvent['type']): number => events.filter((event) => event.type === type).length;
  const opened = new Set(events.flatMap((event) => (event.type === 'speech.start' ? [event.turn] : [])));
  const reports = events.filter((event) => event.type === 'turn');
  const isAnswered = ({ turn, transcript, outcome }: (typeof reports)[number]): boolean =>
    opened.has(turn) && transcript !== '' && outcome.kind === 'done';
  return {
    ...{ replies: count('audio.start'), voices: run.voices.length, turns: opened.size },
    answered: reports.filter(isAnswered).length,
    ...{ ducks: count('audio.duck'), pauses: count('audio.pause'), interjections: count('interjection') },
    stopped: reports.filter(isStopped).length,
    ...levelsOf(run, delayMs),
  };
}

/** Whether somebody's words ended it. */
export function isStopped({ outcome }: Pick<Extract<SessionEvent, { type: 'turn' }>, 'outcome'>): boolean {
  return outcome.kind === 'aborted' && outcome.reason === 'barge-in';
}

function levelsOf(
  { mic, clean, spans }: LoopRun,
  delayMs: number,
): Pick<LoopFigures, 'earlyDb' | 'worstDb' | 'steadyDb'> {
  const early = new RowSamples();
  const steady = new RowSamples();
  let worstDb = Infinity;
  for (const span of spans) {
    const from = span.start + (delayMs * rateHz) / 1000;
    const to = span.end + (delayMs * rateHz) / 1000;
    if (to - from < leastSamples) continue;
    const first = early.add({ mic, clean, from, to: Math.min(to, from + earlySamples) });
    worstDb = Math.min(worstDb, first);
    if (to > from + earlySamples) steady.add({ mic, clean, from: from + earlySamples, to });
  }
  return { earlyDb: early.removedDb, worstDb, steadyDb: steady.removedDb };
}
