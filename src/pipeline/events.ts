/** The events a session tells the world, one a line under `--json`. */
import type { ReplySource } from './messages.js';
import type { TurnReport } from './report.js';

export type SessionEvent = {
  /** Milliseconds on the session's monotonic clock. */
  readonly atMs: number;
} & (
  | { readonly type: 'listening' }
  | { readonly type: 'speech.start'; readonly turn: string }
  | { readonly type: 'partial'; readonly turn: string; readonly text: string; readonly stable: string }
  | { readonly type: 'speech.end'; readonly turn: string }
  | { readonly type: 'transcript'; readonly turn: string; readonly text: string; readonly language: string }
  | { readonly type: 'reply.delta'; readonly turn: string; readonly text: string }
  | { readonly type: 'reply'; readonly turn: string; readonly text: string; readonly source: ReplySource }
  /** A tone or a word is heard, because the answer takes long. */
  | { readonly type: 'filler.start'; readonly turn: string }
  | { readonly type: 'audio.start'; readonly turn: string }
  | { readonly type: 'audio.pause'; readonly turn: string }
  | { readonly type: 'audio.resume'; readonly turn: string }
  | ({ readonly type: 'turn' } & TurnReport)
  | { readonly type: 'settings'; readonly preset: string }
  | { readonly type: 'notice'; readonly text: string }
);

type WithoutTime<E> = E extends unknown ? Omit<E, 'atMs'> : never;

/** An event as its maker writes it; the session adds the time. */
export type SessionNews = WithoutTime<SessionEvent>;
export type Emit = (news: SessionNews) => void;
