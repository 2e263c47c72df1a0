/** What the inference host offers to the rest of the program. */
import type { HostClock } from './clock.js';
import type { EngineHandle, EngineSpec } from './engine.js';
import type { EngineError } from './error.js';
import type { ResidencyOptions } from './residency.js';
import type { BreakerState } from './restart.js';
import type { SlotState } from './slot.js';

export interface InferenceHostOptions {
  readonly engines: Readonly<Record<string, EngineSpec>>;
  /** Niceness of every engine whose manner is calm, 0…19. */
  readonly nice: number;
  readonly onEvent?: (event: HostEvent) => void;
  readonly clock?: HostClock;
  /** For the jitter of restarts; 0 ≤ x < 1. */
  readonly random?: () => number;
  /** A cancelled call that has not stopped after this long costs the child its life. Default 15 s. */
  readonly hangMs?: number;
  /** An engine begins to compute for a caller; what this returns is called when it rests. For clocks that leave out waiting. */
  readonly onWork?: () => () => void;
  /** Resident memory of the child above which it is killed and started again. Default: no limit. */
  readonly maxRssBytes?: number;
  /** When engines that nobody uses give their memory back; they are loaded again when they are called. */
  readonly residency?: ResidencyOptions;
}

export type HostEvent =
  | { readonly type: 'started'; readonly pid: number | undefined }
  | { readonly type: 'loaded'; readonly engine: string }
  | { readonly type: 'load-failed'; readonly engine: string; readonly error: EngineError }
  | { readonly type: 'died'; readonly reason: string; readonly lastLines: string }
  /** Its memory was given back until it is called. */
  | { readonly type: 'rested'; readonly engine: string }
  | { readonly type: 'lost'; readonly engine: string; readonly reason: string }
  /** `open`: too many crashes, calls fail until the next attempt. */
  | { readonly type: 'restart'; readonly inMs: number; readonly open: boolean }
  /** Printed by an engine or its native library. */
  | { readonly type: 'line'; readonly line: string };

export interface EngineStats {
  readonly state: SlotState;
  /** Including cancelled ones that have not stopped yet. */
  readonly calls: number;
  readonly inputItems: number;
  readonly inputBytes: number;
  readonly outputItems: number;
}

export interface HostStats {
  readonly pid: number | undefined;
  /** As last reported, once a second; 0 while there is no child. */
  readonly rssBytes: number;
  /** Cores that it took on average over the last second; 0 while there is no child. */
  readonly cores: number;
  /** Children started because the one before had died. */
  readonly restarts: number;
  readonly breaker: BreakerState;
  /** Results that came after their call had ended. */
  readonly lateResults: number;
  readonly engines: Readonly<Record<string, EngineStats>>;
}

export interface InferenceHost {
  /** Starts the child and loads every engine; `engine(name).ready` tells when. Throws when the build is missing. */
  start(): void;
  /** The same handle serves across restarts and replacements. Throws `EngineError` for an unknown name. */
  engine(name: string): EngineHandle;
  /**
   * Loads `spec` beside the running engine, then swaps; calls under way end on the old one. A name that is not known yet
   * is from then on. Rejects with `EngineError` and leaves all as it was when the new one does not load. Needs memory for
   * both at once.
   */
  replace(name: string, spec: EngineSpec): Promise<void>;
  stats(): HostStats;
  /** Ends every call and the child within about half a second. Legal at any time, any number of times. */
  close(): Promise<void>;
}
