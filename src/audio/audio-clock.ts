/** Time as this folder needs it, so that tests can own it. */
export interface AudioClock {
  /** Milliseconds since an arbitrary start; never goes back. */
  now(): number;
  /** Resolves after `ms`; rejects once the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}
