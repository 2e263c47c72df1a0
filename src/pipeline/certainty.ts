/** Effects that wait until a turn is certain: what may still be taken back leaves no trace. */
import type { Scope } from './stage.js';

/** Changes something that outlives the turn: sets a timer, keeps a reply. */
export type Effect = () => void;

/** Whoever opened it says once what became of the scope; whatever is said later changes nothing. */
export interface Certainty {
  /** Nothing can take the turn back any more: what waits happens now, in order, and what comes later happens at once. */
  settle(): void;
  /** The turn was taken back: nothing that waits ever happens. */
  drop(): void;
}

interface Waiting {
  readonly effect: Effect;
  readonly onFault: ((error: Error) => void) | undefined;
}

/** What waits for a scope, and whether it still does. */
interface Entry {
  state: 'open' | 'certain' | 'dropped';
  waiting: Waiting[];
}

/** Only scopes that were ever in doubt. */
const entries = new WeakMap<Scope, Entry>();

/** From now on the effects of this very scope wait. Throws for a scope that was opened before. */
export function openCertainty(scope: Scope): Certainty {
  if (entries.has(scope)) throw new Error(`the certainty of ${scope.id} was opened twice`);
  const entry: Entry = { state: 'open', waiting: [] };
  entries.set(scope, entry);
  const close = (state: 'certain' | 'dropped'): Waiting[] => {
    if (entry.state !== 'open') return [];
    entry.state = state;
    const { waiting } = entry;
    entry.waiting = [];
    return waiting;
  };
  return {
    settle: () => {
      for (const waiting of close('certain')) perform(scope, waiting);
    },
    drop: () => {
      close('dropped');
    },
  };
}

/**
 * Runs `effect` at once where the turn of this scope is certain, else when it becomes so, never when it is dropped. A
 * scope that nobody opened is certain. What the effect throws is told to `onFault` and counted as `effect.failed`: it
 * comes too late to be anybody's answer.
 */
export function whenCertain(scope: Scope, effect: Effect, onFault?: (error: Error) => void): void {
  const entry = entries.get(scope);
  if (entry?.state === 'dropped') return;
  if (entry?.state === 'open') entry.waiting.push({ effect, onFault });
  else perform(scope, { effect, onFault });
}

function perform(scope: Scope, { effect, onFault }: Waiting): void {
  try {
    effect();
  } catch (error) {
    scope.probe.count('effect.failed');
    onFault?.(error instanceof Error ? error : new Error(String(error)));
  }
}
