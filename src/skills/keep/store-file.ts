/** Opens the file: makes it, mends its place, sets a damaged one aside, and goes on in memory where it cannot be used. */
import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { migrate, TABLES, TooNewError } from './schema.js';
import { codeOf, Store, textOf, type Row } from './store.js';

export interface StoreFileOptions {
  /** A path, or `:memory:` to keep nothing. */
  readonly file: string;
  /** Told in one line what went wrong and what became of it. */
  readonly onNotice?: (line: string) => void;
  /** For the name of a file that is set aside. */
  readonly now?: () => Date;
}

export const IN_MEMORY = ':memory:';

/** Never throws for what is wrong with the file: tells it, and gives a store that works. */
export function openStore(options: StoreFileOptions): Store {
  if (options.file === IN_MEMORY) return emptyStore();
  try {
    return openFile(options);
  } catch (error) {
    if (!isDamage(error)) return openMemory(options, error);
  }
  try {
    setAside(options);
    return openFile(options);
  } catch (error) {
    return openMemory(options, error);
  }
}

function openFile(options: StoreFileOptions): Store {
  const { file } = options;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // What people ask to remember is nobody else's business; SQLite gives its side files the same mode.
  closeSync(openSync(file, 'a', 0o600));
  let isUp = false;
  const onLost = (lost: Store, error: unknown): Store => {
    if (!isUp) throw error;
    return openMemory(options, error, lost);
  };
  const store = new Store(file, { onLost });
  try {
    setUp(store);
    isUp = true;
    return store;
  } catch (error) {
    store.close();
    throw error;
  }
}

class DamageError extends Error {
  override readonly name = 'DamageError';
}

function setUp(store: Store): void {
  patiently(() => store.read('PRAGMA journal_mode = WAL'));
  store.run('PRAGMA synchronous = FULL');
  const [check] = store.read('PRAGMA quick_check(1)');
  const health = textOf(check, 'quick_check');
  if (health !== 'ok') throw new DamageError(health);
  patiently(() => {
    migrate(store);
  });
}

/** Changing to WAL does not wait for others by itself. */
function patiently(work: () => unknown): void {
  for (let triesLeft = 40; ; triesLeft--) {
    try {
      work();
      return;
    } catch (error) {
      if (!/^SQLITE_(?:BUSY|LOCKED)/.test(codeOf(error)) || triesLeft === 0) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  }
}

function isDamage(error: unknown): boolean {
  return error instanceof DamageError || /^SQLITE_(?:NOTADB|CORRUPT)/.test(codeOf(error));
}

/** Another name for the damaged file and its side files, so that nothing in them is lost. */
function setAside({ file, onNotice, now = () => new Date() }: StoreFileOptions): void {
  const stamp = now().toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  const base = `${file}.damaged-${stamp}`;
  let aside = base;
  for (let count = 2; existsSync(aside); count++) aside = `${base}-${count}`;
  renameSync(file, aside);
  for (const side of ['-wal', '-shm']) if (existsSync(file + side)) renameSync(file + side, aside + side);
  onNotice?.(
    `${file} is damaged: it was set aside as ${aside}, and a new one begins without the lists, facts and alarms in it.`,
  );
}

/** A store in memory, with whatever the file still shows. */
function openMemory(options: StoreFileOptions, error: unknown, source?: Store): Store {
  const store = emptyStore();
  if (!(error instanceof TooNewError)) copyInto(store, options.file, source);
  options.onNotice?.(
    `${options.file} cannot be used (${reasonOf(error)}): lists, facts and alarms are kept in memory, and are gone when ` +
      `Parley ends. ${error instanceof TooNewError ? 'Use that version.' : 'Make the file writable'} and start Parley again.`,
  );
  return store;
}

function emptyStore(): Store {
  const store = new Store(IN_MEMORY);
  migrate(store);
  return store;
}

function copyInto(store: Store, file: string, source: Store | undefined): void {
  try {
    const from = source ?? (statSync(file).size > 0 ? new Store(file) : undefined);
    if (from === undefined) return;
    for (const table of TABLES) {
      for (const row of from.read(`SELECT * FROM ${table}`)) insert(store, table, row);
    }
    from.close();
  } catch {
    // What cannot be read stays where it is: the file is left untouched.
  }
}

function insert(store: Store, table: string, row: Row): void {
  const names = Object.keys(row);
  const marks = names.map(() => '?').join(', ');
  store.write(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks})`, ...Object.values(row));
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'a part of its path is a file',
  EISDIR: 'it is a folder',
  SQLITE_FULL: 'the disk is full',
  SQLITE_READONLY: 'it is read-only',
  SQLITE_BUSY: 'another program keeps it to itself',
};

function reasonOf(error: unknown): string {
  const code = codeOf(error) || (error instanceof Error && 'code' in error ? String(error.code) : '');
  const known = REASONS[code] ?? REASONS[/^SQLITE_[A-Z]+/.exec(code)?.[0] ?? ''];
  return known ?? (error instanceof Error ? error.message : String(error));
}
