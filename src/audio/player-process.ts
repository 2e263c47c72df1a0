/** One running player: raw samples in, sound out. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Writable, Readable } from 'node:stream';

/** Kept of what the player says on its standard error. */
const complaintLength = 300;

export class PlayerProcess {
  /** Resolves when the process is gone, for whatever reason. */
  readonly gone: Promise<void>;
  readonly #child: ChildProcessByStdio<Writable, null, Readable>;
  #isGone = false;
  #isKilled = false;
  #said = '';
  #end = '';

  constructor(tool: string, args: readonly string[]) {
    this.#child = spawn(tool, args, { stdio: ['pipe', 'ignore', 'pipe'] });
    // A pipe to a dead player errs; its end is what counts, and `gone` tells it.
    this.#child.stdin.on('error', () => undefined);
    this.#child.stderr.on('data', (chunk: Buffer) => {
      this.#said = (this.#said + chunk.toString()).slice(-complaintLength);
    });
    this.gone = new Promise((resolve) => {
      const settle = (end: string): void => {
        this.#isGone = true;
        this.#end = end;
        resolve();
      };
      this.#child.once('error', (error) => {
        settle(error.message);
      });
      this.#child.once('close', (code, signal) => {
        settle(signal ? `ended by ${signal}` : `ended with code ${code ?? 'unknown'}`);
      });
    });
  }

  get isAlive(): boolean {
    return !this.#isGone && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** True for one that ended by itself and says that something was wrong. */
  get hasFailed(): boolean {
    return this.#isGone && !this.#isKilled && this.#child.exitCode !== 0;
  }

  /** Bytes that the pipe has not taken yet: they grow when the device does not drain. */
  get waitingBytes(): number {
    return this.#child.stdin.writableLength;
  }

  /** Why it ended, in one line. */
  get complaint(): string {
    const said = this.#said.trim().split('\n').at(-1) ?? '';
    return said === '' ? this.#end : said;
  }

  /** Waits `ms` for it to fail. */
  async staysAlive(ms: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const time = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
      void this.gone.then(resolve);
    });
    await time;
    clearTimeout(timer);
    return this.isAlive;
  }

  write(bytes: Uint8Array): void {
    this.#child.stdin.write(bytes);
  }

  /** No more samples: it plays what it has and ends. */
  endInput(): void {
    this.#child.stdin.end();
  }

  /** Ends it at once, and with it the sound. */
  kill(): void {
    this.#isKilled = true;
    this.#child.kill('SIGKILL');
  }
}
