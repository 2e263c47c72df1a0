/** What was asked in earlier chats, for the arrow keys: a file of the user's own, bounded, one question a line. */
import { appendFileSync, chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Questions that are offered. The file may hold twice as many before it is cut. */
export const MOST_ENTRIES = 500;
/** A file larger than this was not written by us; nothing of it is read. */
const MOST_BYTES = 4 * 2 ** 20;
const LONGEST_ENTRY = 1000;

export interface HistoryOptions {
  /** `undefined` keeps nothing. */
  readonly file: string | undefined;
  /** Told once, in one line, why nothing is kept. */
  readonly onNotice: (line: string) => void;
}

export class History {
  readonly #options: HistoryOptions;
  #isUsable: boolean;

  constructor(options: HistoryOptions) {
    this.#options = options;
    this.#isUsable = options.file !== undefined;
  }

  /** The newest first, as readline wants it; at most `MOST_ENTRIES`. */
  load(): string[] {
    return this.#attempt((file) => {
      if (statSync(file).size > MOST_BYTES) throw new Error(`larger than ${MOST_BYTES} bytes`);
      const entries = readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line !== '');
      const kept = entries.slice(-MOST_ENTRIES);
      if (entries.length > 2 * MOST_ENTRIES) replaceFile(file, kept);
      return kept.reverse();
    }, []);
  }

  /** Written at once, so that nothing is lost. What begins with a space, and what is too long for a line, is not kept. */
  add(question: string): void {
    const entry = question.replaceAll(/\p{Cc}/gu, ' ').trimEnd();
    if (entry === '' || entry.startsWith(' ') || entry.length > LONGEST_ENTRY) return;
    this.#attempt((file) => {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      appendFileSync(file, `${entry}\n`, { mode: 0o600 });
      // What people ask is nobody else's business, whoever made the file.
      if (process.platform !== 'win32') chmodSync(file, 0o600);
    }, undefined);
  }

  #attempt<T>(work: (file: string) => T, otherwise: T): T {
    const { file, onNotice } = this.#options;
    if (file === undefined || !this.#isUsable) return otherwise;
    try {
      return work(file);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return otherwise;
      this.#isUsable = false;
      const reason = error instanceof Error ? error.message : String(error);
      onNotice(`${file}: questions are not kept (${reason}); PARLEY_HISTORY names another file, or off`);
      return otherwise;
    }
  }
}

function replaceFile(file: string, entries: readonly string[]): void {
  const part = `${file}.${process.pid}.part`;
  writeFileSync(part, `${entries.join('\n')}\n`, { mode: 0o600 });
  renameSync(part, file);
}
