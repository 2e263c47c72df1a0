/** Entry of the inference child: one worker thread per engine, messages routed between them and the main process. */
import { Worker } from 'node:worker_threads';
import { OwnUse } from '../../programs/own-use.js';
import { recordError, type ErrorRecord } from './error.js';
import { ownPayload } from './payload.js';
import { niceness, isPerThread, lowerPool, lowerPriority } from './priority.js';
import { Cell, CELLS_BYTES } from './protocol.js';
import type { CallMessage, FromChild, FromWorker, ToChild, ToWorker, WorkerStart } from './protocol.js';

const PULSE_MS = 1000;
const WORKER_ENTRY = new URL('./worker.js', import.meta.url);

const nice = Number(process.argv[2] ?? 0);
const workers = new Map<number, Worker>();
/** Workers asked to close: their end is no loss. */
const closing = new Set<Worker>();
const calls = new Map<number, { worker: Worker; cells: Int32Array }>();

/** No exit handlers: native teardown can abort or wait for a run that takes seconds, and nothing here needs saving. */
function die(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('unreachable');
}

function send(message: FromChild): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

function load({ engine, module, options, manner }: Extract<ToChild, { kind: 'load' }>): void {
  const start: WorkerStart = { engine, module, options, nice: niceness(manner, nice) };
  const worker = new Worker(WORKER_ENTRY, { workerData: start, execArgv: [], name: `engine ${engine}` });
  workers.set(engine, worker);
  let error: ErrorRecord | undefined;
  worker.on('message', forward);
  worker.on('error', (thrown) => {
    error = recordError(thrown);
  });
  worker.on('exit', (code) => {
    workers.delete(engine);
    for (const [call, entry] of calls) if (entry.worker === worker) calls.delete(call);
    if (closing.delete(worker)) return;
    send({ kind: 'lost', engine, error: error ?? recordError(`its worker ended with exit code ${code}`) });
  });
}

function forward(message: FromWorker): void {
  if (message.kind === 'done' || message.kind === 'failed') calls.delete(message.call);
  // A load that failed has nothing to lose: its worker ends without being asked.
  const failed = message.kind === 'load-failed' ? workers.get(message.engine) : undefined;
  if (failed !== undefined) closing.add(failed);
  try {
    send(message);
  } catch (error) {
    // Shared memory passes between threads but not between processes.
    if (message.kind !== 'output') throw error;
    deliver({ kind: 'cancel', call: message.call });
    send({ kind: 'failed', call: message.call, error: recordError(error) });
  }
}

function startCall(message: Extract<ToChild, { kind: 'call' }>): void {
  const worker = workers.get(message.engine);
  // Its loss is reported already, and ends the call.
  if (worker === undefined) return;
  const cells = new SharedArrayBuffer(CELLS_BYTES);
  const { call, method, isWatched, isLook } = message;
  calls.set(call, { worker, cells: new Int32Array(cells) });
  const { value: args, copied } = ownPayload(message.args);
  post(worker, { kind: 'call', call, method, args, isWatched, isLook, cells }, copied);
}

function deliver(message: CallMessage): void {
  const entry = calls.get(message.call);
  if (entry === undefined) return;
  // The cells first: the worker may be busy for long before it reads the message.
  if (message.kind === 'cancel') Atomics.store(entry.cells, Cell.CANCELLED, 1);
  if (message.kind === 'end') Atomics.store(entry.cells, Cell.INPUT_ENDED, 1);
  if (message.kind !== 'input') {
    post(entry.worker, message, new Set());
    return;
  }
  const { value: item, copied } = ownPayload(message.item);
  post(entry.worker, { kind: 'input', call: message.call, item }, copied);
}

function post(worker: Worker, message: ToWorker, transfer: ReadonlySet<ArrayBuffer>): void {
  worker.postMessage(message, [...transfer]);
}

/** Asks the engine to free its memory, then ends the thread; native memory is not freed by ending it. */
function unload(engine: number): void {
  const worker = workers.get(engine);
  if (worker === undefined) return;
  closing.add(worker);
  post(worker, { kind: 'close' }, new Set());
}

async function shutdown(): Promise<void> {
  const ends = [...workers.values()].map((worker) => new Promise((resolve) => worker.once('exit', resolve)));
  for (const engine of workers.keys()) unload(engine);
  await Promise.all(ends);
  die();
}

function receive(message: ToChild): void {
  if (message.kind === 'load') load(message);
  else if (message.kind === 'unload') unload(message.engine);
  else if (message.kind === 'call') startCall(message);
  else if (message.kind === 'shutdown') void shutdown();
  else deliver(message);
}

process.on('disconnect', die);
// The main process decides when this one ends: Ctrl-C goes to both, and a drain still needs the engines.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
// Nothing may use the pool before it is as polite as the settings say: what comes meanwhile waits.
const polite = isPerThread ? lowerPool(niceness('calm', nice)) : Promise.resolve();
if (!isPerThread) lowerPriority(nice);
let isReady = false;
process.on('message', (message: ToChild) => {
  if (isReady) receive(message);
  else
    void polite.then(() => {
      receive(message);
    });
});
void polite.then(() => {
  isReady = true;
});
const own = new OwnUse();
setInterval(pulse, PULSE_MS);
pulse();
if (!process.connected) die();

function pulse(): void {
  const { cpu: cores, memoryBytes: rssBytes } = own.look();
  send({ kind: 'pulse', rssBytes, cores });
}
