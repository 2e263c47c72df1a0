/** The bytes of a file that somebody still writes, as they come. */
import { open, type FileHandle } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { AudioError, systemCode } from './audio-error.js';

const BLOCK_BYTES = 64 << 10;
/** Nobody reads along faster; a look costs nothing. */
const LOOK_EVERY_MS = 200;

/**
 * From the beginning on, without an end: it waits for more. Once `until` fires, what is there by then is the end.
 * Throws an `AudioError` of one line: there is no such file, or it became shorter.
 */
export async function* followFile(path: string, until: AbortSignal): AsyncGenerator<Uint8Array, void, undefined> {
  const file = await openFile(path);
  try {
    let offset = 0;
    for (;;) {
      // Asked before the read: what is written until then is still read.
      const isLast = until.aborted;
      const { bytesRead, buffer } = await file.read(Buffer.alloc(BLOCK_BYTES), 0, BLOCK_BYTES, offset);
      offset += bytesRead;
      if (bytesRead > 0) yield buffer.subarray(0, bytesRead);
      else if (isLast) return;
      else await waitForMore(file, path, offset, until);
    }
  } finally {
    await file.close();
  }
}

async function waitForMore(file: FileHandle, path: string, offset: number, until: AbortSignal): Promise<void> {
  const { size } = await file.stat();
  if (size < offset)
    throw new AudioError(`${path}: became shorter while it was followed; start again with the new one`);
  if (size === offset) await sleep(LOOK_EVERY_MS, undefined, { signal: until }).catch(() => undefined);
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    const file = await open(path, 'r');
    if ((await file.stat()).isFile()) return file;
    await file.close();
  } catch (error) {
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: 'no such file; check the spelling of the path',
      EACCES: `no permission to read it; try chmod +r '${path}'`,
      ENOTDIR: 'no such file; a part of the path is not a folder',
    };
    throw new AudioError(`${path}: ${reasons[systemCode(error) ?? ''] ?? String(error)}`, { cause: error });
  }
  throw new AudioError(`${path}: no file that could grow; pipe it into - instead`);
}
