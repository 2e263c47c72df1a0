/** The inference child as the main process sees it: started, spoken to, heard, and known dead at once. */
import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { resolveEngineModule } from './entry.js';
import type { FromChild, ToChild } from './protocol.js';

const LAST_LINES = 20;
const LONGEST_LINE = 500;

/**
 * glibc maps blocks of this size one by one, and so gives them back when they are freed. Left alone it raises the size to
 * that of the models' own buffers, and keeps what they leave behind: half of it stays after all engines rest.
 */
const MAPPED_BYTES = 2 ** 20;

/**
 * Of V8 in the child. Its workers collect when they have loaded and when they are left alone, and each has a young generation
 * of its own, which is for programs that allocate all the time: there are as many as engines.
 */
const V8_FLAGS = ['--expose-gc', '--max-semi-space-size=2'];

export interface ChildEvents {
  message(message: FromChild): void;
  /** Once. `how` is e.g. "signal SIGSEGV"; `lastLines` is what the child printed at the end. */
  exit(how: string, lastLines: string): void;
  /** A line that the child or a native library printed. */
  line(line: string): void;
}

export class InferenceProcess {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  readonly #events: ChildEvents;
  #gone = false;

  constructor(nice: number, events: ChildEvents) {
    this.#events = events;
    this.#child = fork(fileURLToPath(resolveEngineModule(new URL('./child.js', import.meta.url))), [String(nice)], {
      serialization: 'advanced',
      // The parent's own flags (a debugger's port, a loader) are not for the child.
      execArgv: V8_FLAGS,
      env: childEnvironment(process.env),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child.on('message', (message) => {
      events.message(message as FromChild);
    });
    this.#child.on('exit', (code, signal) => {
      this.#exit(signal === null ? `exit code ${String(code)}` : `signal ${signal}`);
    });
    this.#child.on('error', (error) => {
      if (this.#child.pid === undefined) this.#exit(error.message);
    });
    this.#listen(this.#child.stdout);
    this.#listen(this.#child.stderr);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Messages to a dying child are lost; its exit tells everybody. Throws when the message cannot be copied. */
  send(message: ToChild): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  #exit(how: string): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#events.exit(how, this.#lines.join('\n'));
  }

  #listen(stream: NodeJS.ReadableStream | null): void {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      // A line without end must not grow for ever.
      rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
      for (const line of lines) this.#keep(line);
    });
  }

  #keep(text: string): void {
    const line = text.trim().slice(0, LONGEST_LINE);
    if (line === '') return;
    this.#lines.push(line);
    if (this.#lines.length > LAST_LINES) this.#lines.shift();
    this.#events.line(line);
  }
}

/** What the user set for the allocator stands; others than glibc's do not read it. */
export function childEnvironment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { MALLOC_MMAP_THRESHOLD_: String(MAPPED_BYTES), ...own };
}
