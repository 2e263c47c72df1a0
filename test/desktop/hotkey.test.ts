/** The hotkey as it is written, and as a real keyboard hook on a private X server hears it. */
import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHotkey, type Hotkey, type HotkeyEvent } from '../../src/desktop/hotkey.js';
import { parseHotkey } from '../../src/desktop/hotkey-combination.js';
import { systemClock } from '../../src/pipeline/clock.js';
import { missingScreen, startScreen, until, type Screen } from '../fixtures/screen.js';

describe('parseHotkey', () => {
  const none = { ctrl: false, alt: false, shift: false, meta: false };

  it.each([
    ['Ctrl+Alt+Space', { ...none, ctrl: true, alt: true, keycode: 57 }],
    [' control + SHIFT + d ', { ...none, ctrl: true, shift: true, keycode: 32 }],
    ['Super+1', { ...none, meta: true, keycode: 2 }],
    ['Cmd+0', { ...none, meta: true, keycode: 11 }],
    ['Alt+m', { ...none, alt: true, keycode: 50 }],
    ['F9', { ...none, keycode: 67 }],
    ['Right Ctrl', { ...none, keycode: 3613 }],
    ['Ctrl+Page Up', { ...none, ctrl: true, keycode: 3657 }],
  ])('reads %j', (text, expected) => {
    expect(parseHotkey(text)).toEqual(expected);
  });

  it.each([
    ['Ctrl+Alt', 'dictation.hotkey "Ctrl+Alt": a key is missing, as in Ctrl+Alt+Space'],
    ['Hyper+x', 'dictation.hotkey "Hyper+x": "hyper" is no modifier, wanted Ctrl, Alt, Shift or Meta'],
    [
      'Ctrl+Spcae',
      'dictation.hotkey "Ctrl+Spcae": "spcae" is no key, wanted a letter, a digit, F1…F24, Space, Insert, Right Ctrl and the like',
    ],
    ['a', 'dictation.hotkey "a": a is typed with; add Ctrl, Alt or Meta, or take a function key'],
    [
      'Shift+Space',
      'dictation.hotkey "Shift+Space": space is typed with; add Ctrl, Alt or Meta, or take a function key',
    ],
    ['', 'dictation.hotkey "": "" is no key, wanted a letter, a digit, F1…F24, Space, Insert, Right Ctrl and the like'],
  ])('refuses %j', (text, line) => {
    expect(() => parseHotkey(text)).toThrow(line);
  });
});

async function hasHook(): Promise<boolean> {
  try {
    await import('uiohook-napi');
    return true;
  } catch {
    return false;
  }
}

const missing = missingScreen() ?? ((await hasHook()) ? undefined : 'uiohook-napi is not installed');
if (missing !== undefined) console.log(`the tests with a real keyboard hook are skipped: ${missing}`);
const never = new AbortController().signal;

describe.skipIf(missing !== undefined)('a hotkey on X11', () => {
  let screen: Screen;
  let hotkey: Hotkey;
  const heard: HotkeyEvent['kind'][] = [];
  const notices: string[] = [];

  const expectHeard = async (...kinds: HotkeyEvent['kind'][]): Promise<void> => {
    await until(async () => {
      expect(heard).toEqual(kinds);
    });
    heard.length = 0;
  };

  beforeAll(async () => {
    screen = await startScreen();
    hotkey = await openHotkey({
      ...{ hotkey: 'Ctrl+Alt+Space', env: screen.env, clock: systemClock },
      onEvent: ({ kind }) => heard.push(kind),
      onNotice: (line) => notices.push(line),
    });
  });

  afterAll(async () => {
    hotkey.close();
    await screen.stop();
  });

  it('is heard whatever is in front, and no other key is', async () => {
    await screen.x('xdotool', 'key', 'ctrl+space', 'alt+space', 'space', 'ctrl+alt+shift+space', 'a', 'ctrl+alt+x');
    await screen.x('xdotool', 'key', 'ctrl+alt+space');
    await expectHeard('press', 'release');
  });

  it('is one press however long it is held', async () => {
    await screen.x('xdotool', 'keydown', 'ctrl', 'keydown', 'alt', 'keydown', 'space', 'sleep', '1');
    await expectHeard('press');
    await screen.x('xdotool', 'keyup', 'space', 'keyup', 'alt', 'keyup', 'ctrl');
    await expectHeard('release');
  });

  it('hears Escape', async () => {
    await screen.x('xdotool', 'key', 'Escape');
    await expectHeard('escape');
  });

  it('waits until no modifier is held', async () => {
    await screen.x('xdotool', 'keydown', 'ctrl', 'keydown', 'alt', 'key', 'space');
    await expectHeard('press', 'release');
    let isUp = false;
    const up = hotkey.modifiersUp(60_000, never).then(() => (isUp = true));
    await screen.x('xdotool', 'keyup', 'alt');
    expect(isUp).toBe(false);
    await screen.x('xdotool', 'keyup', 'ctrl');
    await up;
    await hotkey.modifiersUp(60_000, never);
  });

  it('waits longer for the key itself than for its modifiers: somebody talks while it is held', async () => {
    await screen.x('xdotool', 'keydown', 'ctrl', 'keydown', 'alt', 'keydown', 'space');
    await expectHeard('press');
    let isUp = false;
    const up = hotkey.modifiersUp(50, never).then(() => (isUp = true));
    await screen.x('xdotool', 'sleep', '0.3', 'keyup', 'alt', 'keyup', 'ctrl', 'sleep', '0.3');
    expect(isUp).toBe(false);
    await screen.x('xdotool', 'keyup', 'space');
    await up;
    await expectHeard('release');
    const gone = new AbortController();
    await screen.x('xdotool', 'keydown', 'ctrl', 'keydown', 'alt', 'keydown', 'space');
    await expectHeard('press');
    const waiting = hotkey.modifiersUp(60_000, gone.signal);
    gone.abort();
    await waiting;
    await screen.x('xdotool', 'keyup', 'space', 'keyup', 'alt', 'keyup', 'ctrl');
    await expectHeard('release');
  });

  it('goes on after the hook has crashed', async () => {
    process.kill(await findHook(), 'SIGSEGV');
    await until(async () => {
      await screen.x('xdotool', 'key', 'ctrl+alt+space');
      expect(heard).not.toEqual([]);
    });
    expect(notices).toEqual([]);
  });
});

/** Our child that runs the hook. */
async function findHook(): Promise<number> {
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const read = (name: string): Promise<string> => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
    const parent = /^PPid:\s*(\d+)/m.exec(await read('status'))?.[1];
    if (Number(parent) === process.pid && (await read('cmdline')).includes('hotkey-child')) return Number(pid);
  }
  throw new Error('there is no keyboard hook');
}

describe('where no program may have a hotkey', () => {
  const open = (env: Record<string, string>): Promise<Hotkey> =>
    openHotkey({ hotkey: 'F9', env, clock: systemClock, onEvent: () => undefined, onNotice: () => undefined });

  it.skipIf(process.platform !== 'linux')('says what to do instead', async () => {
    await expect(open({ WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' })).rejects.toThrow(
      'Wayland gives no program a key of its own: bind a key to `parley dictate toggle` in the settings of your desktop',
    );
    await expect(open({})).rejects.toThrow('there is no desktop to press F9 on: switch with `parley dictate toggle`');
  });

  it.skipIf(missing !== undefined)('does not hang with a display that does not answer', async () => {
    const env = { PATH: process.env['PATH'] ?? '', DISPLAY: ':4999' };
    await expect(open(env)).rejects.toThrow(/^the hotkey F9 does not work here \(.*\): bind a key to/);
  });
});
