/** Remembers which files were verified, so that a warm start need not read hundreds of megabytes. */
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ModelFile } from './catalog.js';

const stampSchema = z.record(
  z.string(),
  z.strictObject({ bytes: z.number(), mtimeMs: z.number(), sha256: z.string() }),
);
export type Stamp = z.infer<typeof stampSchema>;

const stampName = '.verified.json';

/** An unreadable or foreign stamp counts as none: the files are then verified again. */
export async function readStamp(folder: string): Promise<Stamp> {
  try {
    const parsed = stampSchema.safeParse(JSON.parse(await readFile(join(folder, stampName), 'utf8')));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}

/** Whether the file is still the one that was verified: same digest wanted, same size, not written since. */
export function isStamped(stamp: Stamp, file: ModelFile, found: { size: number; mtimeMs: number }): boolean {
  const known = stamp[file.name];
  return (
    known !== undefined && known.sha256 === file.sha256 && known.bytes === found.size && known.mtimeMs === found.mtimeMs
  );
}

/** Notes that `file` in `folder` was verified just now. In a folder that cannot be written the note is left out. */
export async function addStamp(folder: string, file: ModelFile): Promise<void> {
  const { size, mtimeMs } = await stat(join(folder, file.name));
  const stamp = { ...(await readStamp(folder)), [file.name]: { bytes: size, mtimeMs, sha256: file.sha256 } };
  await writeStamp(folder, stamp);
}

/** Forgets that `file` was ever verified: its bytes changed although size and time did not. */
export async function dropStamp(folder: string, file: ModelFile): Promise<void> {
  const others = Object.entries(await readStamp(folder)).filter(([name]) => name !== file.name);
  await writeStamp(folder, Object.fromEntries(others));
}

async function writeStamp(folder: string, stamp: Stamp): Promise<void> {
  const temporary = join(folder, `${stampName}.${process.pid}`);
  try {
    await writeFile(temporary, `${JSON.stringify(stamp, null, 1)}\n`);
    await rename(temporary, join(folder, stampName));
  } catch {
    // Read-only stores are legal (an image, a shared folder): they only pay the reading again.
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}
