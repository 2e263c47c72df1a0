/** A look at a GGUF file before native code reads it: a wrong or cut-off file gets one clear line, not a crash. */
import { open, type FileHandle } from 'node:fs/promises';

/** Bytes of magic, version, tensor count and metadata count. Source: the GGUF specification. */
const HEADER_BYTES = 24;
const VERSIONS: readonly number[] = [2, 3];
/** Counts beyond these belong to no model: the header is damaged. */
const MOST_TENSORS = 1_000_000n;

/** Throws one line that names the file, what it holds and the way out. */
export async function checkGguf(path: string): Promise<void> {
  const file = await openFile(path);
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw refuse(path, 'is not a file');
    if (stat.size < HEADER_BYTES) throw refuse(path, `is ${stat.size} bytes long`);
    const header = new DataView(new ArrayBuffer(HEADER_BYTES));
    await file.read(header, 0, HEADER_BYTES, 0);
    checkHeader(path, header, stat.size);
  } finally {
    await file.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    throw refuse(path, code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`);
  }
}

function checkHeader(path: string, header: DataView, sizeBytes: number): void {
  const magic = String.fromCharCode(...new Uint8Array(header.buffer, 0, 4)).replaceAll(/[^\x20-\x7e]/g, '?');
  if (magic !== 'GGUF') throw refuse(path, `begins with "${magic}"`);
  const version = header.getUint32(4, true);
  if (!VERSIONS.includes(version)) throw refuse(path, `has GGUF version ${version}`);
  const tensors = header.getBigUint64(8, true);
  const metadata = header.getBigUint64(16, true);
  if (tensors === 0n || tensors > MOST_TENSORS || metadata > MOST_TENSORS)
    throw refuse(path, `lists ${tensors} tensors`);
  // A tensor's description alone takes more than 32 bytes.
  if (BigInt(sizeBytes) < tensors * 32n)
    throw refuse(path, `is ${sizeBytes} bytes long, too short for ${tensors} tensors`);
}

/** The error of a model file that cannot be used. */
export function refuse(path: string, got: string): Error {
  return new Error(
    `language model ${path} ${got}; wanted a whole GGUF model (version 2 or 3): fetch it again, or set llm.model to another file`,
  );
}
