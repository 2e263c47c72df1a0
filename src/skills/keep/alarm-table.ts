/** Rows of everything that rings. Each change says what it takes the row for, so that of two processes one succeeds. */
import type { Alarm } from './alarms.js';
import { numberOf, textOf, type Row, type Store } from './store.js';

export interface AlarmRow extends Alarm {
  /** Counts down whatever the clock on the wall does; `atMs` is where that clock will be, as far as is known. */
  readonly counts: boolean;
  /** IANA zone in which it was set. */
  readonly timeZone: string;
  /** Of one that repeats: minutes since midnight. */
  readonly dayMinute?: number;
  /** 0 for one that waits; of one that rings how often it was told, and a sign that somebody still does. */
  readonly rings: number;
}

export class AlarmTable {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Those that are to ring, soonest first. */
  waiting(): readonly AlarmRow[] {
    return this.#store.read('SELECT * FROM alarm WHERE rings = 0 ORDER BY at_ms, id').map(toRow);
  }

  /** One that is to ring. */
  find(id: number): AlarmRow | undefined {
    return this.#store.read('SELECT * FROM alarm WHERE id = ? AND rings = 0', id).map(toRow)[0];
  }

  /** Those that ring in whatever process, and were told at least once: the claim is the first sign, telling the second. */
  told(): readonly AlarmRow[] {
    return this.ringing().filter(({ rings }) => rings > 1);
  }

  /** Those that some process has claimed. */
  ringing(): readonly AlarmRow[] {
    return this.#store.read('SELECT * FROM alarm WHERE rings > 0 ORDER BY at_ms, id').map(toRow);
  }

  count(): number {
    return numberOf(this.#store.read('SELECT count(*) AS n FROM alarm')[0], 'n');
  }

  /** Its id. */
  add(row: Omit<AlarmRow, 'id'>): number {
    const { id } = this.#store.write(
      'INSERT INTO alarm (kind, label, duration_ms, counts, at_ms, zone, day_minute, days, rings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ...[row.kind, row.label ?? null, row.durationMs ?? null, row.counts ? 1 : 0, row.atMs, row.timeZone],
      ...[row.dayMinute ?? null, row.days?.join('') ?? null, row.rings],
    );
    return id;
  }

  remove(id: number): boolean {
    return this.#store.write('DELETE FROM alarm WHERE id = ?', id).changes > 0;
  }

  /**
   * Makes it ring, or gives undefined where somebody else did, or moved it. One that repeats goes on to `nextMs`, and what
   * rings is a row of its own.
   */
  claim(row: AlarmRow, nextMs?: number): AlarmRow | undefined {
    if (nextMs === undefined) {
      const sql = 'UPDATE alarm SET rings = 1 WHERE id = ? AND at_ms = ? AND rings = 0';
      return this.#store.write(sql, row.id, row.atMs).changes > 0 ? { ...row, rings: 1 } : undefined;
    }
    return this.#store.transact(() => {
      if (!this.move(row, nextMs)) return undefined;
      const once = { ...onceOnly(row), rings: 1 };
      return { ...once, id: this.add(once) };
    });
  }

  /** Tells others that it still rings here. False where it was silenced, or taken over, elsewhere. */
  beat(row: AlarmRow): boolean {
    const sql = 'UPDATE alarm SET rings = rings + 1 WHERE id = ? AND rings = ?';
    return this.#store.write(sql, row.id, row.rings).changes > 0;
  }

  /** Another time for one that waits; false where somebody else moved it first. */
  move(row: AlarmRow, atMs: number, timeZone = row.timeZone): boolean {
    const sql = 'UPDATE alarm SET at_ms = ?, zone = ? WHERE id = ? AND at_ms = ? AND rings = 0';
    return this.#store.write(sql, atMs, timeZone, row.id, row.atMs).changes > 0;
  }

  /** One that rings waits again, and counts until then. */
  snooze(id: number, atMs: number): boolean {
    const sql = 'UPDATE alarm SET at_ms = ?, counts = 1, rings = 0 WHERE id = ? AND rings > 0';
    return this.#store.write(sql, atMs, id).changes > 0;
  }
}

/** What rings of a row that repeats. */
function onceOnly(row: AlarmRow): AlarmRow {
  const { id, kind, label, counts, atMs, timeZone, rings } = row;
  return { id, kind, counts, atMs, timeZone, rings, ...(label === undefined ? {} : { label }) };
}

function toRow(row: Row): AlarmRow {
  return {
    ...{ id: numberOf(row, 'id'), kind: kindOf(textOf(row, 'kind')), atMs: numberOf(row, 'at_ms') },
    ...{ timeZone: textOf(row, 'zone'), counts: numberOf(row, 'counts') === 1, rings: numberOf(row, 'rings') },
    ...(row['label'] === null ? {} : { label: textOf(row, 'label') }),
    ...(row['duration_ms'] === null ? {} : { durationMs: numberOf(row, 'duration_ms') }),
    ...(row['day_minute'] === null ? {} : { dayMinute: numberOf(row, 'day_minute') }),
    ...(row['days'] === null ? {} : { days: textOf(row, 'days').split('').map(Number) }),
  };
}

/** A kind that a later version may add still rings. */
function kindOf(text: string): Alarm['kind'] {
  return text === 'timer' || text === 'reminder' ? text : 'alarm';
}
