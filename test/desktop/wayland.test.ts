/** Types into a real terminal on a real Wayland desktop (Sway without a screen). */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClipboard, textOf } from '../../src/desktop/clipboard.js';
import { openOutlets, type OpenOutlets } from '../../src/desktop/open-outlets.js';
import { systemClock } from '../../src/pipeline/clock.js';
import type { Delivered, TextEdit } from '../../src/pipeline/dictation.js';
import { isOnPath, until } from '../fixtures/screen.js';
import { deliverySettings } from './settings.js';

const missing = ['sway', 'swaymsg', 'foot', 'wtype', 'wl-copy', 'setpriv'].filter((tool) => !isOnPath(tool));
if (missing.length > 0) {
  const command = 'apt-get install sway foot wtype wl-clipboard';
  console.log(`the tests on Wayland are skipped: not found: ${missing.join(', ')} (${command})`);
}

const never = new AbortController().signal;
const insert = (text: string): TextEdit => ({ kind: 'insert', text });
/** Sway refuses to run as root. */
const nobody = 65_534;

describe.skipIf(missing.length > 0)('typing on Wayland', () => {
  const children: ChildProcess[] = [];
  let folder: string;
  let env: Record<string, string | undefined>;
  let desk: OpenOutlets;

  const start = (command: readonly string[]): void => {
    const [name = '', ...args] = command;
    children.push(spawn(name, args, { env, stdio: 'ignore' }));
  };

  /** What arrived since the last time, once nothing more comes for a moment. */
  const read = async (): Promise<string> => {
    let text = '';
    for (let quiet = 0; quiet < 12; quiet++) {
      await delay(50);
      const now = await readFile(join(folder, 'out'), 'utf8');
      if (now !== text) quiet = 0;
      text = now;
    }
    await writeFile(join(folder, 'out'), '');
    return text.replaceAll('\r', '\n');
  };

  const send = async (...edits: readonly TextEdit[]): Promise<Delivered | undefined> => {
    let last: Delivered | undefined;
    for (const edit of edits) last = await desk.outlets[0]?.deliver(edit, never);
    return last;
  };

  const find = (pattern: RegExp): Promise<string> =>
    until(async () => {
      const name = (await readdir(folder)).find((entry) => pattern.test(entry));
      if (name === undefined) throw new Error(`no ${pattern.source} in ${folder}`);
      return name;
    });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'way-'));
    await chmod(folder, 0o700);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) await chown(folder, nobody, nobody);
    env = {
      ...process.env,
      ...{ XDG_RUNTIME_DIR: folder, HOME: folder, DISPLAY: undefined, LC_ALL: 'C.UTF-8' },
      ...{ WLR_BACKENDS: 'headless', WLR_LIBINPUT_NO_DEVICES: '1', WLR_RENDERER: 'pixman' },
    };
    await writeFile(join(folder, 'config'), 'output * resolution 1024x768\n', { mode: 0o644 });
    const drop = isRoot ? ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'] : [];
    start([...drop, 'sway', '-c', join(folder, 'config')]);
    const display = await find(/^wayland-\d+$/);
    env = { ...env, WAYLAND_DISPLAY: display, SWAYSOCK: join(folder, await find(/^sway-ipc.*sock$/)) };
    await writeFile(join(folder, 'out'), '');
    start(['foot', 'sh', '-c', 'stty raw -echo; : > "$0.ready"; exec cat >> "$0"', join(folder, 'out')]);
    await find(/^out\.ready$/);
    desk = await openOutlets({
      settings: deliverySettings({ output: 'type' }),
      ...{ env, clock: systemClock, stdout: process.stdout },
    });
    const window = await until(async () => {
      const found = await desk.focus?.describe();
      if (found === undefined) throw new Error('no window is in front');
      return found;
    });
    expect(window).toMatchObject({ application: 'foot' });
    desk.outlets[0]?.aim?.(window.id);
  });

  afterAll(async () => {
    await desk.outlets[0]?.close?.();
    for (const child of children.toReversed()) {
      const gone = once(child, 'exit');
      if (child.exitCode === null && child.signalCode === null && child.kill('SIGKILL')) await gone;
    }
    await rm(folder, { recursive: true, force: true });
  });

  it.each([
    'Hello there, this is a short sentence.',
    '-x "Don\'t" $HOME \\ `a`',
    'Grüße ÄÖÜ, 你好, Привет, 😀\nsecond line\t.',
  ])('types %j, and loses no first key', async (text) => {
    expect(await send(insert(text))).toEqual({ by: 'wtype' });
    expect(await read()).toBe(text);
  });

  it('pastes what is long, gives the clipboard back, and takes back what it typed', async () => {
    const clipboard = openClipboard(env);
    await clipboard?.write('clipboard', { bytes: Buffer.from('mine') });
    const text = 'A sentence of a thousand. '.repeat(40);
    expect(await send(insert(text))).toEqual({ by: 'wtype, pasted' });
    await send(insert('more'), { kind: 'delete', characters: 3 }, { kind: 'key', key: 'enter' });
    expect(await read()).toBe(`${text}more${'\x7f'.repeat(3)}\n`);
    expect(textOf(await clipboard?.read('clipboard'))).toBe('mine');
  });

  it('types into no other window', async () => {
    desk.outlets[0]?.aim?.('4999');
    await expect(send(insert('secret'))).rejects.toThrow('wtype: the window that you spoke to is gone');
    expect(await read()).toBe('');
  });
});
