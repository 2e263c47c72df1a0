/** What becomes known while somebody dictates, for whoever shows it or measures it. */

/** `take` counts from 0, `atMs` is monotonic. */
export type DictationEvent =
  /** The microphone is heard, and the talk key, where there is one. */
  | {
      readonly type: 'ready';
      /** How a take is begun. */
      readonly text: string;
      /** The machine's own monotonic clock at `atMs`: whoever measures from outside lays theirs beside it. */
      readonly machineMs: number;
      readonly atMs: number;
    }
  /** `done`: all of the take is written. */
  | {
      readonly type: 'dictation';
      readonly state: 'listening' | 'idle' | 'cancelled' | 'done';
      readonly take: number;
      readonly atMs: number;
    }
  /** What the words so far would be written as. */
  | { readonly type: 'preview'; readonly take: number; readonly text: string; readonly atMs: number }
  | DictatedEvent
  | { readonly type: 'notice'; readonly text: string; readonly atMs: number };

export interface DictatedEvent {
  readonly type: 'dictated';
  readonly take: number;
  /** As it was heard, and as it was written. */
  readonly raw: string;
  readonly text: string;
  /** Where it went: `x11`, `clipboard`, `kept`, … */
  readonly by: string;
  readonly timings: DictationTimings;
  readonly atMs: number;
}

/** In ms. */
export interface DictationTimings {
  /** From the take's beginning to the first sound behind it; what came before the key is in the take at once. */
  readonly startToSoundMs?: number | undefined;
  /** For 32 ms of sound, by the detector and on to the recogniser: the mean, and the longest. */
  readonly chunkMs?: number | undefined;
  readonly longestChunkMs?: number | undefined;
  /** From the key's release, or else from the word's end, to the text. */
  readonly speechEndToTextMs: number;
  /** Until the hotkey's modifiers were let go. */
  readonly modifiersMs: number;
  /** From there into the window. */
  readonly textToWindowMs: number;
}
