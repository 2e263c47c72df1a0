/** What programs that type have in common: plain characters, and one run for each piece. */
import {
  isPlain,
  KEYBOARD_LIMIT_MS,
  type Keyboard,
  type KeyboardOptions,
  type KeyName,
  type PasteKey,
} from './keyboard.js';
import { runTool } from './tool.js';

interface Run {
  readonly input?: string;
  readonly signal: AbortSignal;
}

export abstract class PlainKeyboard implements Keyboard {
  /** The program's as well. */
  abstract readonly name: string;
  protected readonly options: KeyboardOptions;

  constructor(options: KeyboardOptions) {
    this.options = options;
  }

  canType(character: string): boolean {
    return isPlain(character);
  }

  abstract type(text: string, signal: AbortSignal): Promise<void>;
  abstract press(key: KeyName, times: number, signal: AbortSignal): Promise<void>;
  abstract paste(keys: PasteKey, signal: AbortSignal): Promise<void>;

  /** Throws one line when the program has not done it. */
  protected async run(args: readonly string[], { input = '', signal }: Run): Promise<void> {
    const { env } = this.options;
    const limits = { env, input, limitMs: KEYBOARD_LIMIT_MS, signal };
    const { code, complaint, timedOut } = await runTool(this.name, args, limits);
    signal.throwIfAborted();
    if (timedOut) throw new Error(`it did not end within ${KEYBOARD_LIMIT_MS / 1000} s`);
    if (code !== 0) throw new Error(complaint === '' ? `it ended with code ${code ?? 'none'}` : complaint);
  }
}
