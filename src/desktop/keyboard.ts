/** What every program that types for us can do, whatever its own words for it are. */

export type KeyName = 'enter' | 'shift-enter' | 'tab' | 'escape' | 'backspace';

export const pasteKeys = ['ctrl+v', 'ctrl+shift+v', 'shift+insert', 'cmd+v'] as const;
export type PasteKey = (typeof pasteKeys)[number];

/** Throws one line without its own name where a key cannot be sent; nothing of that call is then known to have arrived. */
export interface Keyboard {
  readonly name: string;
  /** Learns the layout and gets ready; called while the user still speaks. */
  prepare?(): Promise<void>;
  /** Whether there is a safe way to type this character, which is no control character. */
  canType(character: string): boolean;
  /** @param text no line breaks and no control characters; every one passed `canType` */
  type(text: string, signal: AbortSignal): Promise<void>;
  press(key: KeyName, times: number, signal: AbortSignal): Promise<void>;
  paste(keys: PasteKey, signal: AbortSignal): Promise<void>;
  close?(): void;
}

export interface KeyboardOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Between keys, ms. */
  readonly keyMs: number;
}

/** One key press should take far less; a desktop that hangs must not hold the text for ever. */
export const KEYBOARD_LIMIT_MS = 15_000;

/** Printable ASCII: on every layout known to tools that send key codes. */
export function isPlain(character: string): boolean {
  return /^[\x20-\x7e]$/.test(character);
}
