/** Text by way of the clipboard: put there, pasted, and what was there before brought back. */
import type { Clock } from '../pipeline/stage.js';
import { heldText, textOf, type Clipboard, type Held, type Selection } from './clipboard.js';
import type { Keyboard, PasteKey } from './keyboard.js';

export interface PasterOptions {
  readonly clipboard: Clipboard;
  readonly keyboard: Keyboard;
  readonly keys: PasteKey;
  readonly clock: Clock;
  /** The program in front fetches the text when it gets to it; only then may the old one come back. */
  readonly restoreMs: number;
}

/** A program that is asked to paste and has not fetched the text after this long does not know the keys. */
const FETCH_LIMIT_MS = 2500;

/**
 * Some editors fetch the text twice, first for a history of their own, and take keys in between: what is typed next waits
 * until nobody has fetched for this many times what the first fetch took, which tells how fast window and machine are.
 */
const QUIET_SHARE = 2;
const QUIET_LEAST_MS = 30;
const QUIET_LIMIT_MS = 1000;

/** The keys that paste in most programs of a desktop: with both selections filled, Shift+Insert works in terminals as well. */
export function usualPasteKey(keyboard: string, clipboard: Clipboard): PasteKey {
  if (keyboard === 'osascript') return 'cmd+v';
  return clipboard.selections.length > 1 ? 'shift+insert' : 'ctrl+v';
}

export class Paster {
  readonly #options: PasterOptions;
  /** What comes back when no further paste follows. */
  readonly #former = new Map<Selection, Held>();
  #pasted: string | undefined;
  #wait: AbortController | undefined;
  #restoring: Promise<void> = Promise.resolve();
  /** When the text was fetched last, and how long the first who did took. */
  #fetched: { readonly atMs: number; readonly tookMs: number } | undefined;

  constructor(options: PasterOptions) {
    this.#options = options;
  }

  /** Resolves when the text was fetched, as far as anybody can tell. Throws one line; the text is in the clipboard then. */
  async paste(text: string, signal: AbortSignal): Promise<void> {
    await this.settled();
    this.#wait?.abort();
    await this.#restoring;
    await this.#remember();
    this.#pasted = text;
    const isFetched = await this.#hand(text, signal);
    this.#wait = new AbortController();
    this.#restoring = this.#restoreLater(this.#wait.signal);
    if (isFetched) return;
    this.#wait.abort();
    this.#former.clear();
    throw new Error(
      `the window did not paste at ${this.#options.keys}: dictation.typing.paste_key may name other keys`,
    );
  }

  /** Until what was pasted is in the window: what is typed before would come to stand in front of it. */
  async settled(): Promise<void> {
    const { clipboard, clock } = this.#options;
    if (clipboard.offer === undefined) return this.#restoring;
    for (let leftMs = this.#unquietMs(); leftMs > 0; leftMs = this.#unquietMs()) {
      await clock.sleep(leftMs, new AbortController().signal);
    }
    this.#fetched = undefined;
    return undefined;
  }

  /** How long it takes until nobody seems to fetch any more. */
  #unquietMs(): number {
    if (this.#fetched === undefined) return 0;
    const { atMs, tookMs } = this.#fetched;
    const quietMs = Math.min(QUIET_LIMIT_MS, Math.max(QUIET_LEAST_MS, QUIET_SHARE * tookMs));
    return atMs + quietMs - this.#options.clock.now();
  }

  /** Brings back what was there before, now. */
  async close(): Promise<void> {
    await this.settled();
    this.#wait?.abort();
    await this.#restoring;
    await this.#restore();
  }

  /** @returns whether somebody fetched it; true where nobody can tell */
  async #hand(text: string, signal: AbortSignal): Promise<boolean> {
    const { clipboard, keyboard, keys, clock } = this.#options;
    const limit = new AbortController();
    let askedMs = Infinity;
    let isFetched = clipboard.offer === undefined;
    const onFetch = (): void => {
      // A clipboard manager may have been first; the program in front comes after the keys.
      if (clock.now() < askedMs) return;
      isFetched = true;
      const atMs = clock.now();
      this.#fetched = { atMs, tookMs: this.#fetched?.tookMs ?? atMs - askedMs };
      limit.abort();
    };
    const held = heldText(text);
    await Promise.all(
      clipboard.selections.map(
        (selection) => clipboard.offer?.(selection, held, onFetch) ?? clipboard.write(selection, held),
      ),
    );
    askedMs = clock.now();
    await keyboard.paste(keys, signal);
    if (!isFetched) await clock.sleep(FETCH_LIMIT_MS, limit.signal).catch(() => undefined);
    return isFetched;
  }

  async #remember(): Promise<void> {
    const { clipboard } = this.#options;
    await Promise.all(
      clipboard.selections.map(async (selection) => {
        const held = await clipboard.read(selection);
        // Our own text of a moment ago is not what the user wants back.
        if (held !== undefined && textOf(held) !== this.#pasted) this.#former.set(selection, held);
      }),
    );
  }

  async #restoreLater(signal: AbortSignal): Promise<void> {
    try {
      await this.#options.clock.sleep(this.#options.restoreMs, signal);
    } catch {
      // Another paste follows, or the end: either looks after what was there.
      return;
    }
    await this.#restore();
  }

  async #restore(): Promise<void> {
    const { clipboard } = this.#options;
    const former = [...this.#former];
    this.#former.clear();
    for (const [selection, held] of former) {
      // Something newer that the user has copied stays.
      if (textOf(await clipboard.read(selection)) !== this.#pasted) continue;
      // There is nobody left to tell; the text that was dictated stays in the clipboard then.
      await clipboard.write(selection, held).catch(() => undefined);
    }
  }
}
