/** Timers, alarms and reminders: everything that rings, and survives a restart. */

export interface Alarm {
  readonly id: number;
  readonly kind: 'timer' | 'alarm' | 'reminder';
  /** What it is called, or what to be reminded of. */
  readonly label?: string;
  /**
   * Of what was set as a stretch of time (every timer, a reminder "in 10 minutes"): how long it runs in all, ms. It counts
   * whatever the clock on the wall does; everything else follows that clock.
   */
  readonly durationMs?: number;
  /** Wall-clock time at which it rings, ms since 1970. */
  readonly atMs: number;
  /** Rings again on these days (0 Sunday … 6 Saturday), at the same time of day. */
  readonly days?: readonly number[];
}

/** Which ones are meant. Nothing given: all of them. */
export interface AlarmQuery {
  readonly kind?: Alarm['kind'];
  readonly label?: string;
  readonly durationMs?: number;
  readonly atMs?: number;
}

export interface Alarms {
  /** True when no further one can be set. */
  readonly isFull: boolean;
  /**
   * One that counts from now on, but is one only once the returned function was called. That throws when there are too
   * many, and rings soon where the time is over by then.
   */
  plan(alarm: Omit<Alarm, 'id'>): () => Alarm;
  /** Those that are to ring, soonest first. */
  find(query: AlarmQuery): readonly Alarm[];
  remainingMs(alarm: Alarm): number;
  /** One that is over already stays so. */
  cancel(alarm: Alarm): void;
  /** Those that ring at this moment. */
  ringing(): readonly Alarm[];
  /** Silences what rings. `snoozeMs`: it rings again after this long. */
  silence(snoozeMs?: number): void;
}
