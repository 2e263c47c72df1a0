/** What the program and its keyboard hook say to each other. Of all keys that are pressed only these words leave the hook. */
import type { Combination } from './hotkey-combination.js';

export interface HookStart {
  readonly combination: Combination;
  /** Escape is told as well, for as long as `watchEscape` says so. */
  readonly watchEscape: boolean;
}

export type HookEvent =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly line: string }
  /** `atMs`: `Date.now()` in the hook, as the two processes share no other clock. */
  | { readonly kind: 'press' | 'release' | 'escape'; readonly atMs: number }
  /** Every modifier is up again. */
  | { readonly kind: 'modifiers'; readonly held: boolean };
