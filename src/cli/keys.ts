/** The keys of `parley start` at a terminal, and the signal that presses the talk key of one without. */

/** `talk` opens a turn and, pressed again, ends it; `mute` and `sleep` are turned on and off; `quit` ends the program. */
export type KeyCommand = 'talk' | 'mute' | 'sleep' | 'quit';

/** One line for the user. Terminals do not tell when a key is let go: there is no hold-to-talk. */
export const keyHelp = 'space: talk (again: done)  m: mute  s: sleep  q: quit';

/**
 * A key that is held repeats itself, first after up to 0.66 s, then every 30 ms: presses that follow one another faster
 * than this are one press.
 */
const REPEAT_MS = 700;

const commands: ReadonlyMap<string, KeyCommand> = new Map<string, KeyCommand>([
  [' ', 'talk'],
  ['m', 'mute'],
  ['s', 'sleep'],
  ['q', 'quit'],
  // In raw mode the terminal sends no signal for Ctrl-C, and no end of input for Ctrl-D.
  ['\u0003', 'quit'],
  ['\u0004', 'quit'],
]);

/** What keys mean: a pure machine. */
export class KeyReader {
  #last: { readonly command: KeyCommand; readonly atMs: number } | undefined;

  /**
   * @param text what the terminal sent at once: one key, a pasted text or an escape sequence
   * @param atMs when, on any clock that does not go back
   */
  read(text: string, atMs: number): KeyCommand | undefined {
    // Arrows and function keys; pasted text is no command either.
    const command = new Set(text).size === 1 ? commands.get(text.charAt(0).toLowerCase()) : undefined;
    if (command === undefined) return undefined;
    const isRepeat = this.#last?.command === command && atMs - this.#last.atMs < REPEAT_MS;
    this.#last = { command, atMs };
    return isRepeat && command !== 'quit' ? undefined : command;
  }
}

/** The part of `process.stdin` that is used. */
export type KeySource = Pick<NodeJS.ReadStream, 'isTTY' | 'setRawMode' | 'setEncoding' | 'resume' | 'pause'> &
  Pick<NodeJS.EventEmitter, 'on' | 'off'>;

/**
 * Reads single keys until the returned function is called. Whatever ends the process, the terminal gets its line mode
 * back. Without a terminal nothing is read.
 */
export function followKeys(source: KeySource, onCommand: (command: KeyCommand) => void): () => void {
  if (!source.isTTY) return () => undefined;
  const reader = new KeyReader();
  const onData = (text: string): void => {
    const command = reader.read(text, performance.now());
    if (command !== undefined) onCommand(command);
  };
  const restore = (): void => {
    source.setRawMode(false);
  };
  source.setRawMode(true);
  source.setEncoding('utf8');
  source.on('data', onData);
  source.resume();
  // A second Ctrl-C and a fault of our own end the process without coming by here again.
  process.on('exit', restore);
  return () => {
    process.off('exit', restore);
    source.off('data', onData);
    restore();
    source.pause();
  };
}

/** `SIGUSR1` presses the talk key, for a button or a script where there is no terminal. Windows has no such signal. */
export function followTalkSignal(onCommand: (command: KeyCommand) => void): () => void {
  if (process.platform === 'win32') return () => undefined;
  const onSignal = (): void => {
    onCommand('talk');
  };
  process.on('SIGUSR1', onSignal);
  return () => {
    process.off('SIGUSR1', onSignal);
  };
}
