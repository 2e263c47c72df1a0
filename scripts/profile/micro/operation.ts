/** One small thing that Parley does all the time, ready to be done again and again. */

/** What it costs is told for one operation. */
export interface Operation {
  readonly name: string;
  readonly unit: 'ns' | 'µs';
  /** What it should cost at most, in `unit`. */
  readonly target?: number;
  /** Runs timed together: a clock cannot see a single one of some nanoseconds. A sample is then their mean. */
  readonly runsPerSample?: number;
  /** Operations in one run; 1 unless told. */
  readonly each?: number;
  open(): Promise<OpenOperation>;
}

export interface OpenOperation {
  /** What it returns is not looked at, but keeps the compiler from leaving the work out. */
  readonly run: () => unknown;
  readonly close?: () => Promise<void> | void;
}
