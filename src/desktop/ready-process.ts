/** A program that was started before it is needed: when its turn comes it only has to read. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { firstLine, keepAlive, type Environment, type ToolResult } from './tool.js';

export interface ReadyOptions {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: Environment;
  /** One run is given up after this long, ms. */
  readonly limitMs: number;
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

interface Waiting {
  readonly child: Child;
  /** Resolves at its end, with all it said. */
  readonly done: Promise<Omit<ToolResult, 'timedOut'>>;
}

/** Each run gets a process of its own, which ends with it: a crash costs one run, and nothing that is old is carried over. */
export class ReadyProcess {
  readonly #options: ReadyOptions;
  #next: Waiting | undefined;
  #isClosed = false;

  constructor(options: ReadyOptions) {
    this.#options = options;
  }

  /** Starts the next process anew, so that it knows the desktop as it is now. */
  refresh(): void {
    this.#drop();
    if (!this.#isClosed) this.#next = this.#start();
  }

  /** Hands `input` to the process that waits, and starts the one after it. Never throws. */
  async run(input: string, signal: AbortSignal): Promise<ToolResult> {
    const waiting = this.#next ?? this.#start();
    this.#next = undefined;
    const { child } = waiting;
    let timedOut = false;
    const stop = (): void => {
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => {
      timedOut = true;
      stop();
    }, this.#options.limitMs);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    keepAlive(child, true);
    child.stdin.end(input);
    const result = await waiting.done;
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    if (!this.#isClosed) this.#next ??= this.#start();
    return { ...result, timedOut };
  }

  close(): void {
    this.#isClosed = true;
    this.#drop();
  }

  #drop(): void {
    this.#next?.child.kill('SIGKILL');
    this.#next = undefined;
  }

  #start(): Waiting {
    const { name, args, env } = this.#options;
    const child = spawn(name, args, { env, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
    // One that waits must not keep the program alive.
    keepAlive(child, false);
    return { child, done: untilDone(child) };
  }
}

function untilDone(child: Child): Waiting['done'] {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let said = '';
    child.stdin.on('error', () => undefined);
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
    const finish = (code: number | null, error = ''): void => {
      resolve({ code, output: Buffer.concat(chunks), complaint: firstLine(said) || error });
    };
    child.once('error', (error) => {
      finish(null, error.message);
    });
    child.once('close', (code) => {
      finish(code);
    });
  });
}
