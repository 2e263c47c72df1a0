/** What dictation does to the text in front of the user. */

/** One change at the cursor. Edits are carried out in order. */
export type TextEdit =
  /** Typed as it stands, with its own leading space; line breaks are `\n`. */
  | {
      readonly kind: 'insert';
      readonly text: string;
      /** How its line breaks are typed where Enter alone would send; otherwise with Enter. */
      readonly breaks?: 'shift-enter';
    }
  /** So many characters (as a user counts them) before the cursor go away. */
  | { readonly kind: 'delete'; readonly characters: number }
  | { readonly kind: 'key'; readonly key: 'enter' | 'tab' | 'escape' };

/** Where the text ended up. */
export interface Delivered {
  /** What took it: `x11`, `wtype`, `clipboard`, `stdout`, a file's name, … */
  readonly by: string;
  /** Where the first choice failed: one line that says why, and where the text is now. */
  readonly notice?: string;
}

/** Takes edits to where the user wants them. Throws one line that names what failed; nothing was typed then, or `typed` tells how much. */
export interface Outlet {
  readonly name: string;
  deliver(edit: TextEdit, signal: AbortSignal): Promise<Delivered>;
  close?(): Promise<void>;
}

/** What is in front of the user; absent where the desktop does not tell. */
export interface FocusedWindow {
  /** Name of the program: `firefox`, `xterm`. */
  readonly application?: string;
  readonly title?: string;
}
