/** Conversation, timers and cache on a clock that the test winds. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { cached, ReplyCache, type Responder } from '../../../src/stages/response/cache.js';
import { Conversation } from '../../../src/stages/response/conversation.js';
import { isPassing, standsAlone } from '../../../src/stages/response/dependence.js';
import { Timers, type Ring } from '../../../src/stages/response/timers.js';
import { ringText, sayDuration } from '../../../src/stages/response/skills/timers.js';
import { collect, settle } from '../../fakes/scope.js';
import { FakeClock, fakeScope, heard } from './fakes.js';

const MINUTE = 60_000;

describe('Conversation', () => {
  it('holds what was heard, and never more than it may', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 40 }), (maxHistory, turns) => {
        const conversation = new Conversation(new FakeClock(), { maxHistory, timeoutMs: 1000 });
        for (let turn = 0; turn < turns; turn++) {
          conversation.begin(String(turn), `q${turn}`, true);
          conversation.recordHeard(String(turn), ` a${turn} `);
        }
        const history = conversation.history();
        expect(history.length).toBeLessThanOrEqual(maxHistory);
        expect(history.length).toBeGreaterThanOrEqual(Math.min(turns, Math.ceil(maxHistory / 2)));
        expect(history).toEqual(
          Array.from({ length: history.length }, (_, index) => {
            const turn = turns - history.length + index;
            return { user: `q${turn}`, assistant: `a${turn}` };
          }),
        );
      }),
    );
  });
  it('is forgotten a while after the last word, not after the first', async () => {
    const clock = new FakeClock();
    const conversation = new Conversation(clock, { maxHistory: 5, timeoutMs: MINUTE });
    for (const turn of ['1', '2', '3']) {
      conversation.begin(turn, turn, true);
      conversation.recordHeard(turn, turn);
      await clock.advance(MINUTE);
    }
    expect(conversation.history()).toHaveLength(3);
    await clock.advance(1);
    expect(conversation.history()).toEqual([]);
    expect(conversation.lastHeard()).toBe('');
  });
  it('keeps the question of a reply that nobody heard, and unasked speech as what was heard last', () => {
    const conversation = new Conversation(new FakeClock(), { maxHistory: 5, timeoutMs: MINUTE });
    conversation.begin('1', 'why', true);
    conversation.recordHeard('1', '');
    conversation.recordHeard('ring', 'Your pasta timer is done.');
    expect(conversation.history()).toEqual([{ user: 'why', assistant: '' }]);
    expect(conversation.lastHeard()).toBe('Your pasta timer is done.');
  });
  it('takes new limits at once', () => {
    const conversation = new Conversation(new FakeClock(), { maxHistory: 5, timeoutMs: MINUTE });
    conversation.begin('1', 'why', true);
    conversation.recordHeard('1', 'so');
    conversation.configure({ maxHistory: 0, timeoutMs: MINUTE });
    expect(conversation.history()).toEqual([]);
  });
});

describe('Timers', () => {
  function bench(): { clock: FakeClock; timers: Timers; rings: Ring[] } {
    const clock = new FakeClock();
    const rings: Ring[] = [];
    return { clock, rings, timers: new Timers({ clock, onRing: (ring) => rings.push(ring) }) };
  }
  it('ring once, in order, each with its name', async () => {
    const { clock, timers, rings } = bench();
    timers.set({ durationMs: 8 * MINUTE, label: 'pasta' });
    timers.set({ durationMs: 5 * MINUTE });
    await clock.advance(5 * MINUTE - 1);
    expect(rings).toEqual([]);
    await clock.advance(1);
    await clock.advance(10 * MINUTE);
    expect(rings).toEqual([{ durationMs: 5 * MINUTE }, { durationMs: 8 * MINUTE, label: 'pasta' }]);
    expect(rings.map(ringText)).toEqual(["Time's up. Your timer for 5 minutes is done.", 'Your pasta timer is done.']);
    expect(timers.list()).toEqual([]);
  });
  it('stay silent once cancelled or closed', async () => {
    const { clock, timers, rings } = bench();
    timers.cancel(timers.set({ durationMs: MINUTE }));
    timers.set({ durationMs: MINUTE });
    timers.close();
    timers.close();
    await clock.advance(2 * MINUTE);
    expect(rings).toEqual([]);
    expect(clock.sleeping).toBe(0);
  });
  it('are found by name and by length', () => {
    const { timers } = bench();
    timers.set({ durationMs: 2 * MINUTE, label: 'eggs' });
    timers.set({ durationMs: MINUTE });
    expect(timers.find({ label: 'egg' })).toHaveLength(1);
    expect(timers.find({ durationMs: MINUTE })).toHaveLength(1);
    expect(timers.find({}).map((timer) => timer.durationMs)).toEqual([MINUTE, 2 * MINUTE]);
    expect(timers.find({ label: 'rice' })).toEqual([]);
  });
  it('count from when they were planned, and only once they are set', async () => {
    const { clock, timers, rings } = bench();
    const kept = timers.plan({ durationMs: MINUTE });
    timers.plan({ durationMs: MINUTE, label: 'dropped' });
    const late = timers.plan({ durationMs: 1000, label: 'late' });
    await clock.advance(1200);
    expect(timers.list()).toEqual([]);
    expect(timers.remainingMs(kept())).toBe(MINUTE - 1200);
    late();
    await clock.advance(0);
    expect(rings).toEqual([{ durationMs: 1000, label: 'late' }]);
    await clock.advance(MINUTE - 1201);
    expect(rings).toHaveLength(1);
    await clock.advance(1);
    expect(rings.slice(1)).toEqual([{ durationMs: MINUTE }]);
  });
  it('refuse to run away', () => {
    const { timers } = bench();
    for (let count = 0; count < 50; count++) timers.set({ durationMs: MINUTE });
    expect(() => timers.set({ durationMs: MINUTE })).toThrow('50 timers are running already');
  });
  it('are said as people say them', () => {
    expect(sayDuration(510_000)).toBe('8 minutes and 30 seconds');
    expect(sayDuration(90_061_000)).toBe('1 day, 1 hour, 1 minute and 1 second');
    expect(sayDuration(1)).toBe('1 second');
  });
});

describe('ReplyCache', () => {
  const question = heard('What is the capital of France?');
  function bench(reply: Responder): { run: Responder; cache: ReplyCache; clock: FakeClock } {
    const clock = new FakeClock();
    const cache = new ReplyCache(clock, { size: 2, ttlMs: 1000 });
    const run = cached(reply, {
      cache,
      keyOf: ({ normalised }) => normalised,
      mayStore: () => true,
    });
    return { run, cache, clock };
  }
  it('makes a reply once for all who ask at the same time', async () => {
    let made = 0;
    let finish = (): void => undefined;
    const { run, cache, clock } = bench(async function* () {
      made++;
      yield { text: 'Par', source: 'llm' };
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      yield { text: 'is.', source: 'llm' };
    });
    const asked = ['a', 'b', 'c'].map((id) => collect(run(question, fakeScope(clock, id))));
    await settle();
    finish();
    const replies = (await Promise.all(asked)).map((deltas) => deltas.map((delta) => delta.text).join(''));
    expect(replies).toEqual(['Paris.', 'Paris.', 'Paris.']);
    expect(made).toBe(1);
    expect(cache.stats).toEqual({ hits: 2, misses: 1, entries: 1 });
  });
  it('lets those who wait make their own when nothing came of the first', async () => {
    let made = 0;
    const { run, clock, cache } = bench(async function* () {
      yield { text: `${++made}`, source: made === 1 ? 'fallback' : 'llm' };
      await settle();
    });
    const replies = await Promise.all(['a', 'b'].map((id) => collect(run(question, fakeScope(clock, id)))));
    expect(replies.map((deltas) => deltas[0]?.text)).toEqual(['1', '2']);
    expect(cache.stats.entries).toBe(1);
  });
  it('lets one who waits leave', async () => {
    const { run, clock } = bench(async function* () {
      yield { text: 'never', source: 'llm' };
      await new Promise(() => undefined);
    });
    const first = run(question, fakeScope(clock, 'a'))[Symbol.asyncIterator]();
    await first.next();
    const scope = fakeScope(clock, 'b');
    const waiting = collect(run(question, scope));
    await settle();
    scope.controller.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
  it('forgets by age and by number, on the injected clock only', async () => {
    const { cache, clock } = bench(() => {
      throw new Error('unused');
    });
    cache.store('a', '1');
    await clock.advance(1000);
    expect(cache.find('a')).toBe('1');
    await clock.advance(1);
    expect(cache.find('a')).toBeUndefined();
    for (const key of ['b', 'c', 'd']) cache.store(key, key);
    expect(cache.find('b')).toBeUndefined();
    expect(cache.find('d')).toBe('d');
    cache.clear();
    expect(cache.stats.entries).toBe(0);
  });
});

describe('what an answer depends on', () => {
  it.each([
    'what is the capital of france',
    'why is the sky blue',
    'who wrote hamlet in 1600',
    'tell me about the french revolution',
  ])('"%s" stands alone', (question) => {
    expect(standsAlone(question)).toBe(true);
    expect(isPassing(question)).toBe(false);
  });
  it.each([
    'and in germany',
    'what about germany then',
    'why',
    'how old is he now',
    'what is my name',
    'do you like cats',
    'i like cats a lot',
    'who said that first',
  ])('"%s" does not', (question) => {
    expect(standsAlone(question)).toBe(false);
  });
  it.each([
    'what is the weather in paris',
    'tell a joke about cats',
    'who is currently president',
    'what is in the news today',
  ])('"%s" passes', (question) => {
    expect(isPassing(question)).toBe(true);
  });
});
