/** SHA-256 of a file as it lies on the disk. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

export interface DigestOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told the number of bytes read so far. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** Lower-case hex digest. Reads in 1 MiB steps, so memory stays flat and the event loop free. */
export async function sha256File(path: string, options: DigestOptions = {}): Promise<string> {
  const hash = createHash('sha256');
  const { signal } = options;
  let bytes = 0;
  const stream = createReadStream(path, { highWaterMark: 1024 * 1024, ...(signal === undefined ? {} : { signal }) });
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    options.onBytes?.(bytes);
  }
  return hash.digest('hex');
}
