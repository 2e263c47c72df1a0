/** Bytes that an operation allocates, counted in a process of its own where nothing is collected meanwhile. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../../src/models/catalog.js';

/** Child processes run JavaScript only. */
const CHILD = join(packageRoot(), 'dist', 'scripts', 'profile', 'micro', 'allocation-child.js');
/** MB of the young generation: what all runs of one round allocate fits in. */
const YOUNG_MB = 128;

const answer = z.record(z.string(), z.number());

/** Bytes for one operation, by name: of the JavaScript heap and of what hangs on it (samples, tensors). */
export async function countAllocations(
  names: readonly string[],
  signal: AbortSignal,
): Promise<Readonly<Record<string, number>>> {
  const young = [`--min-semi-space-size=${YOUNG_MB}`, `--max-semi-space-size=${YOUNG_MB}`];
  // Sweeping beside the program would give memory of one round back in the next.
  const execArgv = ['--expose-gc', ...young, '--single-threaded-gc', '--no-concurrent-array-buffer-sweeping'];
  const child = fork(CHILD, names, { execArgv, signal, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const told = await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('error', reject);
    child.once('exit', (code) => {
      reject(new Error(`the process that counts allocations ended with exit code ${String(code)}`));
    });
  });
  return answer.parse(told);
}
