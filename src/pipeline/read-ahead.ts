/** Lets a stage work ahead of its reader by a bounded number of items. */
import { Channel } from './channel.js';

/** Pulls from `source` into a queue of `capacity` items as soon as the reader asks for the first. */
export async function* readAhead<T>(
  source: AsyncIterable<T>,
  capacity: number,
  signal: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  const channel = new Channel<T>({ capacity, overflow: 'wait', signal });
  const iterator = source[Symbol.asyncIterator]();
  void pump(iterator, channel);
  try {
    yield* channel;
  } finally {
    // A source parked on an await returns only when its signal fires: nobody may wait for it here.
    void iterator.return?.().catch(() => undefined);
  }
}

async function pump<T>(iterator: AsyncIterator<T>, channel: Channel<T>): Promise<void> {
  try {
    while (true) {
      const next = await iterator.next();
      if (next.done === true) break;
      if (!(await channel.send(next.value))) return;
    }
    channel.end();
  } catch (error) {
    channel.fail(error);
  }
}
