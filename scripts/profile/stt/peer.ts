/** Another recogniser beside ours: a command that reads file names on stdin and prints a JSON line for each. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { AudioError } from '../../../src/audio/audio-error.js';
import { packageRoot } from '../../../src/models/catalog.js';

const answerSchema = z.object({ file: z.string(), text: z.string(), ms: z.number().nonnegative() });
/** What the peer heard and how long it took. */
export type PeerAnswer = z.infer<typeof answerSchema>;

const lineSchema = z.union([answerSchema, z.object({ error: z.string() }), z.object({ ready: z.string() })]);

export interface Peer {
  /** What it calls itself, or its command. */
  readonly name: string;
  transcribe(path: string): Promise<PeerAnswer>;
  close(): void;
}

export interface PeerOptions {
  /** `faster-whisper`, or a command with its arguments parted by spaces. */
  readonly command: string;
  /** Interpreter for faster-whisper. */
  readonly python: string;
  readonly modelFolder: string;
  readonly language: string;
  readonly threads: number;
}

/** Resolves when the peer says that it is ready, or at once for a command of the user's own. Throws AudioError. */
export async function startPeer(options: PeerOptions, signal: AbortSignal): Promise<Peer> {
  const builtIn = options.command === 'faster-whisper';
  const [program = '', ...args] = builtIn ? fasterWhisper(options) : options.command.split(/\s+/).filter(Boolean);
  const child = spawn(program, args, { stdio: 'pipe', signal });
  const lines = new PeerLines(child, program);
  const name = builtIn ? await lines.ready() : options.command;
  return {
    name,
    transcribe: (path) => lines.ask(path),
    close: () => {
      lines.leave();
    },
  };
}

function fasterWhisper({ python, modelFolder, language, threads }: PeerOptions): string[] {
  const script = join(packageRoot(), 'scripts/profile/stt/faster_whisper_peer.py');
  return [python, script, modelFolder, language, String(threads)];
}

/** One question at a time; a peer that dies fails the question that waits for it. */
class PeerLines {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #program: string;
  readonly #lines: AsyncIterator<string>;
  #errors = '';
  #failure: string | undefined;

  constructor(child: ChildProcessWithoutNullStreams, program: string) {
    this.#child = child;
    this.#program = program;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    child.on('error', (error) => (this.#failure = `${error.message}; wanted a program that can be run`));
    // A peer that is gone is told by the end of its output.
    child.stdin.on('error', () => undefined);
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.#errors = (this.#errors + text).slice(-2000)));
  }

  async ready(): Promise<string> {
    const line = await this.#next();
    if ('ready' in line) return line.ready;
    throw this.#fault(`got ${JSON.stringify(line)} where {"ready"} was wanted`);
  }

  async ask(path: string): Promise<PeerAnswer> {
    this.#child.stdin.write(`${path}\n`);
    const line = await this.#next();
    if ('text' in line) return line;
    throw this.#fault(`got ${JSON.stringify(line)} where {"file","text","ms"} was wanted`);
  }

  leave(): void {
    this.#child.stdin.end();
    this.#child.kill();
  }

  async #next(): Promise<z.infer<typeof lineSchema>> {
    const next = await this.#lines.next();
    if (next.done === true) throw this.#fault(this.#failure ?? lastLine(this.#errors) ?? 'it ended without an answer');
    let parsed;
    try {
      parsed = lineSchema.safeParse(JSON.parse(next.value));
    } catch {
      throw this.#fault(`printed ${JSON.stringify(next.value.slice(0, 80))}, which is no JSON`);
    }
    if (!parsed.success) throw this.#fault(`printed ${next.value.slice(0, 80)}; wanted {"file","text","ms"}`);
    if ('error' in parsed.data) throw new AudioError(parsed.data.error);
    return parsed.data;
  }

  #fault(what: string): AudioError {
    return new AudioError(`--compare: ${this.#program}: ${what}`);
  }
}

function lastLine(text: string): string | undefined {
  return text.trim().split('\n').at(-1)?.trim() || undefined;
}
