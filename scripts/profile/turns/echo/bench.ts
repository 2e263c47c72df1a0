/** How much of the assistant's own voice is left in the microphone: rooms of several gains and delays. */
import { RowSamples } from './levels.js';
import { runRoom, type RoomReply, type RoomShape } from './run.js';

export const gainsDb = [-6, -12, -20] as const;
export const delaysMs = [20, 80, 250] as const;

/** One room, measured over all replies of one voice. */
export interface EchoRow {
  readonly gainDb: number;
  readonly delayMs: number;
  /** Echo return loss enhancement: level of the microphone over what was left, in dB, by the time since a reply's start. */
  readonly firstHalfSecondDb: number;
  readonly firstTwoSecondsDb: number;
  readonly steadyDb: number;
  /** The worst reply's first two seconds. */
  readonly worstDb: number;
  /** Level of what was left, dB of full scale. */
  readonly leftDb: number;
  /** Processor time of the canceller over the time of the sound, in percent. */
  readonly loadPercent: number;
}

export interface EchoBenchOptions {
  readonly replies: readonly RoomReply[];
  /** What all rooms share: jitter of the player, drift, noise. */
  readonly shape?: Partial<RoomShape>;
  readonly onRow?: (row: EchoRow) => void;
}

/** All nine rooms, one after the other, in virtual time. */
export async function measureEcho({ replies, shape = {}, onRow }: EchoBenchOptions): Promise<EchoRow[]> {
  const rows: EchoRow[] = [];
  for (const gainDb of gainsDb) {
    for (const delayMs of delaysMs) {
      const row = await measureRoom(replies, { ...shape, gainDb, delayMs });
      onRow?.(row);
      rows.push(row);
    }
  }
  return rows;
}

/** Replies in one room. */
export async function measureRoom(replies: readonly RoomReply[], shape: RoomShape): Promise<EchoRow> {
  const { mic, clean, spans, load } = await runRoom(replies, shape);
  const start = new RowSamples();
  const early = new RowSamples();
  const steady = new RowSamples();
  let worstDb = Infinity;
  for (const span of spans) {
    const from = span.start + shape.delayMs * 16;
    const to = span.end + shape.delayMs * 16;
    start.add({ mic, clean, from, to: Math.min(to, from + 8000) });
    const first = early.add({ mic, clean, from, to: Math.min(to, from + 32_000) });
    if (to > from + 32_000) steady.add({ mic, clean, from: from + 32_000, to });
    worstDb = Math.min(worstDb, first);
  }
  return {
    ...{ gainDb: shape.gainDb, delayMs: shape.delayMs, worstDb },
    firstHalfSecondDb: start.removedDb,
    firstTwoSecondsDb: early.removedDb,
    steadyDb: steady.removedDb,
    leftDb: steady.leftDb,
    loadPercent: 100 * load,
  };
}
