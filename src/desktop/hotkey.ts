/** A key that works whatever window is in front, where the desktop lets a program have one. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../pipeline/stage.js';
import { parseHotkey } from './hotkey-combination.js';
import type { HookEvent, HookStart } from './hotkey-words.js';
import { readSession } from './session.js';
import type { Environment } from './tool.js';

export interface HotkeyEvent {
  readonly kind: 'press' | 'release' | 'escape';
  /** Wall-clock time, ms since 1970. */
  readonly atMs: number;
}

export interface HotkeyOptions {
  /** `Ctrl+Alt+Space`. */
  readonly hotkey: string;
  readonly env: Environment;
  readonly clock: Clock;
  readonly onEvent: (event: HotkeyEvent) => void;
  /** Told in one line that it works no longer. */
  readonly onNotice: (line: string) => void;
}

/** How the key is had where this program cannot have it. */
export const BIND = 'bind a key to `parley dictate toggle` in the settings of your desktop';
const READY_LIMIT_MS = 5000;
/** Restarts after a crash, each after a longer wait; what runs for a minute has earned them anew. */
const RESTARTS = 5;
const EARNED_MS = 60_000;
/** A key that is told to be down for so long was let go where nobody could hear it: behind a locked screen. */
const HELD_LIMIT_MS = 60_000;

export class Hotkey {
  readonly #options: HotkeyOptions;
  readonly #start: HookStart;
  readonly #end = new AbortController();
  #child: ChildProcess | undefined;
  #restarts = 0;
  /** A modifier is down. */
  #isHeld = false;
  /** The key itself is down. */
  #isDown = false;
  /** They look whether what they wait for has come. */
  readonly #waiting = new Set<() => void>();

  /** Use {@link openHotkey}. */
  constructor(options: HotkeyOptions, start: HookStart) {
    this.#options = options;
    this.#start = start;
  }

  /** Resolves once the keyboard is heard; throws one line that says what to do instead. */
  async open(): Promise<void> {
    await this.#spawn();
  }

  /**
   * Resolves once the key and every modifier are up: what is typed before becomes shortcuts, and its letters or spaces
   * would end what the key is held for. Modifiers alone are waited for during `limitMs`.
   */
  async modifiersUp(limitMs: number, signal: AbortSignal): Promise<void> {
    await this.#until(() => !this.#isDown, HELD_LIMIT_MS, signal);
    await this.#until(() => !this.#isHeld, limitMs, signal);
  }

  async #until(isOver: () => boolean, limitMs: number, signal: AbortSignal): Promise<void> {
    if (isOver() || signal.aborted) return;
    const limit = new AbortController();
    const end = (): void => {
      limit.abort();
    };
    signal.addEventListener('abort', end, { once: true });
    const look = (): void => {
      if (isOver()) end();
    };
    this.#waiting.add(look);
    await this.#options.clock.sleep(limitMs, limit.signal).then(
      () => {
        this.#tellUp();
      },
      () => undefined,
    );
    this.#waiting.delete(look);
    signal.removeEventListener('abort', end);
  }

  close(): void {
    this.#end.abort();
    this.#tellUp();
    this.#child?.removeAllListeners();
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  async #spawn(): Promise<void> {
    const { env, clock } = this.#options;
    const child = fork(childPath(), [], { env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] });
    this.#child = child;
    const bornMs = clock.now();
    child.send(this.#start);
    const ready = await this.#untilReady(child);
    if (ready !== undefined) {
      child.removeAllListeners();
      child.kill('SIGKILL');
      throw new Error(`the hotkey ${this.#options.hotkey} does not work here (${ready}): ${BIND}`);
    }
    child.once('exit', () => {
      if (clock.now() - bornMs > EARNED_MS) this.#restarts = 0;
      void this.#restart();
    });
  }

  /** @returns why it is not */
  #untilReady(child: ChildProcess): Promise<string | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        resolve('the keyboard hook does not answer');
      }, READY_LIMIT_MS);
      const settle = (problem?: string): void => {
        clearTimeout(timer);
        resolve(problem);
      };
      child.once('error', (error) => {
        settle(error.message);
      });
      child.once('exit', (code, signal) => {
        settle(`the keyboard hook ended with ${signal ?? `code ${code ?? 'none'}`}`);
      });
      child.on('message', (event: HookEvent) => {
        if (event.kind === 'ready') settle();
        else if (event.kind === 'failed') settle(event.line);
        else this.#hear(event);
      });
    });
  }

  #hear(event: Exclude<HookEvent, { kind: 'ready' | 'failed' }>): void {
    if (event.kind === 'press') this.#isDown = true;
    else if (event.kind === 'release') this.#isDown = false;
    else if (event.kind === 'modifiers') this.#isHeld = event.held;
    this.#tell();
    if (event.kind !== 'modifiers') this.#options.onEvent(event);
  }

  #isClosed(): boolean {
    return this.#end.signal.aborted;
  }

  #tellUp(): void {
    this.#isHeld = false;
    this.#isDown = false;
    this.#tell();
  }

  #tell(): void {
    for (const look of [...this.#waiting]) look();
  }

  async #restart(): Promise<void> {
    this.#tellUp();
    const { clock, onNotice, hotkey } = this.#options;
    if (this.#isClosed()) return;
    try {
      if (this.#restarts++ >= RESTARTS) throw new Error(`the hotkey ${hotkey} has stopped working: ${BIND}`);
      await clock.sleep(100 * 2 ** this.#restarts, this.#end.signal);
      await this.#spawn();
    } catch (error) {
      if (!this.#isClosed()) onNotice(error instanceof Error ? error.message : String(error));
    }
  }
}

/** Throws one line: the combination is wrong, or this desktop does not let a program have a key. */
export async function openHotkey(options: HotkeyOptions): Promise<Hotkey> {
  const combination = parseHotkey(options.hotkey);
  const kind = readSession(options.env);
  if (kind === 'wayland') throw new Error(`Wayland gives no program a key of its own: ${BIND}`);
  if (kind === 'none')
    throw new Error(`there is no desktop to press ${options.hotkey} on: switch with \`parley dictate toggle\``);
  const hotkey = new Hotkey(options, { combination, watchEscape: true });
  await hotkey.open();
  return hotkey;
}

/** The compiled file, also for a program that runs from the sources. */
function childPath(): string {
  const path = fileURLToPath(new URL('./hotkey-child.js', import.meta.url));
  return path.replace(/([\\/])src(?=[\\/]desktop[\\/])/, (whole, slash: string) =>
    /[\\/]dist[\\/]src[\\/]desktop[\\/]/.test(path) ? whole : `${slash}dist${whole}`,
  );
}
