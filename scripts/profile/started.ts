/** The real command in a process of its own, as a user starts it: what it tells, its processes, and its end. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '../../src/models/catalog.js';
import { EngineError } from '../../src/models/host/error.js';
import type { SessionEvent } from '../../src/pipeline/events.js';

const MAIN = join(packageRoot(), 'dist', 'src', 'cli', 'main.js');
const PROBE = join(packageRoot(), 'dist', 'scripts', 'profile', 'startup', 'probe.js');
/** Lines of standard error that are told when it fails. */
const LAST_LINES = 3;

export interface StartOptions {
  /** Behind `parley`. */
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Each event with the moment when its line was read, in ms since 1970. */
  readonly onEvent: (event: SessionEvent, atMs: number) => void;
  /** A step of the start is over; ms since 1970. */
  readonly onMark?: (name: string, atMs: number) => void;
}

export interface Started {
  readonly pid: number;
  /** ms since 1970. */
  readonly spawnedMs: number;
  /** Resolves when it has ended well; throws EngineError with its last words when it has not. */
  readonly ended: Promise<void>;
  /** Ends it at once, and its inference process with it. */
  stop(): Promise<void>;
}

/** ms since 1970, with fractions. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

export function startParley({ args, env, onEvent, onMark }: StartOptions): Started {
  const spawnedMs = nowMs();
  const child = spawn(process.execPath, [...(onMark === undefined ? [] : ['--import', PROBE]), MAIN, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let isStopped = false;
  const lastLines: string[] = [];
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{')) onEvent(JSON.parse(line) as SessionEvent, nowMs());
    });
  }
  child.stderr?.on('data', (chunk: Buffer) => {
    lastLines.push(...chunk.toString().trim().split('\n'));
    lastLines.splice(0, Math.max(0, lastLines.length - LAST_LINES));
  });
  child.on('message', (mark) => {
    const { name, atMs } = mark as { name: string; atMs: number };
    onMark?.(name, atMs);
  });
  const ended = closed(child).then((code) => {
    if (isStopped || code === 0) return;
    const words = lastLines.join(' ').trim();
    throw new EngineError({ engine: 'parley', code: 'failed', message: `parley ${args[0] ?? ''}: ${words}` });
  });
  // Whoever stops it does not wait for this.
  ended.catch(() => undefined);
  return {
    ...{ pid: child.pid ?? 0, spawnedMs, ended },
    stop: async () => {
      isStopped = true;
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function closed(child: ChildProcess): Promise<number | null> {
  const [code] = (await once(child, 'close')) as [number | null];
  return code;
}
