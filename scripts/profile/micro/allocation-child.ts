/** Counts the bytes that operations allocate. Runs with `--expose-gc` and a young generation that nothing here fills. */
import { operations } from './operations.js';

const WARM_UP_RUNS = 300;
const FEWEST_RUNS = 100;
/** Until a round has allocated so much, the heap's own accounting (pages of 256 KB) is all that is seen. */
const ROUND_BYTES = 16 * 2 ** 20;
const MOST_RUNS = 50_000;
const ROUND_MS = 150;
const ROUNDS = 5;

async function bytesOf(run: () => unknown): Promise<number> {
  const isAsync = run() instanceof Promise;
  const repeat = async (count: number): Promise<void> => {
    // Waiting for what is no promise would allocate, too.
    if (isAsync) for (let i = 0; i < count; i++) await run();
    else for (let i = 0; i < count; i++) run();
  };
  const held = async (count: number): Promise<number> => {
    globalThis.gc?.();
    const before = heldBytes();
    await repeat(count);
    return heldBytes() - before;
  };
  await repeat(WARM_UP_RUNS);
  const startMs = performance.now();
  await repeat(WARM_UP_RUNS);
  const eachMs = (performance.now() - startMs) / WARM_UP_RUNS;
  const few = Math.max(1, (await held(WARM_UP_RUNS)) / WARM_UP_RUNS);
  const runs = Math.max(FEWEST_RUNS, Math.floor(Math.min(MOST_RUNS, ROUND_BYTES / few, ROUND_MS / eachMs)));
  const found: number[] = [];
  for (let round = 0; round < ROUNDS; round++) found.push((await held(runs)) / runs);
  // Code that is compiled on the way allocates, and a finaliser frees: the middle has neither.
  return found.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
}

function heldBytes(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const wanted = new Set(process.argv.slice(2));
const bytes: Record<string, number> = {};
for (const operation of operations.filter(({ name }) => wanted.has(name))) {
  const { run, close } = await operation.open();
  bytes[operation.name] = Math.max(0, Math.round((await bytesOf(run)) / (operation.each ?? 1)));
  await close?.();
}
process.send?.(bytes);
process.disconnect();
