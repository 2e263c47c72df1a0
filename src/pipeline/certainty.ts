/** Effects that wait until a turn is certain: what may still be taken back leaves no trace. */
import { TurnAborted } from './abort.js';
import type { Scope } from './stage.js';

/** Changes something that outlives the turn: sets a timer, keeps a reply. */
export type Effect = () => void;

/** Whoever opened it says once what became of the scope; whatever is said later changes nothing. */
export interface Certainty {
  /** Somebody waits in `untilTrusted` or `untilCertain`, and says nothing before: the window must close even though nothing sounds. */
  readonly isAwaited: boolean;
  /** The user was heard out, for all that is known: this is no draft any more. */
  take(): void;
  /** The pause has lasted so long that they will hardly go on: what can be undone happens now. Takes it, too. */
  trust(): void;
  /** Nothing can take the turn back any more: what waits happens now, in order, and what comes later happens at once. */
  settle(): void;
  /** It was never to be: nothing that waits ever happens. */
  drop(): void;
  /** The user went on: as `drop`, and what happened already is undone, the latest first. */
  takeBack(): void;
}

interface Waiting {
  readonly effect: Effect;
  /** It waits for no more than trust, since this makes good for it. */
  readonly undo: Effect | undefined;
  readonly onFault: ((error: Error) => void) | undefined;
}

const ranks = { dropped: -1, open: 0, taken: 1, trusted: 2, certain: 3 } as const;

/** What waits for a scope, and whether it still does. */
interface Entry {
  state: keyof typeof ranks;
  waiting: Waiting[];
  /** Of what happened before it was certain. */
  undos: Omit<Waiting, 'undo'>[];
  /** Each is called at every change of the state. */
  readonly watchers: Set<() => void>;
  awaited: number;
}

/** Only scopes that were ever in doubt. */
const entries = new WeakMap<Scope, Entry>();

/** From now on the effects of this very scope wait. Throws for a scope that was opened before. */
export function openCertainty(scope: Scope): Certainty {
  if (entries.has(scope)) throw new Error(`the certainty of ${scope.id} was opened twice`);
  const entry: Entry = { state: 'open', waiting: [], undos: [], watchers: new Set(), awaited: 0 };
  entries.set(scope, entry);
  const change = (state: Entry['state']): void => {
    entry.state = state;
    for (const watcher of [...entry.watchers]) watcher();
  };
  const close = (state: 'certain' | 'dropped'): Pick<Entry, 'waiting' | 'undos'> => {
    if (!isInDoubt(entry)) return { waiting: [], undos: [] };
    const { waiting, undos } = entry;
    [entry.waiting, entry.undos] = [[], []];
    change(state);
    return { waiting, undos };
  };
  return {
    get isAwaited() {
      return entry.awaited > 0;
    },
    take: () => {
      if (entry.state === 'open') change('taken');
    },
    trust: () => {
      if (entry.state !== 'open' && entry.state !== 'taken') return;
      const { waiting } = entry;
      entry.waiting = waiting.filter(({ undo }) => undo === undefined);
      change('trusted');
      for (const { undo, ...deed } of waiting) if (undo !== undefined) performEarly(scope, entry, { undo, ...deed });
    },
    settle: () => {
      for (const waiting of close('certain').waiting) perform(scope, waiting);
    },
    drop: () => {
      close('dropped');
    },
    takeBack: () => {
      for (const undo of close('dropped').undos.reverse()) perform(scope, undo);
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
  if (entry !== undefined && isInDoubt(entry)) entry.waiting.push({ effect, undo: undefined, onFault });
  else perform(scope, { effect, onFault });
}

/**
 * As `whenCertain`, but as soon as the turn is trusted: `undo` makes good for it when the turn is taken back after that.
 */
export function whenTrusted(
  scope: Scope,
  { effect, undo }: { readonly effect: Effect; readonly undo: Effect },
  onFault?: (error: Error) => void,
): void {
  const entry = entries.get(scope);
  if (entry?.state === 'dropped') return;
  if (entry === undefined || !isInDoubt(entry)) perform(scope, { effect, onFault });
  else if (entry.state === 'trusted') performEarly(scope, entry, { effect, undo, onFault });
  else entry.waiting.push({ effect, undo, onFault });
}

/** Somebody is about to do what can be undone: `undo` runs if the turn is taken back after all, at most once. */
export function onTakenBack(scope: Scope, undo: Effect, onFault?: (error: Error) => void): void {
  const entry = entries.get(scope);
  if (entry !== undefined && isInDoubt(entry)) entry.undos.push({ effect: undo, onFault });
}

/**
 * Resolves when this is no draft any more: what only reads the world may begin. Rejects with the signal's reason, also
 * for a turn that was taken back. A scope that nobody opened is taken.
 */
export function untilTaken(scope: Scope): Promise<void> {
  return until(scope, 'taken');
}

/**
 * Resolves when the user will hardly go on any more: what can be undone may begin, with its `onTakenBack`. Rejects like
 * `untilTaken`.
 */
export function untilTrusted(scope: Scope): Promise<void> {
  return untilSure(scope, 'trusted');
}

/**
 * Resolves when nobody can take the turn back any more: what changes the world may begin. While somebody waits here,
 * the turn becomes certain even though nothing of its reply has sounded. Rejects like `untilTaken`.
 */
export function untilCertain(scope: Scope): Promise<void> {
  return untilSure(scope, 'certain');
}

async function untilSure(scope: Scope, state: 'trusted' | 'certain'): Promise<void> {
  const entry = entries.get(scope);
  if (entry === undefined) return;
  entry.awaited += 1;
  try {
    await until(scope, state);
  } finally {
    entry.awaited -= 1;
  }
}

function until(scope: Scope, state: 'taken' | 'trusted' | 'certain'): Promise<void> {
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
      else if (entry === undefined || ranks[entry.state] >= ranks[state]) finish(resolve);
    };
    signal.addEventListener('abort', look);
    entry?.watchers.add(look);
    look();
  });
}

function isInDoubt({ state }: Entry): boolean {
  return state !== 'certain' && state !== 'dropped';
}

/** The undo is known before there is anything to undo. */
function performEarly(scope: Scope, entry: Entry, { effect, undo, onFault }: Waiting & { undo: Effect }): void {
  entry.undos.push({ effect: undo, onFault });
  perform(scope, { effect, onFault });
}

function perform(scope: Scope, { effect, onFault }: Omit<Waiting, 'undo'>): void {
  try {
    effect();
  } catch (error) {
    scope.probe.count('effect.failed');
    onFault?.(error instanceof Error ? error : new Error(String(error)));
  }
}
