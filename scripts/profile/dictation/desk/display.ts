/** A screen of our own with one window in front, and a keyboard whose keys are pressed by XTEST. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../../../../src/models/catalog.js';
import { DeskError, endChild, machineNowMs, untilThere } from './tools.js';
import { xdotoolKeys } from './hotkey-keys.js';

const run = promisify(execFile);
const TITLE = 'what is dictated';

/** Text that a window got at once. */
export interface Arrival {
  /** On the machine's clock. */
  readonly atMs: number;
  readonly text: string;
}

export interface Display {
  /** For programs that shall see it. */
  readonly env: NodeJS.ProcessEnv;
  /** Both return when the keyboard was told, on the machine's clock. */
  pressHotkey(): number;
  releaseHotkey(): number;
  /** All that has arrived in the window so far. */
  arrivals(): Promise<readonly Arrival[]>;
  stop(): Promise<void>;
}

/** @param folder an empty one, which the caller removes; throws DeskError */
export async function startDisplay(folder: string, hotkey: string): Promise<Display> {
  const keys = xdotoolKeys(hotkey);
  const children: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    // The server last: without it the others end in errors.
    for (const child of [...children].reverse()) await endChild(child);
  };
  try {
    const env = await startServer(children);
    const log = await openWindow(folder, env, children);
    const keyboard = spawn('xdotool', ['-'], { env, stdio: ['pipe', 'ignore', 'ignore'] });
    children.push(keyboard);
    const tell = (lines: readonly string[]): number => {
      const atMs = machineNowMs();
      keyboard.stdin.write(lines.map((line) => `${line}\n`).join(''));
      return atMs;
    };
    return {
      ...{ env, stop, arrivals: async () => readArrivals(await readFile(log, 'utf8')) },
      pressHotkey: () => tell(keys.map((key) => `keydown --delay 0 ${key}`)),
      // The key first: it alone ends a take, the modifiers are let go behind it.
      releaseHotkey: () => tell([...keys].reverse().map((key) => `keyup --delay 0 ${key}`)),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startServer(children: ChildProcess[]): Promise<NodeJS.ProcessEnv> {
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1024x768x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  children.push(server);
  const failed = new AbortController();
  server.once('exit', () => {
    failed.abort();
  });
  const { signal } = failed;
  const [chunk] = (await once(server.stdio[3] as NodeJS.ReadableStream, 'data', { signal }).catch(() => {
    throw new DeskError('Xvfb ended as soon as it was started: run `Xvfb :99` to see why');
  })) as [Buffer];
  const display = `:${chunk.toString().trim()}`;
  return { ...process.env, DISPLAY: display, WAYLAND_DISPLAY: undefined, XDG_SESSION_TYPE: 'x11', LC_ALL: 'C.UTF-8' };
}

/** Resolves with the file in which the window notes what arrives. */
async function openWindow(folder: string, env: NodeJS.ProcessEnv, children: ChildProcess[]): Promise<string> {
  const log = join(folder, 'window.jsonl');
  // The terminal runs what was built, wherever this file runs from.
  const noting = join(packageRoot(), 'dist/scripts/profile/dictation/desk/window-child.js');
  const args = ['-u8', '-title', TITLE, '-e', process.execPath, noting, log];
  children.push(spawn('xterm', args, { env, stdio: 'ignore' }));
  await untilThere('the window', () => readFile(log, 'utf8'));
  const x = async (...words: string[]): Promise<string> => (await run('xdotool', words, { env })).stdout.trim();
  const id = await untilThere('the window', async () => (await x('search', '--name', `^${TITLE}$`)).split('\n')[0]);
  await x('windowfocus', '--sync', id);
  return log;
}

function readArrivals(log: string): Arrival[] {
  return log
    .split('\n')
    .filter((line) => line.endsWith('}'))
    .map((line) => JSON.parse(line) as Arrival);
}
