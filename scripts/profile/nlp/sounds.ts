/** Sounds that took long to make, kept in a folder of the user's choice. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Mono samples; made by `make` where the folder has none by this name, or there is no folder. */
export async function keptSound(
  folder: string | undefined,
  name: string,
  make: () => Promise<Float32Array>,
): Promise<Float32Array> {
  if (folder === undefined) return make();
  const path = join(folder, `${createHash('sha1').update(name).digest('hex')}.f32`);
  if (existsSync(path)) {
    const bytes = readFileSync(path);
    // A copy: the bytes of a file need not lie on a multiple of four.
    return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  }
  const samples = await make();
  writeFileSync(path, Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength));
  return samples;
}
