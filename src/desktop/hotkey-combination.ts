/** A hotkey as it is written (`Ctrl+Alt+Space`) and as the keyboard hook numbers it. */

export interface Combination {
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  readonly meta: boolean;
  /** libuiohook's virtual key code. */
  readonly keycode: number;
}

type Modifier = 'ctrl' | 'alt' | 'shift' | 'meta';

const MODIFIERS: Readonly<Record<string, Modifier>> = {
  ...{ ctrl: 'ctrl', control: 'ctrl', alt: 'alt', option: 'alt', shift: 'shift' },
  ...{ meta: 'meta', super: 'meta', win: 'meta', cmd: 'meta', command: 'meta' },
};

const NAMED: Readonly<Record<string, number>> = {
  ...{ space: 57, enter: 28, return: 28, tab: 15, backspace: 14, capslock: 58, escape: 1, esc: 1 },
  ...{ insert: 3666, delete: 3667, home: 3655, end: 3663, pageup: 3657, pagedown: 3665 },
  ...{ left: 57419, right: 57421, up: 57416, down: 57424, scrolllock: 70, printscreen: 3639, numlock: 69 },
  ...{ minus: 12, equal: 13, comma: 51, period: 52, slash: 53, semicolon: 39, backquote: 41, quote: 40 },
  ...{ bracketleft: 26, bracketright: 27, backslash: 43, rightctrl: 3613, rightalt: 3640, rightshift: 54 },
  ...{ f1: 59, f2: 60, f3: 61, f4: 62, f5: 63, f6: 64, f7: 65, f8: 66, f9: 67, f10: 68, f11: 87, f12: 88 },
  ...{
    f13: 91,
    f14: 92,
    f15: 93,
    f16: 99,
    f17: 100,
    f18: 101,
    f19: 102,
    f20: 103,
    f21: 104,
    f22: 105,
    f23: 106,
    f24: 107,
  },
};

/** Rows of a keyboard: the code of the first key, and the keys from there on. */
const ROWS: readonly (readonly [number, string])[] = [
  [2, '1234567890'],
  [16, 'qwertyuiop'],
  [30, 'asdfghjkl'],
  [44, 'zxcvbnm'],
];

/** Keys that nobody types with: they may stand alone. */
const ALONE = /^(f\d+|scrolllock|printscreen|insert|capslock|right(ctrl|alt|shift))$/;

/** Codes of the modifiers themselves, left and right, for `held`. */
export const MODIFIER_CODES: ReadonlySet<number> = new Set([29, 3613, 56, 3640, 42, 54, 3675, 3676]);

/** Throws one line that names the part at fault. */
export function parseHotkey(text: string): Combination {
  const parts = text.split('+').map((part) => part.trim().toLowerCase());
  const name = parts.pop() ?? '';
  const held = { ctrl: false, alt: false, shift: false, meta: false };
  for (const part of parts) {
    const modifier = MODIFIERS[part];
    if (modifier === undefined)
      throw new Error(fault(text, `"${part}" is no modifier, wanted Ctrl, Alt, Shift or Meta`));
    held[modifier] = true;
  }
  if (name in MODIFIERS) throw new Error(fault(text, 'a key is missing, as in Ctrl+Alt+Space'));
  const keycode = codeOf(name);
  if (keycode === undefined) {
    throw new Error(
      fault(text, `"${name}" is no key, wanted a letter, a digit, F1…F24, Space, Insert, Right Ctrl and the like`),
    );
  }
  const isBare = !held.ctrl && !held.alt && !held.meta;
  if (isBare && !ALONE.test(name.replaceAll(' ', ''))) {
    throw new Error(fault(text, `${name} is typed with; add Ctrl, Alt or Meta, or take a function key`));
  }
  return { ...held, keycode };
}

function codeOf(name: string): number | undefined {
  const known = NAMED[name.replaceAll(/[ _]/g, '')];
  if (known !== undefined) return known;
  for (const [first, keys] of ROWS) if (name.length === 1 && keys.includes(name)) return first + keys.indexOf(name);
  return undefined;
}

function fault(text: string, why: string): string {
  return `dictation.hotkey "${text}": ${why}`;
}
