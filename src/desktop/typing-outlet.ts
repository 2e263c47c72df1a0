/** Types into the window that was in front when the speech began: in pieces, looking before each that it still is. */
import type { Delivered, Outlet, TextEdit } from '../pipeline/dictation.js';
import type { Clock } from '../pipeline/stage.js';
import type { FocusReader } from './focus.js';
import { countGraphemes, takeGraphemes } from './graphemes.js';
import type { Keyboard, KeyName } from './keyboard.js';
import { OutletError } from './outlet-error.js';
import type { Paster } from './paster.js';

export interface TypingOptions {
  readonly keyboard: Keyboard;
  readonly focus: FocusReader | undefined;
  readonly paster: Paster | undefined;
  readonly clock: Clock;
  readonly window: 'same' | 'any';
  readonly delayMs: number;
  readonly chunk: number;
  readonly pasteAbove: number;
}

type Insert = Extract<TextEdit, { kind: 'insert' }>;

/** At most so many backspaces are sent at a time. */
const MOST_BACKSPACES = 50;

export class TypingOutlet implements Outlet {
  readonly name: string;
  readonly #options: TypingOptions;
  /** Where the speech began; undefined as long as nobody said. */
  #window: string | undefined;
  /** What was typed into the window in front and may be taken back, as characters; the window it went to. */
  #ours = { count: 0, window: undefined as string | undefined };

  constructor(options: TypingOptions) {
    this.name = options.keyboard.name;
    this.#options = options;
  }

  /** Speech begins. */
  async prepare(): Promise<void> {
    await this.#options.keyboard.prepare?.();
  }

  aim(window: string | undefined): void {
    this.#window = window;
  }

  async deliver(edit: TextEdit, signal: AbortSignal): Promise<Delivered> {
    await this.#reach(async () => {
      await this.#options.paster?.settled();
      await this.#look();
      if (this.#options.delayMs > 0) await this.#options.clock.sleep(this.#options.delayMs, signal);
    });
    if (edit.kind === 'insert') return this.#insert(edit, signal);
    await this.#reach(() =>
      edit.kind === 'delete' ? this.#delete(edit.characters, signal) : this.#key(edit.key, signal),
    );
    return { by: this.name };
  }

  async close(): Promise<void> {
    await this.#options.paster?.close();
    this.#options.keyboard.close?.();
    this.#options.focus?.close?.();
  }

  async #insert({ text, breaks }: Insert, signal: AbortSignal): Promise<Delivered> {
    const { paster, keyboard, pasteAbove } = this.#options;
    const strange = Array.from(text).find((character) => !isControl(character) && !keyboard.canType(character));
    if (paster !== undefined && (strange !== undefined || countGraphemes(text) > pasteAbove)) {
      await this.#reach(() => paster.paste(text, signal));
      this.#ours.count += countGraphemes(text);
      return { by: `${this.name}, pasted` };
    }
    if (strange !== undefined) {
      const way = 'a clipboard to paste it from is not here, or turned off in dictation.typing.paste_key';
      throw new OutletError(`${this.name}: the keyboard layout has no key for "${strange}", and ${way}`);
    }
    let typed = 0;
    for (const piece of cutPieces(text, this.#options.chunk)) {
      await this.#reach(async () => {
        if (typed > 0) await this.#look();
        if (piece === '\n') await keyboard.press(breaks ?? 'enter', 1, signal);
        else if (piece === '\t') await keyboard.press('tab', 1, signal);
        else await keyboard.type(piece, signal);
      }, typed);
      typed += piece.length;
      this.#ours.count += countGraphemes(piece);
    }
    return { by: this.name };
  }

  /** Never more than was typed here: what stood there before is the user's. */
  async #delete(characters: number, signal: AbortSignal): Promise<void> {
    let left = Math.min(characters, this.#ours.count);
    while (left > 0) {
      const times = Math.min(left, MOST_BACKSPACES);
      await this.#options.keyboard.press('backspace', times, signal);
      left -= times;
      this.#ours.count -= times;
      if (left > 0) await this.#look();
    }
  }

  async #key(key: KeyName, signal: AbortSignal): Promise<void> {
    await this.#options.keyboard.press(key, 1, signal);
    // It may have sent a message or moved to another field.
    this.#ours.count = 0;
  }

  async #look(): Promise<void> {
    const { focus, window } = this.#options;
    if (focus === undefined) return;
    const now = await focus.current();
    if (window === 'same' && this.#window !== undefined && now !== this.#window) {
      const isThere = await focus.exists(this.#window);
      throw new Error(isThere ? 'another window has come to the front' : 'the window that you spoke to is gone');
    }
    if (now === undefined) throw new Error('no window is in front');
    if (now !== this.#ours.window) this.#ours = { count: 0, window: now };
  }

  async #reach(work: () => Promise<void>, typed = 0): Promise<void> {
    try {
      await work();
    } catch (error) {
      throw new OutletError(`${this.name}: ${error instanceof Error ? error.message : String(error)}`, typed);
    }
  }
}

function isControl(character: string): boolean {
  return character === '\n' || character === '\t';
}

/** Line breaks and tabs alone; the rest in pieces of at most `length` characters, as a user counts them. */
function* cutPieces(text: string, length: number): Generator<string> {
  for (const part of text.match(/[\n\t]|[^\n\t]+/g) ?? []) {
    if (isControl(part)) yield part;
    else yield* takeGraphemes(part, length);
  }
}
