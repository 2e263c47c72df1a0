/** The tables, and the way from an older file to them: one step for each version. */
import { numberOf, type Store } from './store.js';

/** Step n leads from version n to n + 1. Never change one that was released: add another. */
const STEPS: readonly string[] = [
  `CREATE TABLE item (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     list_key TEXT NOT NULL,
     list TEXT NOT NULL,
     key TEXT NOT NULL,
     text TEXT NOT NULL,
     UNIQUE (list_key, key)
   ) STRICT;
   CREATE TABLE fact (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     subject TEXT NOT NULL UNIQUE,
     value TEXT NOT NULL
   ) STRICT;
   CREATE TABLE alarm (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     kind TEXT NOT NULL,
     label TEXT,
     duration_ms INTEGER,
     counts INTEGER NOT NULL,
     at_ms INTEGER NOT NULL,
     zone TEXT NOT NULL,
     day_minute INTEGER,
     days TEXT,
     rings INTEGER NOT NULL DEFAULT 0
   ) STRICT;`,
];

export const TABLES = ['item', 'fact', 'alarm'] as const;

/** The file was written by a later version, whose tables are not known here. */
export class TooNewError extends Error {
  override readonly name = 'TooNewError';
  constructor() {
    super('it was written by a later version of Parley');
  }
}

/** Brings the tables up to date, or leaves everything as it was. Throws `TooNewError`, or what SQLite throws. */
export function migrate(store: Store): void {
  store.transact(() => {
    const version = numberOf(store.read('PRAGMA user_version')[0], 'user_version');
    if (version > STEPS.length) throw new TooNewError();
    if (version === STEPS.length) return;
    for (const step of STEPS.slice(version)) store.run(step);
    store.run(`PRAGMA user_version = ${STEPS.length}`);
  });
}
