/** A hotkey of the settings as the keys that xdotool presses for it, in the order in which people do. */
import { DeskError } from './tools.js';

const MODIFIERS: Readonly<Record<string, string>> = {
  ...{ ctrl: 'Control_L', control: 'Control_L', alt: 'Alt_L', option: 'Alt_L', shift: 'Shift_L' },
  ...{ meta: 'Super_L', super: 'Super_L', win: 'Super_L', cmd: 'Super_L', command: 'Super_L' },
};

const NAMED: Readonly<Record<string, string>> = {
  ...{ space: 'space', enter: 'Return', return: 'Return', tab: 'Tab', backspace: 'BackSpace', insert: 'Insert' },
  ...{ 'right ctrl': 'Control_R', 'right alt': 'Alt_R', 'right shift': 'Shift_R', 'scroll lock': 'Scroll_Lock' },
  ...{ 'page up': 'Prior', 'page down': 'Next', home: 'Home', end: 'End', capslock: 'Caps_Lock' },
};

/** Throws DeskError for one that is not known here. */
export function xdotoolKeys(hotkey: string): readonly string[] {
  const names = hotkey.split('+').map((name) => name.trim().toLowerCase());
  return names.map((name, index) => {
    const isLast = index === names.length - 1;
    const key = isLast ? (NAMED[name] ?? (/^([a-z0-9])$/.test(name) ? name : functionKey(name))) : MODIFIERS[name];
    if (key !== undefined) return key;
    throw new DeskError(
      `dictation.hotkey "${hotkey}": "${name}" cannot be pressed here; choose another, as in --set dictation.hotkey=Ctrl+Alt+Space`,
    );
  });
}

function functionKey(name: string): string | undefined {
  return /^f([1-9]|1\d|2[0-4])$/.test(name) ? name.toUpperCase() : undefined;
}
