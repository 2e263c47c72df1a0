/** Deliberate leaks of a few hundred bytes a turn: a soak that does not find them cannot be believed about others. */
export const canaryKinds = ['listener', 'closure', 'buffer', 'timer'] as const;
export type CanaryKind = (typeof canaryKinds)[number];

/** What each of them holds on to. */
const NUMBERS = 32;
const BUFFER_BYTES = 400;
/** Longer than any soak, within what a timer takes. */
const LONG_MS = 2_000_000_000;

/** Leaks once a call, in the way that is named; nothing where none is. */
export function canaryOf(kind: CanaryKind | undefined, signal: AbortSignal): () => void {
  const kept: unknown[] = [];
  switch (kind) {
    case 'listener':
      return () => {
        const numbers = new Array<number>(NUMBERS).fill(0);
        signal.addEventListener('abort', () => numbers.reverse());
      };
    case 'closure':
      return () => {
        const numbers = new Array<number>(NUMBERS).fill(0);
        kept.push(() => numbers.reverse());
      };
    case 'buffer':
      return () => kept.push(new Uint8Array(BUFFER_BYTES));
    case 'timer':
      // Not even one that holds no process open is let go of.
      return () => setTimeout(() => kept.push(kind), LONG_MS).unref();
    case undefined:
      return () => undefined;
  }
}
