/** Types on Wayland desktops that have a virtual keyboard (Sway, Hyprland, …) with wtype. */
import { KEYBOARD_LIMIT_MS, type Keyboard, type KeyboardOptions, type KeyName, type PasteKey } from './keyboard.js';
import { runTool } from './tool.js';

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

export class WtypeKeyboard implements Keyboard {
  readonly name = 'wtype';
  readonly #options: KeyboardOptions;

  constructor(options: KeyboardOptions) {
    this.#options = options;
  }

  /** It brings a keyboard of its own with a key for every character. */
  canType(): boolean {
    return true;
  }

  async type(text: string, signal: AbortSignal): Promise<void> {
    // From the standard input, as a text that begins with `-` is no option there.
    await this.#run([...(this.#options.keyMs > 0 ? ['-d', String(this.#options.keyMs)] : []), '-'], signal, text);
  }

  async press(key: KeyName, times: number, signal: AbortSignal): Promise<void> {
    await this.#run(Array.from({ length: times }, () => KEYS[key]).flat(), signal);
  }

  async paste(keys: PasteKey, signal: AbortSignal): Promise<void> {
    await this.#run(PASTE[keys], signal);
  }

  async #run(args: readonly string[], signal: AbortSignal, input = ''): Promise<void> {
    const options = { env: this.#options.env, input, limitMs: KEYBOARD_LIMIT_MS, signal };
    const { code, complaint, timedOut } = await runTool('wtype', [...NOTICE, ...args], options);
    signal.throwIfAborted();
    if (timedOut) throw new Error(`the desktop did not answer within ${KEYBOARD_LIMIT_MS / 1000} s`);
    if (code !== 0) throw new Error(complaint === '' ? `it ended with code ${code ?? 'none'}` : complaint);
  }
}
