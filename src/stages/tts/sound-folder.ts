/** Kept sound on disk: one file a sentence, written whole or not at all, never more than a number of bytes. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { KeptSound } from './speech-cache.js';

export interface SoundFolderOptions {
  /** Made when the first sound is written. Holds nothing but kept sound. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Counts from when a sound was last heard. */
  readonly ttlMs: number;
  /** Told once, in one line, when nothing can be written. */
  readonly onFault: (error: Error) => void;
  /** Wall-clock time in ms: the age of a file outlives the process and its monotonic clock. Default `Date.now`. */
  readonly now?: () => number;
}

interface StoredFile {
  readonly path: string;
  readonly bytes: number;
  readonly usedMs: number;
}

const headerSchema = z.strictObject({
  version: z.literal(1),
  samples: z.int().min(0),
  wordEnds: z.array(z.number()),
  /** SHA-256 of the bytes behind this line. */
  sha256: z.string(),
});
/** Line feed: ends the header. */
const lineEnd = 10;
/** An unfinished file of this age belongs to a process that is gone. */
const staleMs = 60_000;

export class SoundFolder {
  readonly #options: SoundFolderOptions;
  readonly #now: () => number;
  /** Writes follow one another, so that the bound holds. */
  #writing: Promise<void> = Promise.resolve();
  #faultTold = false;

  constructor(options: SoundFolderOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** Undefined when it is not there, too old or damaged; a file of no use is removed. Never rejects. */
  async read(key: string): Promise<KeptSound | undefined> {
    const path = this.#pathOf(key);
    try {
      const { mtimeMs } = await stat(path);
      const sound = mtimeMs + this.#options.ttlMs > this.#now() ? decode(await readFile(path)) : undefined;
      if (sound === undefined) await rm(path, { force: true });
      else await this.#touch(path);
      return sound;
    } catch {
      // Not there, or not to be read: the voice makes the sound again.
      return undefined;
    }
  }

  /** In the background; see `settled`. A sound larger than the bound is left out. */
  write(key: string, sound: KeptSound): void {
    this.#queue(() => this.#put(key, sound));
  }

  /** Removes all of it, in the background, also what is still to be written. */
  erase(): void {
    this.#queue(() => rm(this.#options.path, { recursive: true, force: true }));
  }

  /** Resolves when all that was given to `write` is on disk or given up. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  #queue(task: () => Promise<void>): void {
    this.#writing = this.#writing.then(task).catch((error: unknown) => {
      if (this.#faultTold) return;
      this.#faultTold = true;
      const reason = error instanceof Error ? error.message : String(error);
      this.#options.onFault(new Error(`tts.cache.disk: spoken sentences cannot be kept on disk: ${reason}`));
    });
  }

  /** Nothing of what was said can be read from the name. */
  #pathOf(key: string): string {
    return join(this.#options.path, `${createHash('sha256').update(key).digest('hex')}.sound`);
  }

  async #touch(path: string): Promise<void> {
    const now = new Date(this.#now());
    // On a disk that may only be read the sound is as good, it merely grows old.
    await utimes(path, now, now).catch(() => undefined);
  }

  async #put(key: string, sound: KeptSound): Promise<void> {
    const data = encode(sound);
    if (data.byteLength > this.#options.sizeBytes) return;
    const path = this.#pathOf(key);
    const part = `${path}.${process.pid}.part`;
    await mkdir(this.#options.path, { recursive: true });
    await this.#makeRoom(data.byteLength);
    try {
      await writeFile(part, data);
      await this.#touch(part);
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  }

  /** Other processes may use the folder as well, so what lies in it is looked up every time. */
  async #makeRoom(bytes: number): Promise<void> {
    let total = bytes;
    for (const file of (await this.#files()).sort((a, b) => b.usedMs - a.usedMs)) {
      total += file.bytes;
      const isOld = file.usedMs + this.#options.ttlMs <= this.#now();
      if (total <= this.#options.sizeBytes && !isOld) continue;
      await rm(file.path, { force: true });
      total -= file.bytes;
    }
  }

  async #files(): Promise<StoredFile[]> {
    const files: StoredFile[] = [];
    for (const name of await readdir(this.#options.path)) {
      const path = join(this.#options.path, name);
      const found = await stat(path).catch(() => undefined);
      if (found?.isFile() !== true) continue;
      if (name.endsWith('.part') && found.mtimeMs + staleMs < this.#now()) await rm(path, { force: true });
      else if (name.endsWith('.sound')) files.push({ path, bytes: found.size, usedMs: found.mtimeMs });
    }
    return files;
  }
}

function encode({ samples, wordEnds }: KeptSound): Buffer {
  const body = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const header = { version: 1, samples: samples.length, wordEnds, sha256: sha256(body) };
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), body]);
}

/** Undefined for anything that `encode` did not write. */
function decode(data: Buffer): KeptSound | undefined {
  const split = data.indexOf(lineEnd);
  const header = headerSchema.safeParse(parseJson(data.subarray(0, split).toString('utf8')));
  // A copy: floats must lie on a multiple of four.
  const body = Uint8Array.from(data.subarray(split + 1));
  if (!header.success || body.byteLength !== header.data.samples * 4 || sha256(body) !== header.data.sha256) {
    return undefined;
  }
  return { samples: new Float32Array(body.buffer), wordEnds: header.data.wordEnds };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
