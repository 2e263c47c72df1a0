/** Where transcripts are written: planned before anything runs, so that nothing is overwritten by surprise. */
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { UsageError } from '../run.js';

/** A transcript that could not be written, in one line. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
}

export interface TargetOptions {
  /** `-o`: a file for one input, or a folder. */
  readonly out: string;
  /** Of the files in the folder, with its dot. */
  readonly extension: string;
  /** Existing transcripts may be overwritten. */
  readonly force: boolean;
}

/** The output of each input. Throws UsageError: two inputs share one, one is an input itself, or it exists already. */
export async function planTargets(inputs: readonly string[], options: TargetOptions): Promise<string[]> {
  const { out, extension, force } = options;
  const isFolder = await wantsFolder(out, inputs.length);
  const targets = inputs.map((input) => (isFolder ? join(out, nameOf(input) + extension) : out));
  const owners = new Map<string, string>();
  for (const [i, target] of targets.entries()) {
    const input = inputs[i] ?? '';
    const other = owners.get(keyOf(target));
    if (other !== undefined) {
      throw new UsageError(
        `-o: ${other} and ${input} would both be written to ${target}; transcribe one of them alone`,
      );
    }
    owners.set(keyOf(target), input);
  }
  const eaten = targets.find((target) => inputs.some((input) => keyOf(input) === keyOf(target)));
  if (eaten !== undefined) throw new UsageError(`-o: ${eaten} is an input; name another output`);
  const existing = force ? [] : await whereExisting(targets);
  const [first] = existing;
  if (first !== undefined) {
    const more = existing.length === 1 ? 'exists' : `and ${existing.length - 1} more exist`;
    throw new UsageError(`-o: ${first} ${more} already; --force overwrites`);
  }
  return targets;
}

async function wantsFolder(out: string, inputs: number): Promise<boolean> {
  const found = await stat(out).catch(() => undefined);
  if (found?.isDirectory() === true || /[/\\]$/.test(out)) return true;
  if (inputs === 1) return false;
  if (found === undefined && extname(out) === '') return true;
  const what = found === undefined ? 'looks like a file' : 'is a file';
  throw new UsageError(`-o: ${out} ${what}, and ${inputs} inputs need a folder; name one, with a / at its end`);
}

/** `talks/one.mp3` → `one`, standard input → `stdin`. */
function nameOf(input: string): string {
  return input === '-' ? 'stdin' : basename(input, extname(input));
}

/** Equal for paths that may mean the same file. */
function keyOf(path: string): string {
  const full = resolve(path);
  return process.platform === 'linux' ? full : full.toLowerCase();
}

async function whereExisting(paths: readonly string[]): Promise<string[]> {
  const existing: string[] = [];
  for (const path of paths) if ((await stat(path).catch(() => undefined)) !== undefined) existing.push(path);
  return existing;
}

/** A file that has its name only once it is whole. */
export class TargetFile {
  readonly #path: string;
  readonly #part: string;
  #file: FileHandle | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#part = `${path}.part`;
  }

  async write(text: string): Promise<void> {
    await this.#guard(async () => {
      if (this.#file === undefined) {
        await mkdir(dirname(this.#part), { recursive: true });
        this.#file = await open(this.#part, 'w');
      }
      await this.#file.writeFile(text);
    });
  }

  async commit(): Promise<void> {
    await this.write('');
    await this.#guard(async () => {
      await this.#file?.close();
      this.#file = undefined;
      await rename(this.#part, this.#path);
    });
  }

  /** Takes away what was written, unless it was committed. */
  async discard(): Promise<void> {
    if (this.#file === undefined) return;
    await this.#file.close();
    this.#file = undefined;
    await rm(this.#part, { force: true });
  }

  async #guard(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const reasons: Readonly<Record<string, string>> = {
        EACCES: 'no permission to write there',
        EROFS: 'the disk is read-only',
        ENOSPC: 'the disk is full',
        EISDIR: 'this is a folder',
        ENOTDIR: 'a part of the path is not a folder',
        EEXIST: 'a part of the path is not a folder',
      };
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      throw new OutputError(`${this.#path}: cannot be written: ${reasons[code] ?? String(error)}`, { cause: error });
    }
  }
}
