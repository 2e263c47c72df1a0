/** Another program beside ours, asked on its stdin and answering with one JSON line each on its stdout. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { AudioError } from '../../src/audio/audio-error.js';

export interface PeerCommand {
  /** Program and arguments. */
  readonly command: readonly string[];
  /** The keys of an answer, as a fault names them. */
  readonly wanted: string;
}

const noticeSchema = z.union([z.object({ error: z.string() }), z.object({ ready: z.string() })]);

/** One question at a time; a peer that dies fails the question that waits for it. Throws AudioError. */
export class PeerLines<Answer extends z.ZodObject> {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #program: string;
  readonly #wanted: string;
  readonly #answer: Answer;
  readonly #lines: AsyncIterator<string>;
  #errors = '';
  #failure: string | undefined;

  constructor({ command, wanted }: PeerCommand, answer: Answer, signal: AbortSignal) {
    const [program = '', ...args] = command;
    const child = spawn(program, args, { stdio: 'pipe', signal });
    this.#child = child;
    this.#program = program;
    this.#wanted = wanted;
    this.#answer = answer;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.on('error', (error) => (this.#failure = `${error.message}; wanted a program that can be run`));
    // A peer that is gone is told by the end of its output.
    child.stdin.on('error', () => undefined);
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#errors = (this.#errors + text).slice(-2000)));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** What it calls itself, once it is loaded. */
  async ready(): Promise<string> {
    const line = await this.#next();
    const notice = noticeSchema.safeParse(line);
    if (!notice.success) throw this.#fault(`got ${JSON.stringify(line)} where {"ready"} was wanted`);
    if ('error' in notice.data) throw new AudioError(notice.data.error);
    return notice.data.ready;
  }

  async ask(question: string): Promise<z.output<Answer>> {
    this.#child.stdin.write(`${question}\n`);
    const line = await this.#next();
    const answer = this.#answer.safeParse(line);
    if (answer.success) return answer.data;
    const notice = noticeSchema.safeParse(line);
    if (notice.success && 'error' in notice.data) throw new AudioError(notice.data.error);
    if (notice.success) throw this.#fault(`got ${JSON.stringify(line)} where ${this.#wanted} was wanted`);
    throw this.#fault(`printed ${JSON.stringify(line).slice(0, 80)}; wanted ${this.#wanted}`);
  }

  leave(): void {
    this.#child.stdin.end();
    this.#child.kill();
  }

  async #next(): Promise<unknown> {
    const next = await this.#lines.next();
    if (next.done === true) throw this.#fault(this.#failure ?? lastLine(this.#errors) ?? 'it ended without an answer');
    try {
      return JSON.parse(next.value);
    } catch {
      throw this.#fault(`printed ${JSON.stringify(next.value.slice(0, 80))}, which is no JSON`);
    }
  }

  #fault(what: string): AudioError {
    return new AudioError(`--compare: ${this.#program}: ${what}`);
  }
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1)?.trim() || undefined;
}
