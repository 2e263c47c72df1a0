/** Types into real windows of a private X server, and reads what arrived. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClipboard, textOf } from '../../src/desktop/clipboard.js';
import { openOutlets, type OpenOutlets } from '../../src/desktop/open-outlets.js';
import { OutletError } from '../../src/desktop/outlet-error.js';
import { systemClock } from '../../src/pipeline/clock.js';
import type { Delivered, TextEdit } from '../../src/pipeline/dictation.js';
import { isOnPath, missingScreen, startScreen, until, type Screen, type TerminalWindow } from '../fixtures/screen.js';
import { deliverySettings } from './settings.js';

const missing = missingScreen();
if (missing !== undefined) console.log(`the tests with real windows are skipped: ${missing}`);

const never = new AbortController().signal;
const insert = (text: string): TextEdit => ({ kind: 'insert', text });

describe.skipIf(missing !== undefined)('typing into a window', () => {
  let screen: Screen;
  let window: TerminalWindow;
  let desk: OpenOutlets;

  const open = (changes: Parameters<typeof deliverySettings>[0] = {}): Promise<OpenOutlets> =>
    openOutlets({
      settings: deliverySettings({ output: 'type', ...changes }),
      ...{ env: screen.env, clock: systemClock, stdout: process.stdout },
    });

  const begin = async (): Promise<void> => {
    desk.outlets[0]?.aim?.(await desk.focus?.current());
    await desk.outlets[0]?.prepare?.();
  };

  const send = async (...edits: readonly TextEdit[]): Promise<Delivered | undefined> => {
    let last: Delivered | undefined;
    for (const edit of edits) last = await desk.outlets[0]?.deliver(edit, never);
    return last;
  };

  beforeAll(async () => {
    screen = await startScreen();
    window = await screen.openTerminal();
    desk = await open();
    await begin();
  });

  afterAll(async () => {
    await desk.outlets[0]?.close?.();
    await screen.stop();
  });

  it.each([
    'Hello there, this is a short sentence.',
    `"Don't," she said, 'it costs $5 or $HOME'; -x --delay 3 \\n \\ # end`,
    '$1$2 "$HOME" "" \'\' $',
    '-a leading dash and  two  spaces ',
    'first line\nsecond line\n\tindented\n',
    '`~!@#$%^&*()_+-={}[]|:;<>?,./',
  ])('types %j as it stands', async (text) => {
    expect(await send(insert(text))).toEqual({ by: 'x11' });
    expect(await window.read()).toBe(text);
  });

  it.each([
    'Grüße aus Köln: ÄÖÜ äöü ß',
    'Ça va? Où est l’été – déjà « là »…',
    '你好,世界。日本語のテキスト',
    'Привет, как дела?',
    'thumbs 👍🏽 and a family 👩‍👩‍👧 and 😀',
    'first „line“\nsecond “line”',
  ])('pastes %j, for which the layout has no keys', async (text) => {
    expect(await send(insert(text))).toEqual({ by: 'x11, pasted' });
    expect(await window.read()).toBe(text);
  });

  it('brings a thousand characters whole, typed and pasted', async () => {
    const text = Array.from({ length: 40 }, (_, index) => `Sentence ${index + 1} of forty it is. `)
      .join('')
      .slice(0, 1000);
    expect(await send(insert(text))).toEqual({ by: 'x11, pasted' });
    expect(await window.read()).toBe(text);
    const typing = await open({ typing: { paste_above: 100_000 } });
    typing.outlets[0]?.aim?.(window.id);
    expect(await typing.outlets[0]?.deliver(insert(text), never)).toEqual({ by: 'x11' });
    await typing.outlets[0]?.close?.();
    expect(await window.read()).toBe(text);
  });

  it('types the letters of a German layout, and pastes what no layout in force has', async () => {
    await screen.x('setxkbmap', 'de');
    await begin();
    expect(await send(insert('Grüße: ÄÖÜ ß zyx'))).toEqual({ by: 'x11' });
    expect(await window.read()).toBe('Grüße: ÄÖÜ ß zyx');
    await screen.x('setxkbmap', 'ru');
    await begin();
    expect(await send(insert('plain English'))).toEqual({ by: 'x11, pasted' });
    expect(await window.read()).toBe('plain English');
    await screen.x('setxkbmap', 'us');
    await begin();
  });

  it('types rightly with Control held and Caps Lock on', async () => {
    await screen.x('xdotool', 'keydown', 'ctrl', 'key', 'Caps_Lock');
    await send(insert('Not a Shortcut'));
    await screen.x('xdotool', 'keyup', 'ctrl', 'key', 'Caps_Lock');
    expect(await window.read()).toBe('Not a Shortcut');
  });

  it('takes back what it typed, as characters, and nothing else', async () => {
    await send({ kind: 'key', key: 'enter' }, insert('one 👍🏽 é'), { kind: 'delete', characters: 3 });
    expect(await window.read()).toBe(`\none 👍🏽 é${'\x7f'.repeat(3)}`);
    await send({ kind: 'delete', characters: 500 });
    expect(await window.read()).toBe('\x7f'.repeat(4));
    await send({ kind: 'delete', characters: 5 });
    expect(await window.read()).toBe('');
  });

  it('presses keys, and Shift+Enter where a line break would send', async () => {
    await send({ kind: 'insert', text: 'a\nb', breaks: 'shift-enter' }, { kind: 'key', key: 'tab' });
    await send({ kind: 'key', key: 'escape' });
    expect(await window.read()).toBe('a\nb\t\x1b');
  });

  it('gives the clipboard back what was in it after a paste', async () => {
    const clipboard = openClipboard(screen.env);
    await clipboard?.write('clipboard', { bytes: Buffer.from('precious, mine') });
    await clipboard?.write('primary', { bytes: Buffer.from('marked') });
    await send(insert('fünf'), insert('zwölf'));
    expect(await window.read()).toBe('fünfzwölf');
    await until(async () => {
      expect(textOf(await clipboard?.read('clipboard'))).toBe('precious, mine');
      expect(textOf(await clipboard?.read('primary'))).toBe('marked');
    });
  });

  it('says so where the window does not know the keys that paste, and leaves the text in the clipboard', async () => {
    const typing = await open({ typing: { paste_key: 'ctrl+v' } });
    typing.outlets[0]?.aim?.(window.id);
    const error = await typing.outlets[0]?.deliver(insert('für sie'), never).catch((caught: unknown) => caught);
    await typing.outlets[0]?.close?.();
    expect(error).toEqual(
      new OutletError('x11: the window did not paste at ctrl+v: dictation.typing.paste_key may name other keys'),
    );
    expect(await window.read()).toBe('\x16');
    expect(textOf(await openClipboard(screen.env)?.read('clipboard'))).toBe('für sie');
  });

  it('says so where there is no key and no paste, and types nothing', async () => {
    const typing = await open({ typing: { paste_key: 'none' } });
    typing.outlets[0]?.aim?.(window.id);
    const error = await typing.outlets[0]?.deliver(insert('ein Ä'), never).catch((caught: unknown) => caught);
    await typing.outlets[0]?.close?.();
    expect(String(error)).toMatch(/^OutletError: x11: the keyboard layout has no key for "Ä"/);
    expect(await window.read()).toBe('');
  });

  it('types into no other window than the one it was spoken to', async () => {
    const other = await screen.openTerminal();
    const error = await send(insert('secret')).catch((caught: unknown) => caught);
    expect(error).toEqual(new OutletError('x11: another window has come to the front'));
    expect(await other.read()).toBe('');
    const any = await open({ window: 'any' });
    any.outlets[0]?.aim?.(window.id);
    await any.outlets[0]?.deliver(insert('public'), never);
    await any.outlets[0]?.close?.();
    expect(await other.read()).toBe('public');
    await other.close();
    await screen.focus(window.id);
    expect(await window.read()).toBe('');
  });

  it('stops in the middle when the window closes, and tells how far it came', async () => {
    const dying = await screen.openTerminal();
    const typing = await open({ typing: { chunk: 1, key_ms: 10, paste_above: 100_000 } });
    typing.outlets[0]?.aim?.(dying.id);
    const text = 'word '.repeat(60);
    const sending = typing.outlets[0]?.deliver(insert(text), never).catch((caught: unknown) => caught);
    await until(async () => {
      expect(await dying.size()).toBeGreaterThan(0);
    });
    await dying.close();
    const error = (await sending) as OutletError;
    await typing.outlets[0]?.close?.();
    expect(error.message).toMatch(/^x11: (the window that you spoke to is gone|no window is in front)/);
    expect(error.typed).toBeGreaterThan(0);
    expect(error.typed).toBeLessThan(text.length);
    await screen.focus(window.id);
    expect(await window.read()).toBe('');
  });

  it.skipIf(!isOnPath('mousepad'))('types and pastes into an editor', async () => {
    const editor = await screen.openProgram('mousepad', ['--disable-server'], 'mousepad');
    await begin();
    const texts = ['Dear Anna,\n\tit\'s "fine", isn\'t it?\n', 'Grüße 👍🏽 你好\n', 'The end - $5 & more'];
    await send(...texts.map(insert), { kind: 'delete', characters: 4 }, insert('none'));
    const clipboard = openClipboard(screen.env);
    await until(async () => {
      await screen.x('xdotool', 'key', 'ctrl+a', 'ctrl+c');
      expect(textOf(await clipboard?.read('clipboard'))).toBe(texts.join('').replace(/more$/, 'none'));
    });
    expect((await desk.focus?.describe())?.application).toBe('mousepad');
    await screen.x('xdotool', 'windowkill', editor.id);
    await screen.focus(window.id);
    await begin();
  });

  it('knows the window in front', async () => {
    expect(await desk.focus?.describe()).toEqual({ id: window.id, application: 'xterm', title: 'terminal 1' });
  });
});

describe('where nothing can be typed', () => {
  const open = (env: Record<string, string>, output: 'type' | ['type', 'stdout']): Promise<OpenOutlets> =>
    openOutlets({ settings: deliverySettings({ output }), env, clock: systemClock, stdout: process.stdout });

  it.skipIf(process.platform !== 'linux')('says that there is no desktop', async () => {
    await expect(open({ PATH: '/usr/bin:/bin' }, 'type')).rejects.toThrow(
      'dictated text has nowhere to go: type: no desktop: neither DISPLAY nor WAYLAND_DISPLAY is set; dictation.output may name stdout or file as well',
    );
  });

  it.skipIf(process.platform !== 'linux')('goes on with the next choice, and says what is missing', async () => {
    const { outlets, problems } = await open({ PATH: '/nowhere', DISPLAY: ':4999' }, ['type', 'stdout']);
    expect(outlets.map(({ name }) => name)).toEqual(['stdout']);
    expect(problems).toEqual([
      expect.stringMatching(
        /^type: x11 does not work: the display :4999 cannot be reached: .*, dotool is not installed, ydotool is not installed \(`parley doctor` tells what mends it\)$/,
      ),
    ]);
  });
});
