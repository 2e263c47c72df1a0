/** What figures of a report should be, and whether they are. */
import type { Row } from './summary.js';

/** In the row's unit; the median is held against it. */
export interface Target {
  readonly ms: number;
  /** To be proud of. */
  readonly stretchMs?: number;
  /** Good enough. */
  readonly acceptableMs?: number;
}

/** By the names of rows. */
export type Targets = Readonly<Record<string, Target>>;

export type Verdict = 'stretch met' | 'met' | 'acceptable' | 'missed';

export function judge({ p50 }: Pick<Row, 'p50'>, { ms, stretchMs = 0, acceptableMs = 0 }: Target): Verdict {
  if (p50 < stretchMs) return 'stretch met';
  if (p50 < ms) return 'met';
  return p50 < acceptableMs ? 'acceptable' : 'missed';
}
