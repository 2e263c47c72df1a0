/** From the keyboard's map to strokes: which key with which modifiers writes a character, in the group in force. */
import { groupOf, type Key, type KeyMap } from './key-map.js';
import { characterOf } from './keysym.js';

export interface Stroke {
  readonly keycode: number;
  /** Keys held meanwhile. */
  readonly held: readonly number[];
}

/** Keysyms of keys that are looked for by what they do (X protocol, appendix A). */
export const KEYSYMS = {
  ...{ backspace: 0xff08, tab: 0xff09, enter: 0xff0d, escape: 0xff1b, insert: 0xff63, v: 0x76 },
  ...{ shift: 0xffe1, rightShift: 0xffe2, control: 0xffe3, rightControl: 0xffe4, super: 0xffeb, rightSuper: 0xffec },
  ...{ level3: 0xfe03, level5: 0xfe11, numLock: 0xff7f },
};

/** The real modifier `Lock`. */
const LOCK = 2;
/** Keys above this are none that one types on: number pads and multimedia keys may carry characters too. */
const LAST_OF_BLOCK = 97;

export class Layout {
  readonly #characters = new Map<string, Stroke>();
  readonly #map: KeyMap;

  /** @param lockedModifiers real modifiers that stay on while it is typed, such as Num Lock's */
  constructor(map: KeyMap, group: number, lockedModifiers: number) {
    this.#map = map;
    const choices = chooseModifiers(map);
    const costs = new Map<string, number>();
    for (const key of map) {
      for (const { keys, mask } of choices) {
        const character = characterAt(key, group, mask | lockedModifiers);
        if (character === undefined) continue;
        const cost = (key.keycode > LAST_OF_BLOCK ? 10_000 : 0) + keys.length * 1000 + key.keycode;
        if (cost >= (costs.get(character) ?? Infinity)) continue;
        costs.set(character, cost);
        this.#characters.set(character, { keycode: key.keycode, held: keys });
      }
    }
  }

  strokeOf(character: string): Stroke | undefined {
    return this.#characters.get(character);
  }

  /** A key by what stands on it in any group: a window knows Ctrl+V by its place when the layout has no v. */
  keyOf(...keysyms: readonly number[]): number | undefined {
    return findKey(this.#map, keysyms)?.keycode;
  }
}

/** Real modifiers that Num Lock sets: they change number pads alone, and may stay. */
export function numLockOf(map: KeyMap): number {
  return findKey(map, [KEYSYMS.numLock])?.modifiers ?? 0;
}

/** Keys that must be up while something is typed. A lock is none: to press it again would switch it. */
export function modifierKeys(map: KeyMap): ReadonlySet<number> {
  const locks = LOCK | numLockOf(map);
  const keys = map.filter(({ isModifier, modifiers }) => isModifier && (modifiers & locks) === 0);
  return new Set(keys.map(({ keycode }) => keycode));
}

interface Choice {
  readonly keys: readonly number[];
  readonly mask: number;
}

/** Shift and the keys for the third and fifth level, in all combinations. */
function chooseModifiers(map: KeyMap): readonly Choice[] {
  const wanted = [[KEYSYMS.shift, KEYSYMS.rightShift], [KEYSYMS.level3], [KEYSYMS.level5]];
  let choices: readonly Choice[] = [{ keys: [], mask: 0 }];
  for (const keysyms of wanted) {
    const found = findKey(
      map.filter(({ modifiers }) => modifiers !== 0),
      keysyms,
    );
    if (found === undefined) continue;
    const more = choices.map(({ keys, mask }) => ({
      keys: [...keys, found.keycode],
      mask: mask | found.modifiers,
    }));
    choices = [...choices, ...more];
  }
  return choices;
}

function characterAt(key: Key, group: number, modifiers: number): string | undefined {
  const found = groupOf(key, group);
  if (found === undefined) return undefined;
  const level = found.type.levels.get(modifiers & found.type.mask) ?? 0;
  return characterOf(found.keysyms[level] ?? 0);
}

/** The first of the keysyms that stands on a key, at its lowest level first. */
function findKey(map: KeyMap, keysyms: readonly number[]): Key | undefined {
  for (const keysym of keysyms) {
    const found =
      map.find(({ groups }) => groups.some((group) => group.keysyms[0] === keysym)) ??
      map.find(({ groups }) => groups.some((group) => group.keysyms.includes(keysym)));
    if (found !== undefined) return found;
  }
  return undefined;
}
