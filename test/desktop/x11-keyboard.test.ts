/** Keys on a private X server: layouts, hands on the keyboard meanwhile, and servers that go away. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { XDisplay } from '../../src/desktop/x11/display.js';
import { X11Keyboard } from '../../src/desktop/x11/keyboard.js';
import { keys, openFingers, type Fingers } from '../fixtures/fingers.js';
import { missingScreen, startScreen, until, type Screen, type TerminalWindow } from '../fixtures/screen.js';

const missing = missingScreen();
if (missing !== undefined) console.log(`the tests with a real keyboard are skipped: ${missing}`);
const never = new AbortController().signal;

describe.skipIf(missing !== undefined)('keys on X11', () => {
  let screen: Screen;
  let window: TerminalWindow;
  let fingers: Fingers;
  let display: XDisplay;
  let keyboard: X11Keyboard;

  const switchLayout = async (...args: readonly string[]): Promise<void> => {
    await screen.x('setxkbmap', ...args);
  };

  beforeAll(async () => {
    screen = await startScreen();
    window = await screen.openTerminal();
    fingers = await openFingers(screen.env);
    display = new XDisplay(screen.env);
    keyboard = new X11Keyboard(display, { keyMs: 0 });
    await keyboard.prepare();
  });

  afterEach(async () => {
    await fingers.switchGroup(0);
    await switchLayout('us');
    expect(await fingers.held()).toEqual([]);
  });

  afterAll(async () => {
    keyboard.close();
    fingers.close();
    await screen.stop();
  });

  it.each([
    [['us'], 'Don\'t stop: "5 < 7" & (a|b) = {x}~^`\\ @HOME #1!'],
    [['de'], 'Größe 5 €, „ja“? @home [1] {2} \\ | ~ µ zyZY ÄÖÜẞ'],
    [['fr'], 'Où ça? Élève: 1234567890 été à @ # { } œuvre — « là »'],
    [['pl'], 'Zażółć gęślą jaźń, ZAŻÓŁĆ GĘŚLĄ JAŹŃ €'],
    [['ru'], 'Съешь ещё этих мягких французских булок, да выпей чаю. №1'],
    [['gr'], 'Καλη, σας λογος ΩΨ'],
    [['de', '-variant', 'neo'], 'Über {Neo} [alles] \\ / äöüß €'],
  ])('types what stands on the layout %j', async (layout, text) => {
    await switchLayout(...layout);
    await keyboard.prepare();
    const typable = Array.from(text, (character) => (keyboard.canType(character) ? character : '')).join('');
    expect(typable.length).toBeGreaterThan(text.length * 0.8);
    await keyboard.type(typable, never);
    expect(await window.read()).toBe(typable);
  });

  it.each([
    ['us', 'aZ09 ~{}"', 'äß€éПω'],
    ['de', 'äÖß€@µ', '^´`Пωñ'],
    ['fr', 'éèçàù€^', '¨Пω'],
    ['ru', 'Привет№', 'aZäω'],
    ['gr', 'αΩς', 'άέώaПä'],
  ])('knows which characters %s has keys for; dead keys are none', async (layout, known, unknown) => {
    await switchLayout(layout);
    await keyboard.prepare();
    expect(Array.from(known).filter((character) => !keyboard.canType(character))).toEqual([]);
    expect(Array.from(unknown).filter((character) => keyboard.canType(character))).toEqual([]);
  });

  it('types in the group that is in force', async () => {
    await switchLayout('us,de');
    await keyboard.prepare();
    expect(keyboard.canType('ß')).toBe(false);
    await keyboard.type('zy-@', never);
    await fingers.switchGroup(1);
    await keyboard.type('zy-@ äöü €', never);
    expect(keyboard.canType('ß')).toBe(true);
    expect(await window.read()).toBe('zy-@zy-@ äöü €');
    await switchLayout('ru,us');
    await fingers.switchGroup(1);
    await keyboard.type('Latin', never);
    await fingers.switchGroup(0);
    await keyboard.type('Кириллица', never);
    expect(await window.read()).toBe('LatinКириллица');
  });

  it('notices a layout that is switched in between, and types nothing that has lost its key', async () => {
    // What was typed is read by the window's own layout: it must have come before the next one does.
    await keyboard.type('qwaz', never);
    expect(await window.read()).toBe('qwaz');
    await switchLayout('fr');
    await keyboard.type('qwaz.', never);
    expect(await window.read()).toBe('qwaz.');
    await switchLayout('ru');
    await expect(keyboard.type('qwaz', never)).rejects.toThrow(
      'the keyboard layout was switched, and has no key for "q"',
    );
    expect(await window.read()).toBe('');
  });

  it('types rightly while the hotkey is held, with its Space, and leaves no key stuck', async () => {
    const { control, alt, space } = keys;
    await fingers.press(control, alt, space);
    // The shortcut itself is there, as a terminal reads it, and comes again and again while it is held.
    await until(async () => {
      expect(await window.size()).toBeGreaterThan(0);
    });
    await keyboard.type('What time is it? ', never);
    // Space stays up: pressed again it would be one more shortcut.
    expect(await fingers.held()).toEqual([control, alt]);
    await keyboard.type('What Time', never);
    await fingers.lift(space, alt, control);
    expect((await window.read()).replaceAll(/\p{Cc}/gu, '')).toBe('What time is it? What Time');
    await keyboard.type('and After It', never);
    await fingers.press(space);
    await fingers.lift(space);
    expect(await window.read()).toBe('and After It ');
  });

  it('gives Shift back to the finger that holds it, and no longer than it does', async () => {
    await fingers.press(keys.shift);
    await keyboard.type('aBc', never);
    await fingers.press(keys.a);
    await fingers.lift(keys.a, keys.shift);
    await keyboard.type('dEf', never);
    expect(await window.read()).toBe('aBcAdEf');
  });

  it('types rightly with Caps Lock and Num Lock on, and leaves them on', async () => {
    await screen.x('xdotool', 'key', 'Caps_Lock', 'Num_Lock');
    const locked = await fingers.locked();
    await keyboard.type('Not Shouting 123 (ok)', never);
    await keyboard.press('enter', 1, never);
    expect(await fingers.locked()).toBe(locked);
    expect(locked).not.toBe(0);
    await screen.x('xdotool', 'key', 'Caps_Lock', 'Num_Lock');
    expect(await window.read()).toBe('Not Shouting 123 (ok)\n');
  });

  it('loses nothing of a thousand keys to a window that hears nothing for a while', async () => {
    const text = 'Slow windows: "get" all, in ORDER! '.repeat(30);
    const pid = Number(await screen.x('xdotool', 'getwindowpid', window.id));
    process.kill(pid, 'SIGSTOP');
    await keyboard.type(text, never);
    await screen.x('xdotool', 'sleep', '0.4');
    process.kill(pid, 'SIGCONT');
    expect(await window.read()).toBe(text);
  });

  it('waits between keys where it is asked to', async () => {
    const paced = new X11Keyboard(display, { keyMs: 40 });
    const typing = paced.type('Slowly Now', never);
    const sizes = new Set<number>();
    let isOver = false;
    void typing.then(() => (isOver = true));
    while (!isOver) {
      sizes.add(await window.size());
      await screen.x('xdotool', 'sleep', '0.02');
    }
    await typing;
    expect(sizes.size).toBeGreaterThan(3);
    expect(await window.read()).toBe('Slowly Now');
  });

  it('presses nothing once the signal has fired', async () => {
    await expect(keyboard.type('secret', AbortSignal.abort())).rejects.toThrow();
    expect(await window.read()).toBe('');
  });

  it('tells a fault to the one who asked, and to nobody else', async () => {
    const link = await display.open();
    const { xtest } = link.parts;
    const strange = link.carry(() => {
      xtest.FakeInput(xtest.KeyPress, 3, 0, 0, 0, 0);
    });
    const fine = keyboard.type('fine', never);
    await expect(strange).rejects.toThrow('the display refused: bad param value');
    await fine;
    expect(await window.read()).toBe('fine');
  });
});
