/** The messages between the main process, the inference child and its workers. */
import type { Manner } from './engine.js';
import type { ErrorRecord } from './error.js';

/** About one call, main → child → worker. */
export type CallMessage =
  | { readonly kind: 'input'; readonly call: number; readonly item: unknown }
  | { readonly kind: 'end'; readonly call: number }
  | { readonly kind: 'cancel'; readonly call: number }
  /** The reader has taken `items` outputs: so many more may be sent. */
  | { readonly kind: 'pull'; readonly call: number; readonly items: number };

/** Main → child. `engine` is the number of one loading of an engine, never used twice. */
export type ToChild =
  | CallMessage
  | ({ readonly kind: 'load'; readonly manner: Manner } & Omit<WorkerStart, 'nice'>)
  | { readonly kind: 'unload'; readonly engine: number }
  | {
      readonly kind: 'call';
      readonly engine: number;
      readonly call: number;
      readonly method: string;
      readonly args: unknown;
      /** The caller wants to be told when the engine rests. */
      readonly isWatched: boolean;
      /** It only asks how the engine does, and leaves nothing behind. */
      readonly isLook: boolean;
    }
  | { readonly kind: 'shutdown' };

/** Worker → child → main. */
export type FromWorker =
  | { readonly kind: 'loaded'; readonly engine: number }
  | { readonly kind: 'load-failed'; readonly engine: number; readonly error: ErrorRecord }
  /** The engine has taken `items` inputs: so many more may be sent. */
  | { readonly kind: 'pulled'; readonly call: number; readonly items: number }
  | { readonly kind: 'output'; readonly call: number; readonly item: unknown }
  /** Nothing is computed until more comes than the `items` inputs that the engine has taken since the call began. */
  | { readonly kind: 'rests'; readonly call: number; readonly items: number }
  | { readonly kind: 'done'; readonly call: number }
  | { readonly kind: 'failed'; readonly call: number; readonly error: ErrorRecord };

/** Child → main. */
export type FromChild =
  | FromWorker
  /** The worker of an engine is gone, unasked. */
  | { readonly kind: 'lost'; readonly engine: number; readonly error: ErrorRecord }
  /** Memory it holds, and the cores it took on average since the last pulse. */
  | { readonly kind: 'pulse'; readonly rssBytes: number; readonly cores: number };

/** Child → worker. */
export type ToWorker =
  | CallMessage
  | {
      readonly kind: 'call';
      readonly call: number;
      readonly method: string;
      readonly args: unknown;
      readonly isWatched: boolean;
      readonly isLook: boolean;
      readonly cells: SharedArrayBuffer;
    }
  | { readonly kind: 'close' };

/** What a worker is started with. */
export interface WorkerStart {
  readonly engine: number;
  readonly module: string;
  readonly options: unknown;
  /** Niceness of its thread, 0…19, where threads have one of their own. */
  readonly nice: number;
}

/** Int32 cells that a call shares between the child's main thread and its worker; 0 or 1. */
export const Cell = { CANCELLED: 0, INPUT_ENDED: 1 } as const;
export const CELLS_BYTES = 8;

/** Inputs a caller may have under way in one call: two seconds of 32 ms frames, or one second of 48 kHz float stereo thrice. */
export const INPUT_LIMIT = { items: 64, bytes: 1 << 20 } as const;
/** Outputs an engine may have under way in one call; bytes allow for about 20 s of 48 kHz float audio. */
export const OUTPUT_LIMIT = { items: 32, bytes: 4 << 20 } as const;
