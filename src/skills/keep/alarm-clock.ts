/** Everything that rings: timers, alarms and reminders, kept in the store and told when they are due. */
import type { Clock } from '../../pipeline/stage.js';
import { wallOf } from '../language/zone.js';
import type { AlarmRow, AlarmTable } from './alarm-table.js';
import type { Alarm, AlarmQuery, Alarms } from './alarms.js';
import { likenessKey } from './alike.js';
import { DueTimes } from './due-times.js';
import { fitText, KeepLimitError, limits } from './limits.js';
import { Ringer, type Ring } from './ringer.js';

export interface AlarmClockOptions {
  readonly table: AlarmTable;
  /** Monotonic. */
  readonly clock: Clock;
  /** The clock on the wall. */
  readonly now: () => Date;
  /** IANA zone of the user. */
  readonly timeZone: string;
  /** Milliseconds since the machine was started, with those it slept (`os.uptime() * 1000`). */
  readonly sinceBootMs?: () => number;
  /** Called when something rings, and again until it is silenced. Without it this process sets alarms and rings none. */
  readonly onRing?: (ring: Ring) => void;
  /** Told in one line why nothing could ring for a moment. */
  readonly onNotice?: (line: string) => void;
}

/** The wall's clock may be set and the machine may sleep: nobody tells, so look again. Far below Node's longest timer. */
const LONGEST_LOOK_MS = 30_000;
/** A store that fails once may be busy only. */
const RETRY_MS = 5000;

export class AlarmClock implements Alarms {
  readonly #options: AlarmClockOptions;
  readonly #due: DueTimes;
  readonly #ringer: Ringer | undefined;
  #nap: AbortController | undefined;
  #isRunning = false;
  #isWoken = false;

  constructor(options: AlarmClockOptions) {
    this.#options = options;
    this.#due = new DueTimes(options);
    const { table, onRing, timeZone } = options;
    this.#ringer = onRing === undefined ? undefined : new Ringer({ table, onRing, timeZone, due: this.#due });
  }

  /** Rings from now on; what should have rung before rings at once. Legal once, and only with `onRing`. */
  start(): void {
    if (this.#ringer === undefined || this.#isRunning) return;
    this.#isRunning = true;
    this.#isolate(() => {
      this.#due.followZone(this.#options.table.waiting());
      return 0;
    });
    void this.#run();
  }

  /** Rings no more; what is to ring stays in the store. Legal any number of times. */
  close(): void {
    if (this.#isRunning) this.#isolate(() => this.#ringer?.finish() ?? 0);
    this.#isRunning = false;
    this.#nap?.abort();
  }

  get isFull(): boolean {
    return this.#options.table.count() >= limits.alarms;
  }

  plan(alarm: Omit<Alarm, 'id'>): () => Alarm {
    const label = alarm.label === undefined ? undefined : fitText(alarm.label, limits.text);
    const endMs = alarm.durationMs === undefined ? undefined : this.#due.nowMs() + alarm.durationMs;
    return () => {
      if (this.isFull) throw new KeepLimitError("I can't keep more than that. Cancel one first.");
      const atMs = endMs === undefined ? Math.ceil(alarm.atMs) : this.#due.wallAt(endMs);
      const row = { ...this.#rowOf(alarm, atMs), ...(label === undefined ? {} : { label }) };
      const id = this.#options.table.add(row);
      if (endMs !== undefined) this.#due.remember(id, atMs, endMs);
      this.#wake();
      return this.#due.toAlarm({ ...row, id });
    };
  }

  find({ kind, label, durationMs, atMs }: AlarmQuery): readonly Alarm[] {
    const all = this.#options.table
      .waiting()
      .map((row) => this.#due.toAlarm(row))
      .sort((a, b) => a.atMs - b.atMs || a.id - b.id);
    const fits = all.filter(
      (alarm) =>
        (kind === undefined || alarm.kind === kind) &&
        (durationMs === undefined || alarm.durationMs === durationMs) &&
        (atMs === undefined || Math.floor(alarm.atMs / 60_000) === Math.floor(atMs / 60_000)),
    );
    return label === undefined ? fits : labelled(fits, label);
  }

  remainingMs(alarm: Alarm): number {
    const row = this.#options.table.find(alarm.id);
    return row === undefined ? 0 : Math.max(0, this.#due.remainingMs(row));
  }

  cancel(alarm: Alarm): void {
    this.#options.table.remove(alarm.id);
    this.#wake();
  }

  ringing(): readonly Alarm[] {
    return this.#options.table.told().map((row) => this.#due.toAlarm(row));
  }

  /** In whatever process it rings; what nobody has heard yet is not silenced. */
  silence(snoozeMs?: number): void {
    const { table } = this.#options;
    for (const row of table.told()) {
      if (snoozeMs === undefined) {
        table.remove(row.id);
        continue;
      }
      const endMs = this.#due.nowMs() + snoozeMs;
      const atMs = this.#due.wallAt(endMs);
      if (table.snooze(row.id, atMs)) this.#due.remember(row.id, atMs, endMs);
    }
    this.#ringer?.forget();
    this.#wake();
  }

  #rowOf(alarm: Omit<Alarm, 'id'>, atMs: number): Omit<AlarmRow, 'id'> {
    const { kind, durationMs, days } = alarm;
    const { timeZone } = this.#options;
    const wall = wallOf(atMs, timeZone);
    return {
      ...{ kind, atMs, timeZone, rings: 0, counts: durationMs !== undefined },
      ...(durationMs === undefined ? {} : { durationMs }),
      ...(days === undefined || days.length === 0 ? {} : { days, dayMinute: wall.hour * 60 + wall.minute }),
    };
  }

  async #run(): Promise<void> {
    while (this.#isRunning) {
      this.#isWoken = false;
      const waitMs = this.#isolate(() => this.#look());
      this.#nap = new AbortController();
      try {
        // Whoever was told may have set or silenced something meanwhile.
        await this.#options.clock.sleep(this.#wasWoken() ? 1 : waitMs, this.#nap.signal);
      } catch {
        // Woken, or closed.
      }
    }
  }

  /** How long nothing is to be done, ms. */
  #look(): number {
    const { table } = this.#options;
    const before = table.waiting();
    const rows = this.#due.followWall(before) ? table.waiting() : before;
    const nextRingMs = this.#ringer?.look(rows) ?? LONGEST_LOOK_MS;
    const waits = rows.map((row) => this.#due.remainingMs(row)).filter((ms) => ms > 0);
    return Math.max(1, Math.min(LONGEST_LOOK_MS, nextRingMs, ...waits));
  }

  #wasWoken(): boolean {
    return this.#isWoken;
  }

  #wake(): void {
    this.#isWoken = true;
    this.#nap?.abort();
  }

  /** A fault in one look must not stop those that follow. */
  #isolate(work: () => number): number {
    try {
      return work();
    } catch (error) {
      this.#options.onNotice?.(`alarms: ${error instanceof Error ? error.message : String(error)}; trying again`);
      return RETRY_MS;
    }
  }
}

/** "egg" is "eggs" to people; where nothing is called so, those with the words in it. */
function labelled(alarms: readonly Alarm[], label: string): readonly Alarm[] {
  const key = likenessKey(label);
  const keyed = alarms.map((alarm) => ({ alarm, own: likenessKey(alarm.label ?? '') }));
  const same = keyed.filter(({ own }) => own === key);
  const words = key.split(' ');
  const near = keyed.filter(({ own }) => words.every((word) => own.split(' ').includes(word)));
  return (same.length > 0 ? same : near).map(({ alarm }) => alarm);
}
