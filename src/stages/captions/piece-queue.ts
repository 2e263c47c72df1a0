/** Pieces on their way to the recogniser: one that is behind gets all that waits at once, and so reads less often. */
import type { AudioFrame } from '../../audio/frame.js';
import { Channel } from '../../pipeline/channel.js';
import type { Piece } from './segment-cutter.js';

export interface PieceQueue {
  /** Undefined behind the last one. */
  next(): Promise<Piece | undefined>;
  close(): Promise<void>;
}

/** Sound that is handed over at once: a partial of less would be old before it is read, and more is no quicker. */
const MOST_TOGETHER_MS = 8000;

/** Reads ahead by `capacity` pieces. A pause that others wait behind is over: it is left out. */
export function queuePieces(source: AsyncIterable<Piece>, capacity: number, signal: AbortSignal): PieceQueue {
  const channel = new Channel<Piece>({ capacity, overflow: 'wait', signal });
  const reader = channel[Symbol.asyncIterator]();
  const iterator = source[Symbol.asyncIterator]();
  let pumping: Promise<void> | undefined;
  let held: Piece | undefined;
  const waits = (): boolean => held !== undefined || channel.depth > 0;
  const take = async (): Promise<Piece | undefined> => {
    pumping ??= pump(iterator, channel);
    if (held === undefined) {
      const { done, value } = await reader.next();
      return done === true ? undefined : value;
    }
    const piece = held;
    held = undefined;
    return piece;
  };
  return {
    async next() {
      let piece = await take();
      while (piece?.kind === 'pause' && waits()) piece = await take();
      if (piece?.kind !== 'audio') return piece;
      const frames = [piece.frame];
      for (let ms = lengthMs(piece.frame); waits() && ms < MOST_TOGETHER_MS;) {
        const following = await take();
        if (following?.kind === 'audio') {
          frames.push(following.frame);
          ms += lengthMs(following.frame);
        } else if (following?.kind !== 'pause' || !waits()) {
          held = following;
          break;
        }
      }
      return frames.length === 1 ? piece : { kind: 'audio', frame: joinFrames(frames) };
    },
    async close() {
      await reader.return(undefined);
      // A source parked on an await returns only when its signal fires: nobody may wait for it here.
      void iterator.return?.().catch(() => undefined);
    },
  };
}

async function pump(iterator: AsyncIterator<Piece>, channel: Channel<Piece>): Promise<void> {
  try {
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
      if (!(await channel.send(next.value))) return;
    }
    channel.end();
  } catch (error) {
    channel.fail(error);
  }
}

/** Frames of one segment lie one behind the other. */
function joinFrames(frames: readonly AudioFrame[]): AudioFrame {
  const [first] = frames;
  const samples = new Float32Array(frames.reduce((sum, frame) => sum + frame.samples.length, 0));
  let at = 0;
  for (const frame of frames) {
    samples.set(frame.samples, at);
    at += frame.samples.length;
  }
  return { samples, sampleRateHz: first?.sampleRateHz ?? 0, startSample: first?.startSample ?? 0 };
}

function lengthMs({ samples, sampleRateHz }: AudioFrame): number {
  return (samples.length * 1000) / sampleRateHz;
}
