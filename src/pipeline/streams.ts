/** The two smallest things one does with a stream. */

/** A stream of one item. */
export async function* once<T>(item: T): AsyncGenerator<T, void, undefined> {
  yield item;
}

/** Reads a stream to its end for what happens on the way. */
export async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  const iterator = stream[Symbol.asyncIterator]();
  while ((await iterator.next()).done !== true);
}
