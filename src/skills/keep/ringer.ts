/** Rings what is due, again and again until it is silenced; of several processes with one file one of them does. */
import type { AlarmRow, AlarmTable } from './alarm-table.js';
import type { Alarm } from './alarms.js';
import type { DueTimes } from './due-times.js';
import { ringText, type Rung } from './ring-text.js';

export interface Ring {
  /** What to say. */
  readonly text: string;
  readonly alarms: readonly Alarm[];
  /** Nothing in it is new: nobody has silenced it yet. */
  readonly isAgain: boolean;
}

export interface RingerOptions {
  readonly table: AlarmTable;
  readonly due: DueTimes;
  readonly timeZone: string;
  readonly onRing: (ring: Ring) => void;
}

/** Between two tellings, from start to start. */
export const RING_EVERY_MS = 20_000;
/** Nobody is there. */
export const RING_FOR_MS = 180_000;
/** From here on people are told when it was due. */
const LATE_MS = 90_000;
/** A process that rings gives a sign at each telling; without one for this long it is gone. */
const GONE_MS = 2 * RING_EVERY_MS;

interface Ringing extends Rung {
  readonly row: AlarmRow;
  /** On the time line that counts. */
  readonly sinceMs: number;
}

export class Ringer {
  readonly #options: RingerOptions;
  readonly #ringing = new Map<number, Ringing>();
  /** Those that ring in another process, with the last sign of it. */
  readonly #elsewhere = new Map<number, { readonly rings: number; readonly sinceMs: number }>();
  #toldMs = -Infinity;

  constructor(options: RingerOptions) {
    this.#options = options;
  }

  /** Takes what is due, ends what has rung long enough, tells the rest. How long nothing is to be done, ms. */
  look(waiting: readonly AlarmRow[]): number {
    const { due } = this.#options;
    const nowMs = due.nowMs();
    const fresh = [...this.#takeDue(waiting), ...this.#takeOver()];
    for (const ringing of fresh) this.#ringing.set(ringing.row.id, ringing);
    this.#endOld(nowMs);
    if (fresh.length > 0 || nowMs - this.#toldMs >= RING_EVERY_MS) this.#tell(fresh.length === 0);
    return this.#ringing.size === 0 ? Infinity : Math.max(0, this.#toldMs + RING_EVERY_MS - due.nowMs());
  }

  /** It was silenced, all of it. */
  forget(): void {
    this.#ringing.clear();
  }

  /** Parley ends: it was heard at least once. */
  finish(): number {
    for (const id of this.#ringing.keys()) this.#options.table.remove(id);
    this.#ringing.clear();
    return 0;
  }

  #takeDue(waiting: readonly AlarmRow[]): Ringing[] {
    const { due, table } = this.#options;
    return waiting.flatMap((row) => {
      const lateMs = -due.remainingMs(row);
      if (lateMs < 0) return [];
      const claimed = table.claim(row, due.nextMs(row));
      return claimed === undefined ? [] : [this.#begin(claimed, lateMs)];
    });
  }

  /** What rang in a process that is gone must not be lost. */
  #takeOver(): Ringing[] {
    const { due, table } = this.#options;
    const rows = table.ringing().filter(({ id }) => !this.#ringing.has(id));
    const known = new Set(rows.map(({ id }) => id));
    for (const id of this.#elsewhere.keys()) if (!known.has(id)) this.#elsewhere.delete(id);
    return rows.flatMap((row) => {
      const last = this.#elsewhere.get(row.id);
      if (last?.rings !== row.rings) this.#elsewhere.set(row.id, { rings: row.rings, sinceMs: due.nowMs() });
      else if (due.nowMs() - last.sinceMs >= GONE_MS && table.beat(row)) {
        return [this.#begin({ ...row, rings: row.rings + 1 }, due.wallMs() - row.atMs)];
      }
      return [];
    });
  }

  #begin(row: AlarmRow, lateMs: number): Ringing {
    const { due } = this.#options;
    const dueMs = due.wallMs() - lateMs;
    return { row, dueMs, alarm: due.toAlarm(row), isLate: lateMs >= LATE_MS, sinceMs: due.nowMs() };
  }

  #endOld(nowMs: number): void {
    for (const [id, { sinceMs }] of this.#ringing) {
      if (nowMs - sinceMs < RING_FOR_MS) continue;
      this.#options.table.remove(id);
      this.#ringing.delete(id);
    }
  }

  #tell(isAgain: boolean): void {
    const { due, table, timeZone, onRing } = this.#options;
    for (const [id, ringing] of this.#ringing) {
      // Silenced from another process.
      if (!table.beat(ringing.row)) this.#ringing.delete(id);
      else this.#ringing.set(id, { ...ringing, row: { ...ringing.row, rings: ringing.row.rings + 1 } });
    }
    if (this.#ringing.size === 0) return;
    this.#toldMs = due.nowMs();
    const told = [...this.#ringing.values()];
    const text = ringText(told, { now: new Date(due.wallMs()), timeZone });
    onRing({ text, isAgain, alarms: told.map(({ alarm }) => alarm) });
  }
}
