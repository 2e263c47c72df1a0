/** One SQLite connection: every write is on the disk when it returns, and where the disk fails it goes on in memory. */
import Database from 'libsql';

export type Value = string | number | null;

export type Row = Readonly<Record<string, Value>>;

export interface StoreOptions {
  /** Called once, when the file cannot be written any more: gives the store to go on with. */
  readonly onLost?: (lost: Store, error: unknown) => Store;
}

/** How long another process may keep the file to itself. Longer would stop the sound: this thread waits. */
const BUSY_MS = 1000;

export class Store {
  readonly #db: Database.Database;
  readonly #options: StoreOptions;
  readonly #statements = new Map<string, Database.Statement>();
  #instead: Store | undefined;
  #isInTransaction = false;

  /** `file`: a path, or `:memory:`. Throws what SQLite throws; that it is no database shows at the first use. */
  constructor(file: string, options: StoreOptions = {}) {
    this.#db = new Database(file, { timeout: BUSY_MS });
    this.#options = options;
  }

  /** All rows. */
  read(sql: string, ...values: readonly Value[]): readonly Row[] {
    if (this.#instead !== undefined) return this.#instead.read(sql, ...values);
    return this.#prepare(sql).all(values) as Row[];
  }

  /** How many rows changed, and the id of the one that was inserted. */
  write(sql: string, ...values: readonly Value[]): { readonly changes: number; readonly id: number } {
    return this.#guard((store) => {
      if (store !== this) return store.write(sql, ...values);
      const { changes, lastInsertRowid } = this.#prepare(sql).run(values);
      return { changes, id: Number(lastInsertRowid) };
    });
  }

  /** Several statements without values. */
  run(sql: string): void {
    if (this.#instead !== undefined) this.#instead.run(sql);
    else this.#db.exec(sql);
  }

  /** All of `work` or nothing, and nobody else writes meanwhile. It may run a second time where the disk fails. */
  transact<T>(work: () => T): T {
    return this.#guard((store) => (store === this ? this.#transactHere(work) : store.transact(work)));
  }

  /** Legal any number of times. */
  close(): void {
    this.#instead?.close();
    this.#statements.clear();
    if (!this.#db.open) return;
    try {
      // The file alone holds everything then, whoever copies it.
      this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // Another process has it open, or the disk is gone: what was written stays in the file beside it.
    }
    this.#db.close();
  }

  #transactHere<T>(work: () => T): T {
    this.#db.exec('BEGIN IMMEDIATE');
    this.#isInTransaction = true;
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk has rolled back by itself.
      if (this.#db.inTransaction) this.#db.exec('ROLLBACK');
      throw error;
    } finally {
      this.#isInTransaction = false;
    }
  }

  #guard<T>(work: (store: Store) => T): T {
    if (this.#instead !== undefined) return work(this.#instead);
    try {
      return work(this);
    } catch (error) {
      const { onLost } = this.#options;
      if (this.#isInTransaction || onLost === undefined || !isLost(error)) throw error;
      this.#instead = onLost(this, error);
      return work(this.#instead);
    }
  }

  #prepare(sql: string): Database.Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

export function textOf(row: Row | undefined, column: string): string {
  return String(row?.[column] ?? '');
}

/** 0 where there is none. */
export function numberOf(row: Row | undefined, column: string): number {
  return Number(row?.[column] ?? 0);
}

/** SQLite's name for what went wrong: `SQLITE_FULL`; an empty text for what did not come from it. */
export function codeOf(error: unknown): string {
  return error instanceof Database.SqliteError ? error.code : '';
}

function isLost(error: unknown): boolean {
  return /^SQLITE_(?:FULL|IOERR|READONLY|CORRUPT|NOTADB|CANTOPEN)/.test(codeOf(error));
}
