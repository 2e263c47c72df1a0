/** Cancellation without leaks: one-shot listeners and hand-linked child controllers. */

/** Why a turn was ended from outside. */
export type AbortKind = 'barge-in' | 'misfire' | 'superseded' | 'timeout' | 'shutdown';

/** The reason that every signal of an aborted turn carries. */
export class TurnAborted extends Error {
  override readonly name = 'TurnAborted';
  readonly kind: AbortKind;
  constructor(kind: AbortKind) {
    super(`turn aborted: ${kind}`);
    this.kind = kind;
  }
}

/** A controller that aborts with its parent. Call `release` when the child's life is over. */
export function childController(parent: AbortSignal): { controller: AbortController; release: () => void } {
  const controller = new AbortController();
  const forward = (): void => {
    controller.abort(parent.reason);
  };
  if (parent.aborted) forward();
  else parent.addEventListener('abort', forward, { once: true });
  return {
    controller,
    release: () => {
      parent.removeEventListener('abort', forward);
    },
  };
}

/** The signal's reason as an Error. */
export function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error('aborted');
}

/** Waits for `promise`, but no longer than `signal` lives; the listener never outlives the wait. */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    // The loser's failure must not become an unhandled rejection.
    promise.catch(() => undefined);
    throw abortReason(signal);
  }
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => {
      reject(abortReason(signal));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', onAbort);
    });
  });
}

/** Resolves when the signal aborts; `stop` takes the listener away again. */
export function onceAborted(signal: AbortSignal, listener: () => void): () => void {
  if (signal.aborted) {
    listener();
    return () => undefined;
  }
  signal.addEventListener('abort', listener, { once: true });
  return () => {
    signal.removeEventListener('abort', listener);
  };
}
