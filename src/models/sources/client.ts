/** Runs a package client as a child process: bounded in silence, cancellable, its complaint in one line. */
import { spawn } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ModelError } from '../model-error.js';

export interface ClientRun {
  /** Command lines in the order tried, for example `['python3', '-m', 'pip']`; the first that exists does the work. */
  readonly clients: readonly (readonly string[])[];
  readonly args: readonly string[];
  /** Where the client works, and where its temporary files go. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** A client that writes nothing for this long is ended. */
  readonly stallMs: number;
  /** Told the size of the largest file so far: the package that is arriving. */
  readonly onBytes: (bytes: number) => void;
}

interface Outcome {
  readonly code: number | null;
  readonly output: string;
  readonly absent: boolean;
  readonly stalled: boolean;
}

const pollMs = 250;
const killAfterMs = 2000;
const outputCharacters = 16_384;

/** Resolves once a client succeeded. Throws ModelError: no client, no network, disk full, or what the client said. */
export async function runClient(run: ClientRun): Promise<void> {
  for (const client of run.clients) {
    const outcome = await runOne([...client, ...run.args], run);
    run.signal.throwIfAborted();
    if (outcome.absent) continue;
    if (outcome.stalled) {
      throw new ModelError('source', `${client.join(' ')} received nothing for ${run.stallMs / 1000} s and was ended`);
    }
    if (outcome.code === 0) return;
    throw complaint(client.join(' '), outcome);
  }
  const tried = run.clients.map((client) => client.join(' ')).join(', ');
  throw new ModelError('source', `no package client found (tried ${tried})`);
}

async function runOne(command: readonly string[], run: ClientRun): Promise<Outcome> {
  const [program = '', ...args] = command;
  const child = spawn(program, args, {
    cwd: run.folder,
    env: { ...run.env, TMPDIR: run.folder, TEMP: run.folder, TMP: run.folder },
    stdio: ['ignore', 'pipe', 'pipe'],
    // The clients of Windows are batch files. Every argument comes from the catalog's strict patterns.
    shell: process.platform === 'win32',
    windowsHide: true,
  });
  let output = '';
  const collect = (chunk: Buffer): void => {
    output = (output + chunk.toString('utf8')).slice(-outputCharacters);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  let stalled = false;
  let killTimer: NodeJS.Timeout | undefined;
  const end = (): void => {
    child.kill('SIGTERM');
    killTimer ??= setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  };
  const stopWatching = watchGrowth(run, () => {
    stalled = true;
    end();
  });
  if (run.signal.aborted) end();
  run.signal.addEventListener('abort', end, { once: true });
  try {
    return await new Promise<Outcome>((resolve, reject) => {
      child.once('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT' || error.code === 'EACCES') resolve({ code: null, output, absent: true, stalled });
        else reject(error);
      });
      child.once('close', (code) => {
        resolve({ code, output, absent: code !== 0 && !stalled && isAbsent(output, code), stalled });
      });
    });
  } finally {
    stopWatching();
    clearTimeout(killTimer);
    run.signal.removeEventListener('abort', end);
  }
}

/** Calls `onStall` once the folder's largest file has not grown for the run's limit; returns the way to stop. */
function watchGrowth(run: ClientRun, onStall: () => void): () => void {
  let largest = -1;
  let grownAt = performance.now();
  let looking = false;
  const look = async (): Promise<void> => {
    const bytes = await largestFile(run.folder);
    if (bytes > largest) {
      largest = bytes;
      grownAt = performance.now();
      run.onBytes(bytes);
    } else if (performance.now() - grownAt > run.stallMs) {
      onStall();
    }
  };
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    void look().finally(() => {
      looking = false;
    });
  }, pollMs);
  return () => {
    clearInterval(timer);
  };
}

async function largestFile(folder: string): Promise<number> {
  let largest = 0;
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  for (const name of names) {
    // A file may vanish between the two calls: clients clean up while we look.
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found?.isFile() === true) largest = Math.max(largest, found.size);
  }
  return largest;
}

/** A launcher that is there without the client behind it: as good as none. */
function isAbsent(output: string, code: number | null): boolean {
  return (
    code === 127 ||
    /No module named '?pip|command not found|is not recognized as an internal|bad interpreter/i.test(output)
  );
}

const noNetwork =
  /NewConnectionError|NameResolutionError|name resolution|Name or service not known|Network is unreachable|Connection refused|Connection aborted|ConnectTimeout|Read timed out|ProxyError|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|ETIMEDOUT/i;

function complaint(client: string, outcome: Outcome): ModelError {
  if (/No space left on device|ENOSPC|Disk quota exceeded/i.test(outcome.output)) {
    return new ModelError(
      'disk',
      `${client} found the disk full: free some space, or name another folder in PARLEY_MODELS`,
    );
  }
  if (noNetwork.test(outcome.output)) return new ModelError('source', `${client} cannot reach its index: no network?`);
  const lines = outcome.output.split('\n').map((line) => line.trim());
  const errors = lines.filter(
    (line) => /^(npm )?err(or)?[:! ]/i.test(line) && !/complete log|ERR! code |error code /i.test(line),
  );
  const said = errors[0] ?? lines.findLast((line) => line !== '') ?? `exit code ${outcome.code ?? 'none'}`;
  // Addresses of indexes may hold passwords.
  const clean = said.replace(/\/\/[^\s/@]+@/g, '//').replace(/^(npm )?err(or)?[:! ]+/i, '');
  return new ModelError('source', `${client} failed: ${clean.slice(0, 200)}`);
}
