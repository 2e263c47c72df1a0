/** Finds the configuration file and reads it within its limits. */
import { constants, existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import envPaths from 'env-paths';
import { MAX_FILE_BYTES } from './caps.js';
import { ConfigError } from './problem.js';

/** The file that carries every key and its default: `config/config.yaml` of the package, from `src` and `dist` alike. */
export const shippedConfigPath = findShipped(dirname(fileURLToPath(import.meta.url)));

function findShipped(folder: string): string {
  const file = join(folder, 'config', 'config.yaml');
  if (existsSync(file) && existsSync(join(folder, 'package.json'))) return file;
  const parent = dirname(folder);
  return parent === folder ? file : findShipped(parent);
}

/**
 * The absolute path of the file in force: the one named, else `config/config.yaml` in the current folder, else
 * `parley/config.yaml` in the user's configuration folder (`$XDG_CONFIG_HOME`), else the shipped one.
 */
export function locateConfig(named?: string): string {
  if (named !== undefined) return resolve(named);
  const candidates = [
    resolve('config', 'config.yaml'),
    join(envPaths('parley', { suffix: '' }).config, 'config.yaml'),
    shippedConfigPath,
  ];
  return candidates.find((candidate) => existsSync(candidate)) ?? shippedConfigPath;
}

/** A path as messages show it: short inside the current folder, whole outside of it. */
export function labelPath(path: string): string {
  const short = relative(process.cwd(), path);
  return short.startsWith('..') || isAbsolute(short) || short === '' ? path : short;
}

/**
 * The text of a configuration file; reads at most one byte past the limit, whatever the file claims to hold.
 * @throws ConfigError when it is missing, unreadable, no regular file, too large, or not UTF-8
 */
export async function readConfigText(path: string): Promise<string> {
  const label = labelPath(path);
  const bytes = await readCapped(path).catch((error: unknown) => {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError([`${label}: ${explain(error)}`]);
  });
  try {
    // The mark is kept, so that a column counts from what the parser sees.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ConfigError([`${label}: not UTF-8 text; save the file as UTF-8`]);
  }
}

async function readCapped(path: string): Promise<Uint8Array> {
  // A named pipe would block the opening for ever: it is asked for without waiting, then refused.
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new ConfigError([`${labelPath(path)}: not a regular file; name a YAML file`]);
    const buffer = Buffer.alloc(MAX_FILE_BYTES + 1);
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    if (length > MAX_FILE_BYTES) {
      throw new ConfigError([
        `${labelPath(path)}: larger than ${MAX_FILE_BYTES} bytes; is this a Parley configuration?`,
      ]);
    }
    return buffer.subarray(0, length);
  } finally {
    await handle.close();
  }
}

function explain(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'no such file; name one with --config FILE';
  if (code === 'EACCES' || code === 'EPERM') return 'not readable by this user; check its permissions';
  if (code === 'EISDIR') return 'is a folder; name a YAML file';
  return `cannot be read (${error instanceof Error ? error.message : String(error)})`;
}
