/** Types through the kernel with dotool or ydotool: on any desktop, by key codes, so in plain characters only. */
import type { KeyName, PasteKey } from './keyboard.js';
import { PlainKeyboard } from './plain-keyboard.js';

const DOTOOL_KEYS: Readonly<Record<KeyName, string>> = {
  enter: 'enter',
  'shift-enter': 'shift+enter',
  tab: 'tab',
  escape: 'esc',
  backspace: 'backspace',
};

const DOTOOL_PASTE: Readonly<Record<PasteKey, string>> = {
  'ctrl+v': 'ctrl+v',
  'ctrl+shift+v': 'ctrl+shift+v',
  'shift+insert': 'shift+insert',
  'cmd+v': 'super+v',
};

/** Codes of linux/input-event-codes.h: `29:1` is Control going down. */
const CODES = { enter: 28, tab: 15, escape: 1, backspace: 14, shift: 42, ctrl: 29, v: 47, insert: 110, cmd: 125 };

function chord(...names: readonly (keyof typeof CODES)[]): readonly string[] {
  const codes = names.map((name) => CODES[name]);
  return [...codes.map((code) => `${code}:1`), ...codes.toReversed().map((code) => `${code}:0`)];
}

const YDOTOOL_KEYS: Readonly<Record<KeyName, readonly string[]>> = {
  enter: chord('enter'),
  'shift-enter': chord('shift', 'enter'),
  tab: chord('tab'),
  escape: chord('escape'),
  backspace: chord('backspace'),
};

const YDOTOOL_PASTE: Readonly<Record<PasteKey, readonly string[]>> = {
  'ctrl+v': chord('ctrl', 'v'),
  'ctrl+shift+v': chord('ctrl', 'shift', 'v'),
  'shift+insert': chord('shift', 'insert'),
  'cmd+v': chord('cmd', 'v'),
};

/** Reads commands from its standard input, one a line. Its layout is DOTOOL_XKB_LAYOUT's, or the American one. */
export class DotoolKeyboard extends PlainKeyboard {
  readonly name = 'dotool';

  type(text: string, signal: AbortSignal): Promise<void> {
    return this.#send([`typedelay ${this.options.keyMs}`, `type ${text}`], signal);
  }

  press(key: KeyName, times: number, signal: AbortSignal): Promise<void> {
    return this.#send([`key${` ${DOTOOL_KEYS[key]}`.repeat(times)}`], signal);
  }

  paste(keys: PasteKey, signal: AbortSignal): Promise<void> {
    return this.#send([`key ${DOTOOL_PASTE[keys]}`], signal);
  }

  #send(lines: readonly string[], signal: AbortSignal): Promise<void> {
    const input = `${lines.join('\n')}\n`;
    return this.run([], { input, signal });
  }
}

/** Version 1 and later, which speaks to the daemon `ydotoold`; keys of the American layout. */
export class YdotoolKeyboard extends PlainKeyboard {
  readonly name = 'ydotool';

  type(text: string, signal: AbortSignal): Promise<void> {
    const args = ['type', '--key-delay', String(this.options.keyMs), '--file', '-'];
    return this.run(args, { input: text, signal });
  }

  press(key: KeyName, times: number, signal: AbortSignal): Promise<void> {
    return this.#keys(Array.from({ length: times }, () => YDOTOOL_KEYS[key]).flat(), signal);
  }

  paste(keys: PasteKey, signal: AbortSignal): Promise<void> {
    return this.#keys(YDOTOOL_PASTE[keys], signal);
  }

  #keys(codes: readonly string[], signal: AbortSignal): Promise<void> {
    const args = ['key', '--key-delay', String(this.options.keyMs), ...codes];
    return this.run(args, { signal });
  }
}
