/** The events a session tells the world, one a line under `--json`. */
import type { AttentionState } from './attention.js';
import type { ReplySource } from './messages.js';
import type { TurnReport } from './report.js';

export type SessionEvent = {
  /** Milliseconds on the session's monotonic clock. */
  readonly atMs: number;
} & (
  | { readonly type: 'listening' }
  /** What opens a turn from now on has changed. */
  | { readonly type: 'attention'; readonly state: AttentionState }
  | { readonly type: 'wake'; readonly word: string; readonly score: number }
  | { readonly type: 'speech.start'; readonly turn: string }
  | { readonly type: 'partial'; readonly turn: string; readonly text: string; readonly stable: string }
  /** The turn was taken after this much silence, for these reasons. */
  | {
      readonly type: 'speech.end';
      readonly turn: string;
      readonly silenceMs: number;
      readonly reasons: readonly string[];
    }
  /** The user went on: the answer was taken back, the turn hears again. */
  | { readonly type: 'turn.reopen'; readonly turn: string }
  | { readonly type: 'transcript'; readonly turn: string; readonly text: string; readonly language: string }
  | { readonly type: 'reply.delta'; readonly turn: string; readonly text: string }
  | { readonly type: 'reply'; readonly turn: string; readonly text: string; readonly source: ReplySource }
  /** A tone or a word is heard, because the answer takes long. */
  | { readonly type: 'filler.start'; readonly turn: string }
  | { readonly type: 'audio.start'; readonly turn: string }
  /** Somebody makes a sound: the reply is quieter until it is clear what they want. */
  | { readonly type: 'audio.duck'; readonly turn: string }
  | { readonly type: 'audio.unduck'; readonly turn: string }
  | { readonly type: 'audio.pause'; readonly turn: string }
  | { readonly type: 'audio.resume'; readonly turn: string }
  /** What was heard over a reply and is no turn: "mm-hm", the reply itself, or nothing with words. */
  | {
      readonly type: 'interjection';
      readonly turn: string;
      readonly text: string;
      readonly meant: 'backchannel' | 'echo' | 'noise';
    }
  | ({ readonly type: 'turn' } & TurnReport)
  | { readonly type: 'settings'; readonly preset: string }
  | { readonly type: 'notice'; readonly text: string }
);

type WithoutTime<E> = E extends unknown ? Omit<E, 'atMs'> : never;

/** An event as its maker writes it; the session adds the time. */
export type SessionNews = WithoutTime<SessionEvent>;
export type Emit = (news: SessionNews) => void;
