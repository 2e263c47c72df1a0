/** What a running dictation is asked and answers: one JSON object a line, over a socket of the user's own. */
import { createHash } from 'node:crypto';
import { tmpdir, userInfo } from 'node:os';
import { isAbsolute, join } from 'node:path';

export const controlCommands = [
  'toggle',
  'start',
  'stop',
  'cancel',
  'status',
  'last',
  'pending',
  'retry',
  'copy',
] as const;
export type ControlCommand = (typeof controlCommands)[number];

export interface ControlRequest {
  readonly command: ControlCommand;
  /** Which utterance `retry` and `copy` are about; without it every one, or the last one. */
  readonly id?: string;
}

export type ControlAnswer =
  | { readonly ok: true; readonly [key: string]: unknown }
  /** `error` is one line. */
  | { readonly ok: false; readonly error: string };

/** Addresses of Unix sockets end here, on the narrowest of systems. */
const LONGEST_PATH = 103;

/**
 * Where the running instance is reached.
 * @param dataFolder Parley's own; two instances with different ones do not meet
 */
export function controlPath(dataFolder: string, env: NodeJS.ProcessEnv = process.env): string {
  const mark = createHash('sha256').update(dataFolder).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\parley-${userInfo().username}-${mark}`;
  const runtime = env['XDG_RUNTIME_DIR'] ?? '';
  if (isAbsolute(runtime)) {
    const path = join(runtime, 'parley', `${mark}.sock`);
    if (Buffer.byteLength(path) <= LONGEST_PATH) return path;
  }
  const path = join(dataFolder, 'run', 'dictation.sock');
  if (Buffer.byteLength(path) <= LONGEST_PATH) return path;
  return join(tmpdir(), `parley-${process.getuid?.() ?? 0}`, `${mark}.sock`);
}
