/** A cache with a responder in front of which nothing happens but what the test does. */
import { cached, ReplyCache, type Responder } from '../../../src/stages/response/cache.js';
import type { CacheOptions } from '../../../src/stages/response/cache/reply-cache.js';
import type { Understood } from '../../../src/pipeline/intent.js';
import type { ReplyDelta } from '../../../src/pipeline/messages.js';
import type { Scope } from '../../../src/pipeline/stage.js';
import { collect } from '../../fakes/scope.js';
import { FakeClock, fakeScope, type FakeScope } from './fakes.js';

export function asked(text: string, language = 'en'): Understood {
  return { transcript: { kind: 'final', text, language, words: [] }, normalised: text.toLowerCase() };
}

export const textOf = (deltas: readonly ReplyDelta[]): string => deltas.map(({ text }) => text).join('');

export interface Wall {
  nowMs: number;
}

export interface Bench {
  readonly clock: FakeClock;
  readonly wall: Wall;
  readonly cache: ReplyCache;
  readonly run: Responder;
  /** Changes what `cached` is told of a turn. */
  readonly state: { context: string; hasHistory: boolean; withTools: WeakSet<Scope> };
  readonly scope: (id?: string) => FakeScope;
  readonly ask: (text: string, scope?: Scope) => Promise<ReplyDelta[]>;
}

export function openCache(
  responder: Responder,
  options: Partial<CacheOptions> & { readonly near?: boolean; readonly clock?: FakeClock } = {},
): Bench {
  const { near = true, clock = new FakeClock(), ...rest } = options;
  const wall = { nowMs: Date.parse('2026-03-14T15:05:00Z') };
  const now = (): number => wall.nowMs + clock.now();
  const cache = new ReplyCache(clock, { ...{ size: 10, ttlMs: 1000, now }, ...rest });
  const state = { context: 'small model', hasHistory: false, withTools: new WeakSet<Scope>() };
  const run = cached(responder, {
    ...{ cache, near, names: ['parley'] },
    context: () => state.context,
    hasHistory: () => state.hasHistory,
    usedTools: (scope) => state.withTools.has(scope),
  });
  const scope = (id = '1'): FakeScope => fakeScope(clock, id);
  return { ...{ clock, wall, cache, run, state, scope }, ask: (text, of = scope()) => collect(run(asked(text), of)) };
}

/** Answers in one piece, numbered by how many were made. */
export function counting(source: ReplyDelta['source'] = 'llm'): {
  readonly responder: Responder;
  readonly made: () => number;
} {
  let made = 0;
  return {
    responder: async function* () {
      made += 1;
      yield { text: `Answer number ${made}.`, source };
    },
    made: () => made,
  };
}
