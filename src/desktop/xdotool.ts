/** Types on X11 with xdotool: its script language, and the process that waits to read it. */
import {
  isPlain,
  KEYBOARD_LIMIT_MS,
  type Keyboard,
  type KeyboardOptions,
  type KeyName,
  type PasteKey,
} from './keyboard.js';
import { ReadyProcess } from './ready-process.js';
import { readLayout } from './x11-layout.js';

const KEYS: Readonly<Record<KeyName, string>> = {
  enter: 'Return',
  'shift-enter': 'shift+Return',
  tab: 'Tab',
  escape: 'Escape',
  backspace: 'BackSpace',
};

const PASTE: Readonly<Record<PasteKey, string>> = {
  'ctrl+v': 'ctrl+v',
  'ctrl+shift+v': 'ctrl+shift+v',
  'shift+insert': 'shift+Insert',
  'cmd+v': 'super+v',
};

/**
 * xdotool's script language has quotes without escapes, and takes a word that begins with `$` for a variable even
 * inside them.
 * @param text no line breaks
 */
export function typeLine(text: string, keyMs: number): string {
  const words: string[] = [];
  const commands: string[] = [];
  const flush = (): void => {
    if (words.length === 0) return;
    // Modifiers of the hotkey may still be down, and Caps Lock on.
    commands.push(`type --clearmodifiers --delay ${keyMs} --args ${words.length} -- ${words.join(' ')}`);
    words.length = 0;
  };
  for (const part of text.match(/"+|[^"]+/g) ?? []) {
    const quote = part.startsWith('"') ? "'" : '"';
    const dollars = /^\$*/.exec(part)?.[0].length ?? 0;
    if (dollars > 0) {
      flush();
      commands.push(`key --clearmodifiers --delay ${keyMs}${' dollar'.repeat(dollars)}`);
    }
    if (part.length > dollars) words.push(quote + part.slice(dollars) + quote);
  }
  flush();
  return commands.join(' ');
}

export class XdotoolKeyboard implements Keyboard {
  readonly name = 'xdotool';
  readonly #options: KeyboardOptions;
  readonly #ready: ReadyProcess;
  #layout: ReadonlySet<string> | undefined;

  constructor(options: KeyboardOptions) {
    this.#options = options;
    this.#ready = new ReadyProcess({
      ...{ name: 'xdotool', args: ['-'], limitMs: KEYBOARD_LIMIT_MS },
      env: xdotoolEnvironment(options.env),
    });
  }

  /** The layout may have been changed since the last time, and xdotool reads it at its start. */
  async prepare(): Promise<void> {
    this.#ready.refresh();
    this.#layout = await readLayout(this.#options.env);
  }

  /** What has no key would be bound to a spare one for each press: windows read it too late, and capitals become small. */
  canType(character: string): boolean {
    return this.#layout?.has(character) ?? isPlain(character);
  }

  async type(text: string, signal: AbortSignal): Promise<void> {
    await this.#send(typeLine(text, this.#options.keyMs), signal);
  }

  async press(key: KeyName, times: number, signal: AbortSignal): Promise<void> {
    await this.#send(`key --clearmodifiers --delay ${this.#options.keyMs}${` ${KEYS[key]}`.repeat(times)}`, signal);
  }

  async paste(keys: PasteKey, signal: AbortSignal): Promise<void> {
    await this.#send(`key --clearmodifiers --delay 0 ${PASTE[keys]}`, signal);
  }

  close(): void {
    this.#ready.close();
  }

  async #send(line: string, signal: AbortSignal): Promise<void> {
    const { code, complaint, timedOut } = await this.#ready.run(`${line}\n`, signal);
    signal.throwIfAborted();
    if (timedOut) throw new Error(`the display did not answer within ${KEYBOARD_LIMIT_MS / 1000} s`);
    if (code !== 0) throw new Error(complaint === '' ? `it ended with code ${code ?? 'none'}` : complaint);
  }
}

/** It reads bytes by the locale, and stops at an umlaut in the plainest one. */
export function xdotoolEnvironment(env: KeyboardOptions['env']): Readonly<Record<string, string | undefined>> {
  return { ...env, LC_ALL: 'C.UTF-8' };
}
