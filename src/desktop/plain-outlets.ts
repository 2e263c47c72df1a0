/** Where text goes that is not typed: the clipboard, the standard output, and a program's standard input. */
import type { Delivered, Outlet, TextEdit } from '../pipeline/dictation.js';
import { heldText, textOf, type Clipboard } from './clipboard.js';
import { dropGraphemes } from './graphemes.js';
import { OutletError, reasonOf, systemCode } from './outlet-error.js';
import { runTool, type Environment } from './tool.js';

/** What the keys are where there is no window; Escape is nothing there. */
const WRITTEN_KEYS = { enter: '\n', tab: '\t', escape: '' } as const;

/** The text that an edit adds where nothing can be taken back. */
export function writtenText(edit: Exclude<TextEdit, { kind: 'delete' }>): string {
  return edit.kind === 'insert' ? edit.text : WRITTEN_KEYS[edit.key];
}

/** One utterance after the other grows there as long as nobody copies something else, so that one paste brings all of it. */
export class ClipboardOutlet implements Outlet {
  readonly name = 'clipboard';
  readonly #clipboard: Clipboard;
  #ours = '';

  constructor(clipboard: Clipboard) {
    this.#clipboard = clipboard;
  }

  /** Speech begins, and with it a new text. */
  prepare(): void {
    this.#ours = '';
  }

  async deliver(edit: TextEdit): Promise<Delivered> {
    const before = await this.#before();
    const text = edit.kind === 'delete' ? dropGraphemes(before, edit.characters) : before + writtenText(edit);
    try {
      if (text !== before) await this.#clipboard.write('clipboard', heldText(text));
    } catch (error) {
      throw new OutletError(`clipboard: ${reasonOf(error)}`);
    }
    this.#ours = text;
    return { by: this.name };
  }

  async #before(): Promise<string> {
    if (this.#ours === '') return '';
    return textOf(await this.#clipboard.read('clipboard')) === this.#ours ? this.#ours : '';
  }
}

/** What is written cannot be taken back: a deletion is refused, and told. */
export class StreamOutlet implements Outlet {
  readonly name = 'stdout';
  readonly #stream: NodeJS.WritableStream;

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
  }

  async deliver(edit: TextEdit): Promise<Delivered> {
    if (edit.kind === 'delete') throw new OutletError('stdout: what was printed cannot be taken back');
    await new Promise<void>((resolve, reject) => {
      this.#stream.write(writtenText(edit), (error) => {
        if (error)
          reject(new OutletError(`stdout: ${systemCode(error) === 'EPIPE' ? 'nobody reads it' : reasonOf(error)}`));
        else resolve();
      });
    });
    return { by: this.name };
  }
}

const COMMAND_LIMIT_MS = 30_000;

/** Starts the program once for each piece of text. */
export class CommandOutlet implements Outlet {
  readonly name: string;
  readonly #command: readonly string[];
  readonly #env: Environment;

  /** @param command the program and its arguments */
  constructor(command: readonly string[], env: Environment) {
    this.name = command[0] ?? '';
    this.#command = command;
    this.#env = env;
  }

  async deliver(edit: TextEdit, signal: AbortSignal): Promise<Delivered> {
    if (edit.kind === 'delete') throw new OutletError(`${this.name}: what it was given cannot be taken back`);
    const [name = '', ...args] = this.#command;
    const options = { env: this.#env, input: writtenText(edit), limitMs: COMMAND_LIMIT_MS, signal };
    const { code, complaint, timedOut } = await runTool(name, args, options);
    if (code === 0) return { by: this.name };
    const limit = `it did not end within ${COMMAND_LIMIT_MS / 1000} s`;
    const why = timedOut ? limit : complaint === '' ? `it ended with code ${code ?? 'none'}` : complaint;
    throw new OutletError(`${this.name}: ${why}`);
  }
}
