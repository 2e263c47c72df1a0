/** First sounds and costs: every reply is said in turn by the streaming voice, the whole-run voice and the peer. */
import { setTimeout as wait } from 'node:timers/promises';
import { chooseReplies, type ReplyLength } from './replies.js';
import type { Saying } from './saying.js';

/**
 * The ways to a first sound. `host`: the whole reply to the engine in the inference host. `reply`: the same by splitter
 * and speaking stage. `direct`: the engine in this process. `whole` and `wholeDirect`: each text in one run of the voice.
 */
export const ways = ['host', 'reply', 'direct', 'whole', 'wholeDirect', 'peer'] as const;
export type Way = (typeof ways)[number];

export type Sayers = Readonly<Partial<Record<Way, (text: string) => Promise<Saying>>>>;

export interface ReplyResult {
  readonly words: ReplyLength;
  readonly text: string;
  readonly said: Readonly<Partial<Record<Way, Saying>>>;
}

export interface FirstSoundOptions {
  /** Replies of each length. */
  readonly limit?: number | undefined;
  readonly signal: AbortSignal;
  readonly onResult: (result: ReplyResult, count: number, of: number) => void;
}

/** What ran before may still be winding down its threads. */
const REST_MS = 30;

/** Who goes first changes from reply to reply, so that what else the machine does hits all of them alike. */
export async function measureFirstSounds(sayers: Sayers, options: FirstSoundOptions): Promise<ReplyResult[]> {
  const replies = chooseReplies(options.limit);
  const present = ways.flatMap((way) => (sayers[way] === undefined ? [] : [{ way, say: sayers[way] }]));
  const results: ReplyResult[] = [];
  for (const [index, reply] of replies.entries()) {
    const said: Partial<Record<Way, Saying>> = {};
    for (const { way, say } of rotated(present, index)) {
      options.signal.throwIfAborted();
      said[way] = await say(reply.text);
      await wait(REST_MS);
    }
    const result = { ...reply, said };
    results.push(result);
    options.onResult(result, results.length, replies.length);
  }
  return results;
}

/** The list from its `by`-th item on, then what was before it. */
export function rotated<T>(list: readonly T[], by: number): T[] {
  const at = list.length === 0 ? 0 : by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}
