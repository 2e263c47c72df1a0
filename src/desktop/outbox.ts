/** Every utterance that was dictated, on disk from before it is typed until long after: no word is ever lost. */
import { randomUUID } from 'node:crypto';
import type { TextEdit } from '../pipeline/dictation.js';
import { OutboxFile } from './outbox-file.js';
import { readEntry, type OutboxRecord } from './outbox-record.js';
import { reasonOf } from './outlet-error.js';

/** `typing` that outlives its process: nobody knows how much of it arrived. */
export type OutboxState = 'waiting' | 'typing' | 'delivered';

export interface Utterance {
  readonly id: string;
  /** Wall-clock time, ms since 1970. */
  readonly atMs: number;
  /** As it was heard. */
  readonly raw: string;
  /** As it is to be written. */
  readonly edits: readonly TextEdit[];
  readonly application?: string;
  readonly state: OutboxState;
  /** What is still to be done: all of `edits` at first, less after a part was typed. */
  readonly rest: readonly TextEdit[];
  readonly by?: string;
  readonly deliveredAtMs?: number;
  /** Why it waits, in one line. */
  readonly why?: string;
}

export interface OutboxOptions {
  /** JSON lines, readable to its owner alone. */
  readonly path: string;
  /** Delivered ones that are kept. */
  readonly keep: { readonly count: number; readonly days: number };
  /** ms since 1970. */
  readonly now: () => number;
  /** Told in one line that the disk does not take it: the text is in memory alone then. */
  readonly onNotice?: (line: string) => void;
}

const DAY_MS = 86_400_000;
/** Delivered ones may grow so far past their limit before the file is written anew. */
const SLACK = 100;

/** The text of an utterance as a reader would see it, without what was done to the words before it. */
export function writtenOf({ edits }: Pick<Utterance, 'edits'>): string {
  return edits.map((edit) => (edit.kind === 'insert' ? edit.text : '')).join('');
}

export class Outbox {
  readonly #options: OutboxOptions;
  readonly #file: OutboxFile;
  readonly #entries = new Map<string, Utterance>();
  #isLost = false;
  /** Something in the file could not be read: then nothing takes its place. */
  #isUnread = false;

  /** Opens or makes the file; use {@link openOutbox}. */
  constructor(options: OutboxOptions, file: OutboxFile) {
    this.#options = options;
    this.#file = file;
  }

  /** Resolves when it is on the disk. Never throws: what the disk does not take is kept in memory, and that is told. */
  async add(utterance: Pick<Utterance, 'raw' | 'edits' | 'application'>): Promise<string> {
    const id = randomUUID();
    const { raw, edits, application } = utterance;
    const named = application === undefined ? {} : { application };
    await this.#write({ do: 'add', id, atMs: this.#options.now(), raw, edits, ...named }, true);
    return id;
  }

  /** From now on a part may be in the window. */
  async begin(id: string): Promise<void> {
    await this.#write({ do: 'begin', id }, false);
  }

  /** Not delivered, or a part only: `rest` is what is still to be done. */
  async fail(id: string, rest: readonly TextEdit[], why: string): Promise<void> {
    await this.#write({ do: 'fail', id, rest, why }, true);
  }

  async finish(id: string, by: string): Promise<void> {
    await this.#write({ do: 'finish', id, by, atMs: this.#options.now() }, false);
    const delivered = [...this.#entries.values()].filter(({ state }) => state === 'delivered').length;
    if (delivered > this.#options.keep.count + SLACK) await this.tidy();
  }

  /** What was not delivered, the oldest first. */
  pending(): readonly Utterance[] {
    return [...this.#entries.values()].filter(({ state }) => state !== 'delivered');
  }

  last(): Utterance | undefined {
    return [...this.#entries.values()].at(-1);
  }

  find(id: string): Utterance | undefined {
    return this.#entries.get(id);
  }

  /** Forgets the delivered ones that are too old or too many, and nothing else. */
  async tidy(): Promise<void> {
    if (this.#isUnread) return;
    const { keep, now } = this.#options;
    const oldestMs = now() - keep.days * DAY_MS;
    const delivered = [...this.#entries.values()].filter(({ state }) => state === 'delivered');
    const kept = new Set(keep.count === 0 ? [] : delivered.slice(-keep.count));
    const gone = delivered.filter((entry) => !kept.has(entry) || (entry.deliveredAtMs ?? 0) < oldestMs);
    if (gone.length === 0) return;
    for (const { id } of gone) this.#entries.delete(id);
    await this.#guard(() => this.#file.replace([...this.#entries.values()]));
  }

  async close(): Promise<void> {
    await this.#guard(() => this.#file.close());
  }

  /** For {@link openOutbox}. */
  leaveUnread(): void {
    this.#isUnread = true;
  }

  /** For {@link openOutbox}. */
  take(record: OutboxRecord): void {
    const entry = readEntry(this.#entries.get(record.id), record);
    if (entry !== undefined) this.#entries.set(record.id, entry);
  }

  async #write(record: OutboxRecord, isSynced: boolean): Promise<void> {
    this.take(record);
    await this.#guard(() => this.#file.append(record, isSynced));
  }

  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#isLost = false;
    } catch (error) {
      if (this.#isLost) return;
      this.#isLost = true;
      const where = 'what is dictated now is kept in memory, until Parley ends';
      this.#options.onNotice?.(`${this.#options.path} cannot be written (${reasonOf(error)}): ${where}.`);
    }
  }
}

/** Reads what is there. Never throws for what is wrong with the file: tells it, and goes on in memory. */
export async function openOutbox(options: OutboxOptions): Promise<Outbox> {
  const file = new OutboxFile(options.path);
  const outbox = new Outbox(options, file);
  try {
    for (const record of await file.read()) outbox.take(record);
  } catch (error) {
    outbox.leaveUnread();
    options.onNotice?.(`${options.path} cannot be read (${reasonOf(error)}): what it holds stays there.`);
  }
  return outbox;
}
