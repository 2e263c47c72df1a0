/** Entry of a worker thread of the inference child: loads one engine and serves its calls. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Engine, EngineModule } from './engine.js';
import { recordError } from './error.js';
import { isPerThread, lowerPriority } from './priority.js';
import type { FromWorker, ToWorker, WorkerStart } from './protocol.js';
import { EngineServer } from './serve.js';

async function loadEngine(start: WorkerStart): Promise<Engine> {
  const module = (await import(start.module)) as Partial<EngineModule>;
  if (typeof module.createEngine !== 'function') throw new Error(`${start.module} exports no createEngine`);
  return module.createEngine(start.options);
}

async function closeEngine(engine: Engine): Promise<void> {
  await engine.close?.();
}

/** As long as messages come, there is work. */
const QUIET_MS = 5000;

/**
 * What an engine reads to load itself, a hundred megabytes of a graph, and the arrays of its last answers would lie around
 * until it allocates as much again, which it may never do. Needs `--expose-gc`, and does nothing without.
 */
function collect(): void {
  (globalThis as { gc?: () => void }).gc?.();
}

function leave(): never {
  process.exit(0);
}

async function main(): Promise<void> {
  const port = parentPort;
  if (port === null) throw new Error('this file runs in a worker thread only');
  const start = workerData as WorkerStart;
  const post = (message: FromWorker, transfer: ArrayBuffer[] = []): void => {
    port.postMessage(message, transfer);
  };
  // Before the engine starts threads of its own, which inherit it.
  if (isPerThread) lowerPriority(start.nice);
  let engine: Engine;
  try {
    engine = await loadEngine(start);
  } catch (error) {
    post({ kind: 'load-failed', engine: start.engine, error: recordError(error) });
    return;
  }
  collect();
  const server = new EngineServer(engine, post);
  const quiet = setTimeout(collect, QUIET_MS).unref();
  // The figures are asked every few seconds: not worth a collection, which wakes several threads, nor a reason to put one off.
  let look: number | undefined;
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'call' && message.isLook) look = message.call;
    if (message.kind === 'close' || message.call !== look) quiet.refresh();
    if (message.kind === 'call') server.start(message);
    else if (message.kind !== 'close') server.deliver(message);
    // Ends this thread only, and does not wait for handles that the engine forgot.
    else void closeEngine(engine).then(leave, leave);
  });
  post({ kind: 'loaded', engine: start.engine });
}

await main();
