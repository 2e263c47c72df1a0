/** Where Parley keeps what people told it. */
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import envPaths from 'env-paths';

/** `PARLEY_DATA`, or `parley` in the user's data folder (on Linux `$XDG_DATA_HOME` or `~/.local/share`). */
export function dataFolder(env: NodeJS.ProcessEnv = process.env): string {
  const own = env['PARLEY_DATA'];
  if (own !== undefined && own !== '') return resolve(own);
  if (process.platform !== 'linux') return envPaths('parley', { suffix: '' }).data;
  const xdg = env['XDG_DATA_HOME'];
  // The XDG rules say that a relative path is to be ignored.
  const base = xdg !== undefined && isAbsolute(xdg) ? xdg : join(homedir(), '.local', 'share');
  return join(base, 'parley');
}
