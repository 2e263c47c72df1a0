/** Reads a stage's input without staying parked on it after the turn is over. */
import { untilAborted } from '../../pipeline/abort.js';

/** Yields what `input` yields; throws the signal's reason as soon as it aborts, even while the input is silent. */
export async function* untilTurnEnds<T>(
  input: AsyncIterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T, void, undefined> {
  const iterator = input[Symbol.asyncIterator]();
  let isParked = false;
  let ended = false;
  try {
    while (true) {
      isParked = true;
      const next = await untilAborted(iterator.next(), signal);
      isParked = false;
      if (next.done === true) {
        ended = true;
        return;
      }
      yield next.value;
    }
  } finally {
    // One that is parked returns only when its own source moves: nobody may wait for it here.
    if (isParked) void iterator.return?.().catch(() => undefined);
    else if (!ended) await iterator.return?.();
  }
}
