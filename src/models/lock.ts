/** One process fetches a model at a time; a lock whose holder died does not stay. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { mkdir, open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from './model-error.js';

const heartbeatMs = 2000;
/** A holder on another machine, or one whose process number was given away, is thought dead after this long. */
const silentMs = 60_000;
const pollMs = 250;

export interface LockOptions {
  readonly signal: AbortSignal;
  /** Called once if another process holds the lock. */
  readonly onWait?: (() => void) | undefined;
}

/** Takes the lock, waiting for another holder as long as it takes; resolves to the release. */
export async function acquireLock(path: string, options: LockOptions): Promise<() => Promise<void>> {
  await mkdir(dirname(path), { recursive: true });
  const token = randomUUID();
  let told = false;
  while (!(await tryLock(path, token))) {
    options.signal.throwIfAborted();
    if (await isDead(path)) {
      await breakLock(path);
      continue;
    }
    if (!told) options.onWait?.();
    told = true;
    await delay(pollMs, undefined, { signal: options.signal });
  }
  const beat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, heartbeatMs);
  beat.unref();
  return async () => {
    clearInterval(beat);
    // Asleep for long enough, this process may have lost the lock to another: that one's stays.
    if (await holds(path, token)) await rm(path, { force: true });
  };
}

async function holds(path: string, token: string): Promise<boolean> {
  try {
    return (await readFile(path, 'utf8')).trim().endsWith(token);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

async function tryLock(path: string, token: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx');
    try {
      await handle.writeFile(`${process.pid} ${hostname()} ${token}\n`);
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

async function isDead(path: string): Promise<boolean> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const silent = Date.now() - mtimeMs > silentMs;
    const [pid, host] = text.trim().split(' ');
    // An empty file is a holder between its open and its write.
    if (pid === undefined || pid === '' || host === undefined) return silent;
    return silent || (host === hostname() && !isAlive(Number(pid)));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

/** Under a second lock, so that of two waiters only one removes the dead one's, and never a fresh one. */
async function breakLock(path: string): Promise<void> {
  const breaker = `${path}.break`;
  if (!(await tryLock(breaker, randomUUID()))) {
    if (await isDead(breaker)) await rm(breaker, { force: true });
    return;
  }
  try {
    if (await isDead(path)) await rm(path, { force: true });
  } finally {
    await rm(breaker, { force: true });
  }
}
