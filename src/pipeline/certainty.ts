/** Effects that wait until a turn is certain: what may still be taken back leaves no trace. */
import { TurnAborted } from './abort.js';
import type { Scope } from './stage.js';

/** Changes something that outlives the turn: sets a timer, keeps a reply. */
export type Effect = () => void;

/** Whoever opened it says once what became of the scope; whatever is said later changes nothing. */
export interface Certainty {
  /** Somebody waits in `untilCertain`, and says nothing before: the window must close even though nothing sounds. */
  readonly isAwaited: boolean;
  /** The user was heard out, for all that is known: this is no draft any more. */
  take(): void;
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
  state: 'open' | 'taken' | 'certain' | 'dropped';
  waiting: Waiting[];
  /** Each is called at every change of the state. */
  readonly watchers: Set<() => void>;
  awaited: number;
}

/** Only scopes that were ever in doubt. */
const entries = new WeakMap<Scope, Entry>();

/** From now on the effects of this very scope wait. Throws for a scope that was opened before. */
export function openCertainty(scope: Scope): Certainty {
  if (entries.has(scope)) throw new Error(`the certainty of ${scope.id} was opened twice`);
  const entry: Entry = { state: 'open', waiting: [], watchers: new Set(), awaited: 0 };
  entries.set(scope, entry);
  const change = (state: Entry['state']): void => {
    entry.state = state;
    for (const watcher of [...entry.watchers]) watcher();
  };
  const close = (state: 'certain' | 'dropped'): Waiting[] => {
    if (!isInDoubt(entry)) return [];
    const { waiting } = entry;
    entry.waiting = [];
    change(state);
    return waiting;
  };
  return {
    get isAwaited() {
      return entry.awaited > 0;
    },
    take: () => {
      if (entry.state === 'open') change('taken');
    },
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
  if (entry !== undefined && isInDoubt(entry)) entry.waiting.push({ effect, onFault });
  else perform(scope, { effect, onFault });
}

/**
 * Resolves when this is no draft any more: what only reads the world may begin. Rejects with the signal's reason, also
 * for a turn that was taken back. A scope that nobody opened is taken.
 */
export function untilTaken(scope: Scope): Promise<void> {
  return until(scope, (state) => state !== 'open');
}

/**
 * Resolves when nobody can take the turn back any more: what changes the world may begin. While somebody waits here,
 * the turn becomes certain even though nothing of its reply has sounded. Rejects like `untilTaken`.
 */
export async function untilCertain(scope: Scope): Promise<void> {
  const entry = entries.get(scope);
  if (entry === undefined) return;
  entry.awaited += 1;
  try {
    await until(scope, (state) => state === 'certain');
  } finally {
    entry.awaited -= 1;
  }
}

function until(scope: Scope, isReached: (state: Entry['state']) => boolean): Promise<void> {
  const entry = entries.get(scope);
  const { signal } = scope;
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      signal.removeEventListener('abort', look);
      entry?.watchers.delete(look);
      settle();
    };
    const look = (): void => {
      if (signal.aborted)
        finish(() => {
          reject(signal.reason as Error);
        });
      else if (entry?.state === 'dropped')
        finish(() => {
          reject(new TurnAborted('superseded'));
        });
      else if (entry === undefined || isReached(entry.state)) finish(resolve);
    };
    signal.addEventListener('abort', look);
    entry?.watchers.add(look);
    look();
  });
}

function isInDoubt({ state }: Entry): boolean {
  return state === 'open' || state === 'taken';
}

function perform(scope: Scope, { effect, onFault }: Waiting): void {
  try {
    effect();
  } catch (error) {
    scope.probe.count('effect.failed');
    onFault?.(error instanceof Error ? error : new Error(String(error)));
  }
}
