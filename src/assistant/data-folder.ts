/** Where Parley keeps what people told it and asked. */
import { rmSync } from 'node:fs';
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

/** Kept replies, where the settings want them on disk. */
export function repliesFile(): string {
  return join(dataFolder(), 'replies.jsonl');
}

/**
 * `PARLEY_HISTORY` (a path, or `off`), else `parley/ask-history` in the user's state folder (on Linux `$XDG_STATE_HOME`
 * or `~/.local/state`); undefined for none.
 */
export function historyFile(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const own = env['PARLEY_HISTORY'];
  if (own === 'off') return undefined;
  if (own !== undefined && own !== '') return resolve(own);
  const { data, log } = envPaths('parley', { suffix: '' });
  // On Linux the folder for logs is the one for state.
  return join(process.platform === 'linux' ? log : data, 'ask-history');
}

/** Removes what tells of questions and answers, whatever the settings are by now: those of before may have kept it. */
export function eraseTraces(onFault: (error: Error) => void): void {
  for (const path of [repliesFile(), historyFile()]) {
    try {
      if (path !== undefined) rmSync(path, { force: true });
    } catch (error) {
      onFault(new Error(`${path ?? ''} cannot be removed: ${error instanceof Error ? error.message : String(error)}`));
    }
  }
}
