/** Programs of the desktop: one run of them. */
import { spawn, type ChildProcess } from 'node:child_process';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface RunOptions {
  readonly env: Environment;
  /** Written to its standard input. */
  readonly input?: string | Uint8Array;
  readonly limitMs: number;
  readonly signal?: AbortSignal;
  /** A program that stays behind in the background holds its pipes open: its first process alone is waited for, unread. */
  readonly staysBehind?: boolean;
}

export interface ToolResult {
  /** Null when it could not be started or was ended. */
  readonly code: number | null;
  readonly output: Buffer;
  /** The last line of its complaint, or of the system about it. */
  readonly complaint: string;
  readonly timedOut: boolean;
}

/** Runs a program to its end. Never throws. */
export function runTool(name: string, args: readonly string[], options: RunOptions): Promise<ToolResult> {
  return new Promise((resolve) => {
    const { env, input, limitMs, signal, staysBehind = false } = options;
    const child = spawn(name, args, { env, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true });
    const chunks: Buffer[] = [];
    let said = '';
    let timedOut = false;
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
    const stop = (): void => {
      child.kill('SIGKILL');
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const timer = setTimeout(() => {
      timedOut = true;
      stop();
    }, limitMs);
    signal?.addEventListener('abort', stop, { once: true });
    const finish = (code: number | null, error = ''): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      if (staysBehind) {
        child.stdout.destroy();
        child.stderr.destroy();
      }
      resolve({ code, output: Buffer.concat(chunks), complaint: firstLine(said) || error, timedOut });
    };
    child.once('error', (error) => {
      finish(null, error.message);
    });
    child.once(staysBehind ? 'exit' : 'close', (code: number | null) => {
      finish(code);
    });
    // It may end before it has read everything; its exit code tells.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
    if (signal?.aborted === true) stop();
  });
}

/** Whether a child and its pipes keep this program alive. */
export function keepAlive(child: ChildProcess, isKept: boolean): void {
  for (const part of [child, child.stdin, child.stdout, child.stderr]) {
    // Pipes of children are sockets, whatever their type says.
    if (part !== null) (part as ChildProcess)[isKept ? 'ref' : 'unref']();
  }
}

/** Its first line with words: later ones are usage and numbers. */
export function firstLine(text: string): string {
  return (
    text
      .split('\n')
      .map((line) => line.trim())
      .find((line) => line !== '') ?? ''
  );
}
