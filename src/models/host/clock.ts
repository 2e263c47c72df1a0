/** The time that the host lives by; the pipeline's clock fits. */

export interface HostClock {
  /** Monotonic, ms. */
  now(): number;
  /** Rejects once the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export const hostClock: HostClock = {
  now: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        reject(new Error('stopped'));
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', stop);
        resolve();
      }, ms);
      signal.addEventListener('abort', stop, { once: true });
    }),
};

/** Runs `action` after `ms` unless the returned function is called first. */
export function after(clock: HostClock, ms: number, action: () => void): () => void {
  const controller = new AbortController();
  clock.sleep(ms, controller.signal).then(
    () => {
      if (!controller.signal.aborted) action();
    },
    () => undefined,
  );
  return () => {
    controller.abort();
  };
}
