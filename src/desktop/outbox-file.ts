/** The outbox's file: lines are only ever added, so that whatever ends the program leaves every earlier one whole. */
import { chmod, mkdir, open, readFile, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseRecord, recordsOf, type OutboxRecord } from './outbox-record.js';
import type { Utterance } from './outbox.js';
import { systemCode } from './outlet-error.js';

export class OutboxFile {
  readonly #path: string;
  #handle: FileHandle | undefined;
  /** Lines that nobody can read, and perhaps the user can. */
  #torn: readonly string[] = [];
  /** One write at a time, in their order. */
  #queue: Promise<void> = Promise.resolve();

  constructor(path: string) {
    this.#path = path;
  }

  /** Every whole line; a torn one is passed over, and kept. */
  async read(): Promise<readonly OutboxRecord[]> {
    let text: string;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch (error) {
      if (/^ENO(ENT|TDIR)$/.test(systemCode(error) ?? '')) return [];
      throw error;
    }
    const lines = text.split('\n').filter((line) => line !== '');
    this.#torn = lines.filter((line) => parseRecord(line) === undefined);
    return lines.flatMap((line) => parseRecord(line) ?? []);
  }

  /** @param isSynced resolves only when it would outlive a power cut; a killed program loses neither */
  append(record: OutboxRecord, isSynced: boolean): Promise<void> {
    return this.#next(async () => {
      const handle = await this.#open();
      try {
        await handle.appendFile(`${JSON.stringify(record)}\n`);
        if (isSynced) await handle.datasync();
      } catch (error) {
        // The disk may have room again later, and a torn end is seen to when the file is opened.
        await this.#letGo();
        throw error;
      }
    });
  }

  /** Puts a new file in the place of the old one, in one step. */
  replace(entries: readonly Utterance[]): Promise<void> {
    return this.#next(async () => {
      await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
      const fresh = `${this.#path}.${process.pid}.new`;
      const lines = [...this.#torn, ...entries.flatMap(recordsOf).map((record) => JSON.stringify(record))];
      try {
        const handle = await open(fresh, 'w', 0o600);
        try {
          await handle.writeFile(lines.map((line) => `${line}\n`).join(''));
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(fresh, this.#path);
      } catch (error) {
        await rm(fresh, { force: true });
        throw error;
      }
      await this.#letGo();
    });
  }

  /** Legal any number of times. */
  close(): Promise<void> {
    return this.#next(() => this.#letGo());
  }

  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => undefined);
    return done;
  }

  async #open(): Promise<FileHandle> {
    if (this.#handle !== undefined) return this.#handle;
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    const handle = await open(this.#path, 'a+', 0o600);
    await chmod(this.#path, 0o600);
    const { size } = await handle.stat();
    if (size > 0) {
      const last = Buffer.alloc(1);
      await handle.read(last, 0, 1, size - 1);
      // What was torn by a power cut must not take the next line with it.
      if (last.toString() !== '\n') await handle.appendFile('\n');
    }
    this.#handle = handle;
    return handle;
  }

  async #letGo(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    await handle?.close();
  }
}
