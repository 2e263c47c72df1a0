/** A file that grows piece by piece, holds whole pieces only, and loses none: what cannot be written now is written later. */
import { mkdir, open, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import type { Clock } from '../../pipeline/stage.js';
import { codeOf, describeWriteFault } from './write-fault.js';

export interface FileOptions {
  readonly clock: Clock;
  /** Told in one line when writing fails, and when it works again. */
  readonly onNotice: (line: string) => void;
}

const RETRY_MS = 3000;
const COPY_BYTES = 64 * 1024;
const MOST_NAMES = 1000;

export class GrowingFile {
  readonly #wishedPath: string;
  readonly #options: FileOptions;
  readonly #ending = new AbortController();
  /** Not in the file yet, in order. */
  readonly #pending: string[] = [];
  #path: string;
  #file: FileHandle | undefined;
  /** Bytes of whole pieces. */
  #bytes = 0;
  #work: Promise<void> = Promise.resolve();
  #isWorking = false;
  #hasFailed = false;

  constructor(path: string, options: FileOptions) {
    this.#wishedPath = path;
    this.#path = path;
    this.#options = options;
  }

  /** Where it is really written: never over a file that was there before. */
  get path(): string {
    return this.#path;
  }

  /** Whole pieces; never waits, never throws. An empty one makes the file. */
  append(piece: string): void {
    this.#pending.push(piece);
    if (this.#isWorking) return;
    this.#isWorking = true;
    this.#work = this.#drain();
  }

  /** Tries once more; what still cannot be written goes to the folder for temporary files, which is then named. */
  async close(): Promise<void> {
    this.#ending.abort(new Error('closed'));
    await this.#work;
    await this.#file?.close().catch(() => undefined);
    this.#file = undefined;
    const rest = this.#pending.splice(0).join('');
    if (rest !== '') await this.#save(rest);
  }

  async #drain(): Promise<void> {
    while (this.#pending.length > 0) {
      const count = this.#pending.length;
      if (await this.#tryWrite(Buffer.from(this.#pending.join('')))) this.#pending.splice(0, count);
      else if (this.#ending.signal.aborted) break;
      else await this.#options.clock.sleep(RETRY_MS, this.#ending.signal).catch(() => undefined);
    }
    this.#isWorking = false;
  }

  async #tryWrite(bytes: Buffer): Promise<boolean> {
    try {
      await this.#ensureFile();
      await this.#write(bytes);
      if (this.#hasFailed) this.#options.onNotice(`${this.#path}: is written again; nothing is missing`);
      this.#hasFailed = false;
      return true;
    } catch (error) {
      // Half a piece would make the file unreadable for others.
      await this.#file?.truncate(this.#bytes).catch(() => undefined);
      const why = describeWriteFault(error);
      if (!this.#hasFailed) {
        this.#options.onNotice(
          `${this.#path}: cannot be written: ${why}; captions go on, and are written when it can be`,
        );
      }
      this.#hasFailed = true;
      return false;
    }
  }

  async #write(bytes: Buffer): Promise<void> {
    const file = this.#file;
    if (file === undefined) throw new Error('the file is not open');
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await file.write(bytes, done, bytes.length - done, this.#bytes + done);
      done += bytesWritten;
    }
    // Some disks say only now that they are full.
    await file.datasync();
    this.#bytes += bytes.length;
  }

  /** Open, and still the file that the path leads to: else a new one gets all that the old one held. */
  async #ensureFile(): Promise<void> {
    const old = this.#file;
    if (old !== undefined && (await isAt(old, this.#path))) return;
    await mkdir(dirname(this.#wishedPath), { recursive: true });
    const { file, path } = await openNew(this.#wishedPath);
    try {
      if (old !== undefined) await copy(old, file, this.#bytes);
    } catch (error) {
      await file.close();
      await rm(path, { force: true });
      throw error;
    }
    this.#file = file;
    await old?.close().catch(() => undefined);
    if (path !== this.#wishedPath && path !== this.#path) {
      this.#options.onNotice(`${this.#wishedPath}: exists already and is left alone; ${path} is written`);
    }
    this.#path = path;
  }

  async #save(rest: string): Promise<void> {
    const path = join(tmpdir(), `${String(Date.now())}-${basename(this.#wishedPath)}`);
    try {
      await writeFile(path, rest, { flag: 'wx' });
      this.#options.onNotice(`${this.#path}: could not be written to the end; the rest is in ${path}`);
    } catch (error) {
      const why = describeWriteFault(error);
      this.#options.onNotice(`${this.#path}: could not be written to the end (${why}); its rest is lost`);
    }
  }
}

async function isAt(file: FileHandle, path: string): Promise<boolean> {
  const there = await stat(path).catch(() => undefined);
  if (there === undefined) return false;
  const own = await file.stat();
  return own.ino === there.ino && own.dev === there.dev;
}

/** `talk.srt`, or `talk-2.srt` where that exists. */
async function openNew(wished: string): Promise<{ file: FileHandle; path: string }> {
  const extension = extname(wished);
  const stem = wished.slice(0, wished.length - extension.length);
  for (let number = 1; ; number++) {
    const path = number === 1 ? wished : `${stem}-${number}${extension}`;
    try {
      return { file: await open(path, 'wx+'), path };
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || number >= MOST_NAMES) throw error;
    }
  }
}

async function copy(from: FileHandle, to: FileHandle, bytes: number): Promise<void> {
  const buffer = Buffer.alloc(COPY_BYTES);
  for (let at = 0; at < bytes;) {
    const { bytesRead } = await from.read(buffer, 0, Math.min(COPY_BYTES, bytes - at), at);
    if (bytesRead === 0) throw new Error('the old file is shorter than what was written');
    await to.writeFile(buffer.subarray(0, bytesRead));
    at += bytesRead;
  }
}
