/** The keyboard hook in a process of its own: it blocks for ever where there is no display, and a native crash ends it alone. */
import { MODIFIER_CODES, type Combination } from './hotkey-combination.js';
import type { HookEvent, HookStart } from './hotkey-words.js';

const ESCAPE = 1;

function tell(event: HookEvent): void {
  process.send?.(event);
}

/** The part of the hook's events that is looked at. */
interface Key {
  readonly keycode: number;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
}

function matches(key: Key, wanted: Combination): boolean {
  return (
    key.keycode === wanted.keycode &&
    (key.ctrlKey === wanted.ctrl || MODIFIER_CODES.has(wanted.keycode)) &&
    (key.altKey === wanted.alt || MODIFIER_CODES.has(wanted.keycode)) &&
    (key.shiftKey === wanted.shift || MODIFIER_CODES.has(wanted.keycode)) &&
    key.metaKey === wanted.meta
  );
}

async function listen({ combination, watchEscape }: HookStart): Promise<void> {
  const { uIOhook } = await import('uiohook-napi');
  const held = new Set<number>();
  let isDown = false;
  uIOhook.on('keydown', (key) => {
    if (MODIFIER_CODES.has(key.keycode) && held.size === 0) tell({ kind: 'modifiers', held: true });
    if (MODIFIER_CODES.has(key.keycode)) held.add(key.keycode);
    if (!isDown && matches(key, combination)) {
      isDown = true;
      tell({ kind: 'press', atMs: Date.now() });
    } else if (watchEscape && key.keycode === ESCAPE) tell({ kind: 'escape', atMs: Date.now() });
  });
  uIOhook.on('keyup', (key) => {
    // Whatever of the combination comes up first ends it: the key alone is told of.
    if (isDown && key.keycode === combination.keycode) {
      isDown = false;
      tell({ kind: 'release', atMs: Date.now() });
    }
    if (held.delete(key.keycode) && held.size === 0) tell({ kind: 'modifiers', held: false });
  });
  uIOhook.start();
  tell({ kind: 'ready' });
}

process.once('message', (start: HookStart) => {
  listen(start).catch((error: unknown) => {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    tell({ kind: 'failed', line: message });
    process.disconnect();
  });
});
// It lives no longer than the program that started it.
process.once('disconnect', () => process.exit(0));
