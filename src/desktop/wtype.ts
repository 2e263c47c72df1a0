/** Types on Wayland desktops that have a virtual keyboard (Sway, Hyprland, …) with wtype. */
import type { KeyName, PasteKey } from './keyboard.js';
import { PlainKeyboard } from './plain-keyboard.js';

const KEYS: Readonly<Record<KeyName, readonly string[]>> = {
  enter: ['-k', 'Return'],
  'shift-enter': ['-M', 'shift', '-k', 'Return', '-m', 'shift'],
  tab: ['-k', 'Tab'],
  escape: ['-k', 'Escape'],
  backspace: ['-k', 'BackSpace'],
};

const PASTE: Readonly<Record<PasteKey, readonly string[]>> = {
  'ctrl+v': ['-M', 'ctrl', '-k', 'v', '-m', 'ctrl'],
  'ctrl+shift+v': ['-M', 'ctrl', '-M', 'shift', '-k', 'v', '-m', 'shift', '-m', 'ctrl'],
  'shift+insert': ['-M', 'shift', '-k', 'Insert', '-m', 'shift'],
  'cmd+v': ['-M', 'logo', '-k', 'v', '-m', 'logo'],
};

/**
 * Its keyboard is new to the desktop each time, and a window that has not noticed yet loses the first key (27 of 40 lone
 * keys were lost on a busy machine): it gets a moment, a key that does nothing, and another moment.
 */
const NOTICE = ['-s', '10', '-P', 'Shift_L', '-p', 'Shift_L', '-s', '20'];

export class WtypeKeyboard extends PlainKeyboard {
  readonly name = 'wtype';

  /** It brings a keyboard of its own with a key for every character. */
  override canType(): boolean {
    return true;
  }

  type(text: string, signal: AbortSignal): Promise<void> {
    const { keyMs } = this.options;
    // From the standard input, as a text that begins with `-` is no option there.
    return this.run([...NOTICE, ...(keyMs > 0 ? ['-d', String(keyMs)] : []), '-'], { input: text, signal });
  }

  press(key: KeyName, times: number, signal: AbortSignal): Promise<void> {
    return this.run([...NOTICE, ...Array.from({ length: times }, () => KEYS[key]).flat()], { signal });
  }

  paste(keys: PasteKey, signal: AbortSignal): Promise<void> {
    return this.run([...NOTICE, ...PASTE[keys]], { signal });
  }
}
