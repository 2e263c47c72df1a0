/** Reads ranges of a file that is too large to hold, and refuses to read past its end. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const MOST_CHARACTERS = 400;

/** One line about a model file that cannot be used; `why` says what was found and what was wanted. */
export function badFile(path: string, why: string, wayOut = 'fetch the model again'): Error {
  // Names that come out of the file must not break the line, nor fill the screen.
  const line = why.replace(/[\p{C}\u2028\u2029]/gu, '?');
  const short = line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line;
  return new Error(`model file ${path}: ${short}; ${wayOut}`);
}

export class ByteFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly #fd: number;

  constructor(path: string, fd: number, sizeBytes: number) {
    this.path = path;
    this.#fd = fd;
    this.sizeBytes = sizeBytes;
  }

  /** A fresh, aligned copy of the range. Throws one line that names the file when it ends before the range does. */
  readAt(offsetBytes: number, lengthBytes: number): Buffer {
    if (offsetBytes + lengthBytes > this.sizeBytes) {
      throw badFile(this.path, `cut off: ${this.sizeBytes} bytes, wanted at least ${offsetBytes + lengthBytes}`);
    }
    const bytes = Buffer.alloc(lengthBytes);
    for (let done = 0; done < lengthBytes;) {
      const got = readSync(this.#fd, bytes, done, lengthBytes - done, offsetBytes + done);
      if (got === 0) throw badFile(this.path, `ended at byte ${offsetBytes + done} while it was being read`);
      done += got;
    }
    return bytes;
  }

  /** The first bytes, at most `lengthBytes` of them. */
  head(lengthBytes: number): Buffer {
    return this.readAt(0, Math.min(lengthBytes, this.sizeBytes));
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** Opens a file for `read` and closes it again if that throws. Throws one line where there is no such file. */
export function openBytes<T>(path: string, read: (file: ByteFile) => T): T {
  const fd = open(path);
  try {
    const found = fstatSync(fd);
    if (!found.isFile()) throw badFile(path, 'it is not a file', 'name the file with the weights or its folder');
    return read(new ByteFile(path, fd, found.size));
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function open(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown fault';
    if (code === 'ENOENT') throw badFile(path, 'there is no such file');
    throw badFile(path, `it cannot be read (${code})`, 'check its permissions');
  }
}
