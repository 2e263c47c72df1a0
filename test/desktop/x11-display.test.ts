/** X servers that refuse, hang, die and come back; and the windows that a living one tells of. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openOutlets } from '../../src/desktop/open-outlets.js';
import { XDisplay } from '../../src/desktop/x11/display.js';
import { X11Focus } from '../../src/desktop/x11/focus.js';
import { X11Keyboard } from '../../src/desktop/x11/keyboard.js';
import { systemClock } from '../../src/pipeline/clock.js';
import { isOnPath, missingScreen, startScreen, until } from '../fixtures/screen.js';
import { deliverySettings } from './settings.js';

const missing = missingScreen();
if (missing !== undefined) console.log(`the tests with X servers are skipped: ${missing}`);
const missingManager = isOnPath('openbox') ? undefined : 'openbox is not installed';
if (missingManager !== undefined) console.log(`the test with a window manager is skipped: ${missingManager}`);
const never = new AbortController().signal;

describe.skipIf(missing !== undefined)('an X server', () => {
  const servers: ChildProcess[] = [];
  let folder: string;

  /** @returns its display, `:12`; a given one is taken again */
  const start = async (args: readonly string[] = [], display?: string): Promise<string> => {
    const place = display === undefined ? [] : [display];
    const server = spawn('Xvfb', [...place, '-displayfd', '3', '-nolisten', 'tcp', ...args], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    servers.push(server);
    const [chunk] = (await once(server.stdio[3] as NodeJS.ReadableStream, 'data')) as [Buffer];
    return `:${chunk.toString().trim()}`;
  };

  const stop = async (): Promise<void> => {
    for (const server of servers.splice(0)) {
      const gone = once(server, 'exit');
      server.kill('SIGKILL');
      await gone;
    }
  };

  const use = async (DISPLAY: string, work: (display: XDisplay) => Promise<void>): Promise<void> => {
    const display = new XDisplay({ DISPLAY });
    try {
      await work(display);
    } finally {
      display.close();
    }
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'display-'));
  });

  afterEach(async () => {
    await stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('that is not there is named', async () => {
    await use(':4999', async (display) => {
      await expect(display.open()).rejects.toThrow(/^the display :4999 cannot be reached: .+$/);
    });
    await use('nonsense', async (display) => {
      await expect(display.open()).rejects.toThrow('DISPLAY "nonsense" is no display, wanted one such as :0');
    });
  });

  it.each([
    ['XTEST', 'XTEST, which presses keys'],
    ['XKEYBOARD', 'XKEYBOARD, which tells the layout'],
  ])('without %s says so', async (extension, line) => {
    const name = await start(['-extension', extension]);
    await use(name, async (display) => {
      const problem = await display.open().then(
        () => undefined,
        (error: unknown) => String(error),
      );
      // Some servers cannot do without it, and keep it whatever they are told.
      if (extension === 'XTEST' || problem !== undefined)
        expect(problem).toBe(`Error: the display ${name} lacks the extension ${line}`);
    });
  });

  it('is let into with the key in XAUTHORITY, and with no other', async () => {
    const field = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from([0, bytes.length]), bytes]);
    const entry = (key: Buffer): Buffer =>
      // Any address, any display.
      Buffer.concat([
        Buffer.from([0xff, 0xff]),
        ...[Buffer.alloc(0), Buffer.alloc(0), Buffer.from('MIT-MAGIC-COOKIE-1'), key].map(field),
      ]);
    const [right, wrong] = [join(folder, 'right'), join(folder, 'wrong')];
    await writeFile(right, entry(Buffer.alloc(16, 7)));
    await writeFile(wrong, entry(Buffer.alloc(16, 8)));
    const name = await start(['-auth', right]);
    const before = process.env['XAUTHORITY'];
    const open = async (path: string): Promise<string> => {
      process.env['XAUTHORITY'] = path;
      const display = new XDisplay({ DISPLAY: name, XAUTHORITY: path });
      try {
        await display.open();
        return 'open';
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      } finally {
        display.close();
      }
    };
    try {
      expect(await open(wrong)).toMatch(/^the display :\d+ lets nobody in: .+$/);
      expect(await open(folder)).toBe(`the key to the display in ${folder} cannot be read: it is a folder`);
      expect(await open(right)).toBe('open');
    } finally {
      if (before === undefined) delete process.env['XAUTHORITY'];
      else process.env['XAUTHORITY'] = before;
    }
  });

  it('that dies costs one text, and none when it is back', async () => {
    const name = await start();
    await use(name, async (display) => {
      const keyboard = new X11Keyboard(display, { keyMs: 0 });
      const focus = new X11Focus(display);
      await keyboard.type('before', never);
      await stop();
      await expect(keyboard.type('lost', never)).rejects.toThrow(/^the display :\d+ (is gone|cannot be reached: .+)$/);
      await expect(focus.current()).rejects.toThrow(`the display ${name} cannot be reached`);
      expect(keyboard.canType('a')).toBe(true);
      await start([], name);
      await keyboard.type('after', never);
      expect(await focus.current()).toBeUndefined();
    });
  });

  it('that dies in the middle fails what is on its way', async () => {
    const name = await start();
    await use(name, async (display) => {
      const keyboard = new X11Keyboard(display, { keyMs: 100 });
      await keyboard.prepare();
      const typing = keyboard.type('slowly, slowly, slowly', never);
      const failed = expect(typing).rejects.toThrow(/^the display :\d+ is (gone|lost: .+)$/);
      await stop();
      await failed;
    });
  });

  it('that hangs is given up after a while', async () => {
    const name = await start();
    await use(name, async (display) => {
      const focus = new X11Focus(display);
      await focus.current();
      servers[0]?.kill('SIGSTOP');
      await expect(focus.current()).rejects.toThrow(`the display ${name} did not answer within 2 s`);
      await expect(focus.current()).rejects.toThrow(`the display ${name} did not answer within 3 s`);
      servers[0]?.kill('SIGCONT');
      expect(await focus.current()).toBeUndefined();
    });
  });

  it('that dies leaves the text to the next choice', async () => {
    const name = await start();
    const { outlets } = await openOutlets({
      settings: deliverySettings({ output: 'type' }),
      ...{ env: { ...process.env, DISPLAY: name, WAYLAND_DISPLAY: undefined }, clock: systemClock },
      stdout: process.stdout,
    });
    await stop();
    const line = `OutletError: x11: the display ${name} `;
    await until(async () => {
      const sent = outlets[0]?.deliver({ kind: 'insert', text: 'lost' }, never);
      expect(String(await sent?.catch((error: unknown) => error))).toContain(line);
    });
    await outlets[0]?.close?.();
  });
});

describe.skipIf(missing !== undefined)('the window in front', () => {
  it.for(['with', 'without'])('is known %s a window manager', async (how, { skip }) => {
    skip(how === 'with' && missingManager !== undefined, missingManager);
    const screen = await startScreen();
    const display = new XDisplay(screen.env);
    const focus = new X11Focus(display);
    const manager = how === 'with' ? spawn('openbox', [], { env: screen.env, stdio: 'ignore' }) : undefined;
    try {
      expect(await focus.current()).toBeUndefined();
      // Windows that come while it is starting may be lost to it.
      await until(async () => {
        const owner = await screen.x('xprop', '-root', '_NET_SUPPORTING_WM_CHECK');
        expect(owner.includes('window id')).toBe(how === 'with');
      });
      const first = await screen.openTerminal();
      await until(async () => {
        expect(await focus.describe()).toEqual({ id: first.id, application: 'xterm', title: 'terminal 1' });
      });
      const second = await screen.openTerminal();
      await until(async () => {
        expect(await focus.current()).toBe(second.id);
      });
      expect(await focus.exists(first.id)).toBe(true);
      await second.close();
      await until(async () => {
        expect(await focus.exists(second.id)).toBe(false);
      });
      expect(await focus.current()).not.toBe(second.id);
      // What a manager says last is not true for ever.
      const gone = manager && once(manager, 'exit');
      manager?.kill('SIGKILL');
      await gone;
      // The windows of a manager that was killed are not always on the screen.
      await until(async () => {
        await screen.x('xdotool', 'windowmap', first.id);
        await screen.focus(first.id);
        expect(await focus.current()).toBe(first.id);
      });
    } finally {
      display.close();
      manager?.kill('SIGKILL');
      await screen.stop();
    }
  });
});
