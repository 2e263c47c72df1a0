/** Appends dictated text to a file; each piece is on the disk before it counts as delivered. */
import { open, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Delivered, Outlet, TextEdit } from '../pipeline/dictation.js';
import { dropGraphemes } from './graphemes.js';
import { OutletError, reasonOf } from './outlet-error.js';
import { writtenText } from './plain-outlets.js';

/** Kept to be taken back. */
const KEPT_LENGTH = 20_000;

export class FileOutlet implements Outlet {
  readonly name: string;
  readonly #path: string;
  /** The end of what we wrote, and the length of the file after it: only that is taken back. */
  #ours = { text: '', endBytes: -1 };

  constructor(path: string) {
    this.name = basename(path);
    this.#path = path;
  }

  async deliver(edit: TextEdit): Promise<Delivered> {
    let file: FileHandle | undefined;
    try {
      file = await open(this.#path, 'a+', 0o600);
      const { size } = await file.stat();
      if (edit.kind === 'delete') await this.#takeBack(file, size, edit.characters);
      else await this.#append(file, size, writtenText(edit));
      await file.sync();
      return { by: this.#path };
    } catch (error) {
      if (error instanceof OutletError) throw error;
      throw new OutletError(`${this.#path}: ${reasonOf(error)}`);
    } finally {
      await file?.close().catch(() => undefined);
    }
  }

  async #append(file: FileHandle, size: number, text: string): Promise<void> {
    const bytes = Buffer.from(text);
    try {
      await file.appendFile(bytes);
    } catch (error) {
      // A disk that filled up may have taken a part: all or nothing, so that nobody reads the beginning twice.
      await file.truncate(size).catch(() => undefined);
      throw error;
    }
    const isOurs = size === this.#ours.endBytes;
    this.#ours = { text: ((isOurs ? this.#ours.text : '') + text).slice(-KEPT_LENGTH), endBytes: size + bytes.length };
  }

  async #takeBack(file: FileHandle, size: number, characters: number): Promise<void> {
    // Somebody else has written since.
    if (size !== this.#ours.endBytes) throw new OutletError(`${this.#path}: it was changed, nothing is taken back`);
    const text = dropGraphemes(this.#ours.text, characters);
    const endBytes = size - Buffer.byteLength(this.#ours.text) + Buffer.byteLength(text);
    await file.truncate(endBytes);
    this.#ours = { text, endBytes };
  }
}
