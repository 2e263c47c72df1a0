/** What a process holds on to at a moment: memory behind a collection, handles, listeners. */
import { getEventListeners } from 'node:events';

export interface Gauges {
  /** Of JavaScript, and of buffers and native parts behind it. */
  readonly heapBytes: number;
  readonly outsideBytes: number;
  readonly rssBytes: number;
  /** Timers, sockets, child processes and the like that are open. */
  readonly handles: number;
  /** On signals and emitters that live as long as the process. */
  readonly listeners: number;
}

/** A signal, or an emitter such as `process`. */
export type LongLived = EventTarget | Pick<NodeJS.EventEmitter, 'eventNames' | 'listenerCount'>;

/** Collections behind each other: what is being compiled at the moment is held until it is done. */
const COLLECTIONS = 4;

/** @throws Error without `--expose-gc`: what is garbage and what is not could not be told apart */
export async function readGauges(longLived: readonly LongLived[]): Promise<Gauges> {
  const { gc } = globalThis as { gc?: () => void };
  if (gc === undefined) throw new Error('memory is measured behind a collection: run node with --expose-gc');
  let [heapBytes, outsideBytes] = [Infinity, Infinity];
  for (let round = 0; round < COLLECTIONS; round++) {
    gc();
    const { heapUsed, external } = process.memoryUsage();
    [heapBytes, outsideBytes] = [Math.min(heapBytes, heapUsed), Math.min(outsideBytes, external)];
    // Finalizers have their turn.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return {
    ...{ heapBytes, outsideBytes, rssBytes: process.memoryUsage.rss() },
    handles: process.getActiveResourcesInfo().length,
    listeners: longLived.reduce((sum, one) => sum + countListeners(one), 0),
  };
}

function countListeners(one: LongLived): number {
  if (one instanceof EventTarget) return getEventListeners(one, 'abort').length;
  return one.eventNames().reduce((sum, name) => sum + one.listenerCount(name), 0);
}
