/** Kept replies on disk: one file, written whole or not at all, off the path of any answer, readable by its owner alone. */
import { createHash } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { uptime } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { Clock } from '../../../pipeline/stage.js';

export interface KeptReply {
  readonly id: string;
  readonly wording: string;
  readonly reply: string;
  /** Since it was made. */
  readonly ageMs: number;
}

export interface ReplyFileOptions {
  /** The file; its folder is made when the first reply is kept. */
  readonly path: string;
  /** Bound of the file; the replies that were used longest ago are left out. */
  readonly sizeBytes: number;
  readonly clock: Clock;
  /** Told in one line: once when the file is of no use, once when it cannot be written. */
  readonly onFault: (error: Error) => void;
  /** Wall-clock time in ms: ages outlive the process and its monotonic clock. Default `Date.now`. */
  readonly now?: () => number;
  /** Time since the machine started in ms, which no change of the wall clock touches. Default the system's. */
  readonly upMs?: () => number;
}

const version = 1;
const headSchema = z.strictObject({
  format: z.literal('parley-replies'),
  version: z.literal(version),
  savedAtMs: z.number(),
  upMs: z.number().min(0),
  /** Of the two times and of all bytes behind this line. */
  sha256: z.string(),
});
/** Identity and wording as digests, so that nobody can read what was asked; age; reply. */
const lineSchema = z.tuple([z.string().min(1), z.string().min(1), z.number().min(0), z.string().min(1)]);

/** Changes gather for this long before the file is written. */
const delayMs = 5000;
/** Lines made at one go: the microphone and the voice share the thread. */
const linesAtOnce = 100;
/** A file above this was not written here. */
const largestBytes = 80_000_000;

export class ReplyFile {
  readonly #options: ReplyFileOptions;
  readonly #now: () => number;
  readonly #upMs: () => number;
  /** Writes follow one another. */
  #writing: Promise<void> = Promise.resolve();
  /** What waits to be written, and how the waiting is cut short. */
  #waiting: { readonly replies: () => readonly KeptReply[]; readonly cut: AbortController } | undefined;
  #faultTold = false;

  constructor(options: ReplyFileOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#upMs = options.upMs ?? (() => uptime() * 1000);
  }

  /** Least recently used first, with their ages of now. Empty where there is no file, and for one of no use. Never rejects. */
  async read(): Promise<readonly KeptReply[]> {
    const { path } = this.#options;
    try {
      await this.#sweep();
      const { size } = await stat(path);
      if (size > largestBytes) throw new Error(`${size} bytes`);
      return this.#decode(await readFile(path));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      const isOther = error instanceof z.ZodError || error instanceof SyntaxError;
      const reason = isOther ? 'not of the form that is written here' : messageOf(error);
      const line = `the kept replies in ${path} cannot be used (${reason}): starting without any`;
      this.#options.onFault(new Error(`response_generation.cache.disk: ${line}`));
      return [];
    }
  }

  /** Writes a while later, in the background, what `replies` then gives (least recently used first). */
  changed(replies: () => readonly KeptReply[]): void {
    if (this.#waiting !== undefined) return;
    const cut = new AbortController();
    const waiting = { replies, cut };
    this.#waiting = waiting;
    const due = (): void => {
      if (this.#waiting !== waiting) return;
      this.#waiting = undefined;
      this.#queue(() => this.#put(replies()));
    };
    // Cut short means now.
    this.#options.clock.sleep(delayMs, cut.signal).then(due, due);
  }

  /** Removes the file; nothing that was kept before comes back. */
  erase(): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.cut.abort();
    this.#queue(() => rm(this.#options.path, { force: true }));
  }

  /** Writes what waits. Resolves when it is on disk or given up. Never rejects. */
  async settled(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.cut.abort();
    if (waiting !== undefined) this.#queue(() => this.#put(waiting.replies()));
    await this.#writing;
  }

  #queue(task: () => Promise<void>): void {
    this.#writing = this.#writing.then(task).catch((error: unknown) => {
      if (this.#faultTold) return;
      this.#faultTold = true;
      const line = `replies cannot be kept on disk: ${messageOf(error)}`;
      this.#options.onFault(new Error(`response_generation.cache.disk: ${line}`));
    });
  }

  async #put(replies: readonly KeptReply[]): Promise<void> {
    const { path } = this.#options;
    const data = await this.#encode(replies);
    const part = `${path}.${process.pid}.part`;
    await mkdir(dirname(path), { recursive: true });
    try {
      await rm(part, { force: true });
      // What people asked about is nobody else's business.
      const file = await open(part, 'wx', 0o600);
      try {
        await file.writeFile(data);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  }

  async #encode(replies: readonly KeptReply[]): Promise<Buffer> {
    const lines: Buffer[] = [];
    let bytes = 0;
    // Ages are counted from here on, however long the rest takes.
    const head = { format: 'parley-replies', version, savedAtMs: this.#now(), upMs: this.#upMs() };
    for (const [index, { id, wording, ageMs, reply }] of [...replies].reverse().entries()) {
      const line = Buffer.from(`${JSON.stringify([id, wording, Math.ceil(ageMs), reply])}\n`);
      bytes += line.byteLength;
      if (bytes > this.#options.sizeBytes) break;
      lines.push(line);
      if (index % linesAtOnce === linesAtOnce - 1) await setImmediate();
    }
    const body = Buffer.concat(lines.reverse());
    return Buffer.concat([Buffer.from(`${JSON.stringify({ ...head, sha256: checksum(head, body) })}\n`), body]);
  }

  /** Throws for anything that `#encode` did not write. */
  #decode(data: Buffer): readonly KeptReply[] {
    const split = data.indexOf('\n') + 1;
    const head = headSchema.parse(JSON.parse(data.subarray(0, split).toString('utf8')));
    const body = data.subarray(split);
    if (checksum(head, body) !== head.sha256) throw new Error('its checksum does not fit');
    const passedMs = this.#now() - head.savedAtMs;
    // A clock that went back tells nothing about how long ago it was.
    if (passedMs < 0) return [];
    // At least as long as the machine has been up since, whatever its clock says.
    const upMs = this.#upMs();
    const leastMs = upMs >= head.upMs ? upMs - head.upMs : upMs;
    const lines = body.toString('utf8').split('\n').slice(0, -1);
    return lines.map((line) => {
      const [id, wording, ageMs, reply] = lineSchema.parse(JSON.parse(line));
      return { id, wording, reply, ageMs: ageMs + Math.max(passedMs, leastMs) };
    });
  }

  /** Unfinished files of processes that are gone. */
  async #sweep(): Promise<void> {
    const { path } = this.#options;
    const names = await readdir(dirname(path));
    for (const name of names) {
      const pid = name.startsWith(`${basename(path)}.`) ? /\.(\d+)\.part$/.exec(name)?.[1] : undefined;
      if (pid !== undefined && !isAlive(Number(pid))) await rm(join(dirname(path), name), { force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process is alive as well.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function checksum(
  { savedAtMs, upMs }: { readonly savedAtMs: number; readonly upMs: number },
  body: Uint8Array,
): string {
  return createHash('sha256').update(`${savedAtMs} ${upMs}\n`).update(body).digest('hex');
}
