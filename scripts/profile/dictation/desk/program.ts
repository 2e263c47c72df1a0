/** `parley dictate` as a process of its own, and what it tells of itself under --json. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../../../../src/models/catalog.js';
import type { DictatedEvent, DictationEvent } from '../../../../src/modes/dictation-event.js';
import { DeskError, endChild } from './tools.js';

export interface Program {
  /** Times of its events are on the machine's clock. */
  readonly events: readonly DictationEvent[];
  /** The first event of this take in that state; undefined when it does not come in time. */
  state(take: number, state: 'listening' | 'done', limitMs: number): Promise<DictationEvent | undefined>;
  /** What was written of a take so far. */
  dictated(take: number): readonly DictatedEvent[];
  stop(): Promise<void>;
}

/** Loading what is large from a slow disk takes its time. */
const READY_LIMIT_MS = 180_000;
const STOP_LIMIT_MS = 10_000;

/** Resolves once it hears; throws DeskError with its own words when it does not. */
export async function startProgram(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Program> {
  const main = join(packageRoot(), 'dist/src/cli/main.js');
  const child = spawn(process.execPath, [main, 'dictate', ...args, '--json'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close');
  const told = new Events();
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{')) told.take(JSON.parse(line) as DictationEvent);
  });
  child.once('close', () => {
    told.close();
  });
  const stop = async (): Promise<void> => {
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    await endChild(child, 'SIGTERM');
    await ended;
    clearTimeout(force);
  };
  const ready = await told.until((event) => event.type === 'ready', READY_LIMIT_MS);
  if (ready === undefined) {
    await stop();
    throw new DeskError(`parley dictate did not get ready: ${lastLine(complaints)}`);
  }
  return {
    ...{ events: told.events, stop },
    state: (take, state, limitMs) =>
      told.until((event) => event.type === 'dictation' && event.take === take && event.state === state, limitMs),
    dictated: (take) => told.events.filter((event) => event.type === 'dictated').filter((event) => event.take === take),
  };
}

/** Not of a stack. */
function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith(' '));
  return lines.at(-1) ?? 'it said nothing';
}

/** Puts every event on the machine's clock: `ready` says how far the program's own is from it. */
class Events {
  readonly events: DictationEvent[] = [];
  readonly #waiting = new Set<() => void>();
  #aheadMs = 0;
  #isOver = false;

  take(event: DictationEvent): void {
    if (event.type === 'ready') this.#aheadMs = event.machineMs - event.atMs;
    this.events.push({ ...event, atMs: event.atMs + this.#aheadMs });
    this.#wake();
  }

  /** Nothing more comes. */
  close(): void {
    this.#isOver = true;
    this.#wake();
  }

  until(fits: (event: DictationEvent) => boolean, limitMs: number): Promise<DictationEvent | undefined> {
    return new Promise((resolve) => {
      const settle = (found: DictationEvent | undefined): void => {
        this.#waiting.delete(look);
        clearTimeout(timer);
        resolve(found);
      };
      const look = (): void => {
        const found = this.events.find(fits);
        if (found !== undefined || this.#isOver) settle(found);
      };
      const timer = setTimeout(() => {
        settle(undefined);
      }, limitMs);
      this.#waiting.add(look);
      look();
    });
  }

  #wake(): void {
    for (const look of [...this.#waiting]) look();
  }
}
