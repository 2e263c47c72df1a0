/** When each row is due: timers count, alarms and reminders follow the clock on the wall and the user's zone. */
import { instantOf, nextOn, wallOf } from '../language/zone.js';
import type { AlarmRow, AlarmTable } from './alarm-table.js';
import type { Alarm } from './alarms.js';
import { Counting, type CountingOptions } from './counting.js';

export interface DueTimesOptions extends CountingOptions {
  readonly table: AlarmTable;
  readonly now: () => Date;
  readonly timeZone: string;
}

/** More than clocks drift between two looks, less than anybody sets them by. */
const JUMP_MS = 1000;

export class DueTimes {
  readonly #options: DueTimesOptions;
  readonly #counting: Counting;
  /** Where counting ends, for rows as they were when it was worked out. */
  readonly #ends = new Map<number, { readonly rowAtMs: number; readonly endMs: number }>();
  #wallAheadMs: number | undefined;

  constructor(options: DueTimesOptions) {
    this.#options = options;
    this.#counting = new Counting(options);
  }

  /** On the time line that counts. */
  nowMs(): number {
    return this.#counting.nowMs();
  }

  wallMs(): number {
    return this.#options.now().getTime();
  }

  /** Below 0 for one that is overdue. */
  remainingMs(row: AlarmRow): number {
    return row.counts ? this.#endOf(row) - this.nowMs() : row.atMs - this.wallMs();
  }

  /** Where the wall's clock will be when counting ends. */
  wallAt(endMs: number): number {
    return Math.ceil(this.wallMs() + endMs - this.nowMs());
  }

  /** This row was set here, to end then. */
  remember(id: number, rowAtMs: number, endMs: number): void {
    this.#ends.set(id, { rowAtMs, endMs });
  }

  toAlarm(row: AlarmRow): Alarm {
    return {
      ...{ id: row.id, kind: row.kind },
      atMs: row.counts && row.rings === 0 ? this.wallAt(this.#endOf(row)) : row.atMs,
      ...(row.label === undefined ? {} : { label: row.label }),
      ...(row.durationMs === undefined ? {} : { durationMs: row.durationMs }),
      ...(row.days === undefined ? {} : { days: row.days }),
    };
  }

  /** When one that repeats rings again after now, ms since 1970; undefined for one that does not. */
  nextMs(row: AlarmRow): number | undefined {
    if (row.days === undefined || row.dayMinute === undefined) return undefined;
    return nextOn(row.days, row.dayMinute, Math.max(row.atMs, this.wallMs()), this.#options.timeZone);
  }

  /**
   * After the clock on the wall was set: what counts is written down by the new one, for a start after this. True when
   * rows may have changed.
   */
  followWall(rows: readonly AlarmRow[]): boolean {
    const aheadMs = this.wallMs() - this.nowMs();
    this.#wallAheadMs ??= aheadMs;
    const isJump = Math.abs(aheadMs - this.#wallAheadMs) > JUMP_MS;
    if (isJump) this.#wallAheadMs = aheadMs;
    const known = new Set(rows.map(({ id }) => id));
    for (const id of this.#ends.keys()) if (!known.has(id)) this.#ends.delete(id);
    for (const row of rows) if (row.counts) this.#follow(row, isJump);
    return isJump;
  }

  /** 7 o'clock stays 7 o'clock in another zone; what is overdue already was due by the old one. */
  followZone(rows: readonly AlarmRow[]): void {
    const { table, timeZone } = this.#options;
    const nowMs = this.wallMs();
    for (const row of rows) {
      if (row.counts || row.timeZone === timeZone || row.atMs <= nowMs) continue;
      const wall = wallOf(row.atMs, row.timeZone);
      const onceMs = instantOf(wall, wall.hour * 60 + wall.minute, timeZone) + wall.second * 1000;
      table.move(row, this.nextMs({ ...row, atMs: nowMs }) ?? onceMs, timeZone);
    }
  }

  #follow(row: AlarmRow, isJump: boolean): void {
    const endMs = this.#endOf(row);
    const atMs = this.wallAt(endMs);
    if (!isJump || Math.abs(atMs - row.atMs) <= JUMP_MS) return;
    if (this.#options.table.move(row, atMs)) this.remember(row.id, atMs, endMs);
  }

  #endOf(row: AlarmRow): number {
    const known = this.#ends.get(row.id);
    if (known?.rowAtMs === row.atMs) return known.endMs;
    const endMs = this.nowMs() + row.atMs - this.wallMs();
    this.remember(row.id, row.atMs, endMs);
    return endMs;
  }
}
