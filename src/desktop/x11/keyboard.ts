/** Types on X11 by itself: every key of a piece in one message to the server, and one question whether it has taken them. */
import {
  isPlain,
  KEYBOARD_LIMIT_MS,
  type Keyboard,
  type KeyboardOptions,
  type KeyName,
  type PasteKey,
} from '../keyboard.js';
import type { XkbState } from 'x11';
import type { XDisplay } from './display.js';
import { letGo, readState } from './held-keys.js';
import { readKeyMap, type KeyMap } from './key-map.js';
import { KEYSYMS, Layout, modifierKeys, numLockOf, type Stroke } from './layout.js';
import type { Link } from './link.js';

type Symbol = keyof typeof SYMBOLS;

/** Where there are two such keys, either does. */
const SYMBOLS = {
  ...{ backspace: [KEYSYMS.backspace], tab: [KEYSYMS.tab], enter: [KEYSYMS.enter], escape: [KEYSYMS.escape] },
  ...{ insert: [KEYSYMS.insert], v: [KEYSYMS.v], shift: [KEYSYMS.shift, KEYSYMS.rightShift] },
  ...{ control: [KEYSYMS.control, KEYSYMS.rightControl], super: [KEYSYMS.super, KEYSYMS.rightSuper] },
} as const;

const KEYS: Readonly<Record<KeyName, readonly Symbol[]>> = {
  enter: ['enter'],
  'shift-enter': ['shift', 'enter'],
  tab: ['tab'],
  escape: ['escape'],
  backspace: ['backspace'],
};

const PASTE: Readonly<Record<PasteKey, readonly Symbol[]>> = {
  'ctrl+v': ['control', 'v'],
  'ctrl+shift+v': ['control', 'shift', 'v'],
  'shift+insert': ['shift', 'insert'],
  'cmd+v': ['super', 'v'],
};

/** Where v is on a layout that has none. */
const PLACE_OF_V = 55;

/** What was learnt of one connection, for the group in force. */
interface Known {
  readonly link: Link;
  readonly mapVersion: number;
  readonly map: KeyMap;
  readonly modifiers: ReadonlySet<number>;
  /** Real modifiers of Num Lock, and those of them that are on. */
  readonly numLock: { readonly all: number; readonly on: number };
  readonly group: number;
  readonly layout: Layout;
}

export class X11Keyboard implements Keyboard {
  readonly name = 'x11';
  readonly #display: XDisplay;
  readonly #keyMs: number;
  #known: Known | undefined;

  constructor(display: XDisplay, { keyMs }: Pick<KeyboardOptions, 'keyMs'>) {
    this.#display = display;
    this.#keyMs = keyMs;
  }

  async prepare(): Promise<void> {
    const link = await this.#display.open();
    await this.#learn(link, (await readState(link)).xkb);
  }

  /** By the group that the server told of last. */
  canType(character: string): boolean {
    let known = this.#known;
    if (known === undefined) return isPlain(character);
    const { group } = known.link;
    if (group !== known.group) known = { ...known, group, layout: new Layout(known.map, group, known.numLock.on) };
    this.#known = known;
    return known.layout.strokeOf(character) !== undefined;
  }

  type(text: string, signal: AbortSignal): Promise<void> {
    return this.#send(signal, (layout) =>
      Array.from(text, (character) => {
        const stroke = layout.strokeOf(character);
        if (stroke !== undefined) return stroke;
        throw new Error(`the keyboard layout was switched, and has no key for "${character}"`);
      }),
    );
  }

  press(key: KeyName, times: number, signal: AbortSignal): Promise<void> {
    return this.#send(signal, (layout) => {
      const stroke = chordOf(layout, KEYS[key]);
      return Array.from({ length: times }, () => stroke);
    });
  }

  paste(keys: PasteKey, signal: AbortSignal): Promise<void> {
    return this.#send(signal, (layout) => [chordOf(layout, PASTE[keys])]);
  }

  close(): void {
    this.#display.close();
  }

  /** Once begun it is not broken off: what is on its way cannot be called back. */
  async #send(signal: AbortSignal, choose: (layout: Layout) => readonly Stroke[]): Promise<void> {
    signal.throwIfAborted();
    const link = await this.#display.open();
    const { down, xkb } = await readState(link);
    let known = await this.#learn(link, xkb);
    const { modifiers, numLock } = known;
    const held = [...down].filter((keycode) => modifiers.has(keycode));
    const isQuiet = held.length === 0 && xkb.latchedMods === 0 && (xkb.lockedMods & ~numLock.all) === 0;
    const locked = { before: xkb.lockedMods, meanwhile: numLock.on };
    const quiet = isQuiet ? undefined : await letGo(link, { held, locked });
    try {
      // What was held may have chosen another group.
      if (quiet !== undefined) known = await this.#learn(link, (await readState(link)).xkb);
      const strokes = choose(known.layout);
      const limitMs = KEYBOARD_LIMIT_MS + this.#keyMs * strokes.length;
      await link.carry(() => {
        strike(link, strokes, { down, keyMs: this.#keyMs });
      }, limitMs);
    } finally {
      // If that fails too, the display is gone, and with it whatever was held.
      await quiet?.restore().catch(() => undefined);
    }
  }

  async #learn(link: Link, { lockedMods, group }: XkbState): Promise<Known> {
    const { mapVersion } = link;
    const old = this.#known?.link === link && this.#known.mapVersion === mapVersion ? this.#known : undefined;
    const map = old?.map ?? (await readKeyMap(link));
    const all = numLockOf(map);
    const on = lockedMods & all;
    if (old?.group === group && old.numLock.on === on) return old;
    const layout = new Layout(map, group, on);
    const modifiers = old?.modifiers ?? modifierKeys(map);
    return (this.#known = { link, mapVersion, map, modifiers, numLock: { all, on }, group, layout });
  }
}

/** The last key with the others held. */
function chordOf(layout: Layout, symbols: readonly Symbol[]): Stroke {
  const keys = symbols.map((symbol) => {
    const keycode = layout.keyOf(...SYMBOLS[symbol]) ?? (symbol === 'v' ? PLACE_OF_V : undefined);
    if (keycode === undefined) throw new Error(`the keyboard layout has no key ${symbol}`);
    return keycode;
  });
  return { keycode: keys.at(-1) ?? 0, held: keys.slice(0, -1) };
}

interface StrikeOptions {
  /** Keys that are down before. */
  readonly down: ReadonlySet<number>;
  /** Wait between two strokes: the server's, as a busy program's own timers are late. */
  readonly keyMs: number;
}

/** The modifiers of one stroke stay down for the next one that needs them too. */
function strike(link: Link, strokes: readonly Stroke[], { down, keyMs }: StrikeOptions): void {
  const { xtest } = link.parts;
  let waitMs = 0;
  const press = (keycode: number): void => {
    xtest.FakeInput(xtest.KeyPress, keycode, waitMs, 0, 0, 0);
    waitMs = 0;
  };
  const release = (keycode: number): void => {
    xtest.FakeInput(xtest.KeyRelease, keycode, waitMs, 0, 0, 0);
    waitMs = 0;
  };
  // A key that is down, be it in the server's memory of an earlier program alone, would not go down once more.
  const used = new Set(strokes.flatMap(({ keycode, held }) => (down.has(keycode) ? [keycode, ...held] : held)));
  for (const keycode of used) release(keycode);
  let holding: readonly number[] = [];
  const hold = (wanted: readonly number[]): void => {
    for (const keycode of holding.toReversed()) if (!wanted.includes(keycode)) release(keycode);
    for (const keycode of wanted) if (!holding.includes(keycode)) press(keycode);
    holding = wanted;
  };
  for (const [index, { keycode, held }] of strokes.entries()) {
    if (index > 0) waitMs = keyMs;
    hold(held);
    press(keycode);
    release(keycode);
  }
  hold([]);
}
