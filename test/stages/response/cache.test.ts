/** Answers given again: made once, kept when they may be, and given to those who ask the same. */
import { describe, expect, it } from 'vitest';
import { openCertainty } from '../../../src/pipeline/certainty.js';
import type { Responder } from '../../../src/stages/response/cache.js';
import { collect, settle } from '../../fakes/scope.js';
import { asked, counting, openCache, textOf, type Bench } from './cache-asking.js';

const CAPITAL = 'What is the capital of France?';
const ROUND = 'Can you tell me what the capital of France is?';

/** Answers when told to, piece by piece. */
function slow(...pieces: readonly string[]): { responder: Responder; made: () => number; goOn: () => Promise<void> } {
  let made = 0;
  let waiting: (() => void)[] = [];
  return {
    responder: async function* (_understood, scope) {
      made += 1;
      for (const text of pieces) {
        await new Promise<void>((resolve, reject) => {
          waiting.push(resolve);
          scope.signal.addEventListener('abort', () => {
            reject(scope.signal.reason as Error);
          });
        });
        yield { text, source: 'llm' };
      }
    },
    made: () => made,
    goOn: async () => {
      const now = waiting;
      waiting = [];
      for (const wake of now) wake();
      await settle();
    },
  };
}

const sources = async (bench: Bench, ...questions: readonly string[]): Promise<string[]> => {
  const found: string[] = [];
  for (const question of questions) found.push((await bench.ask(question))[0]?.source ?? '');
  return found;
};

describe('the same question again', () => {
  it('is answered at once, in the same words and in others', async () => {
    const { responder, made } = counting();
    const bench = openCache(responder);
    expect(await sources(bench, CAPITAL, CAPITAL, ROUND, 'The capital of France, what is it?')).toEqual([
      ...['llm', 'cache', 'cache', 'cache'],
    ]);
    expect(made()).toBe(1);
    expect(bench.cache.stats).toMatchObject({
      exactHits: 1,
      nearHits: 2,
      misses: 1,
      joins: 0,
      entries: 1,
      hitRate: 0.75,
    });
  });
  it('in other words is another one where only the same words count', async () => {
    const bench = openCache(counting().responder, { near: false });
    expect(await sources(bench, CAPITAL, ROUND, CAPITAL, ROUND)).toEqual(['llm', 'llm', 'cache', 'cache']);
    expect(bench.cache.stats).toMatchObject({ exactHits: 2, nearHits: 0 });
  });
  it('is another one for another model, persona or setting', async () => {
    const bench = openCache(counting().responder);
    await bench.ask(CAPITAL);
    bench.state.context = 'large model';
    expect(await sources(bench, CAPITAL, CAPITAL)).toEqual(['llm', 'cache']);
    bench.state.context = 'small model';
    expect(await sources(bench, CAPITAL)).toEqual(['cache']);
  });
  it('is made anew when its time is over, whichever clock says so', async () => {
    const bench = openCache(counting().responder);
    await bench.ask(CAPITAL);
    await bench.clock.advance(1000);
    expect(await sources(bench, CAPITAL)).toEqual(['cache']);
    await bench.clock.advance(1);
    expect(await sources(bench, CAPITAL)).toEqual(['llm']);
    // The machine slept: only the wall clock knows.
    bench.wall.nowMs += 1001;
    expect(await sources(bench, CAPITAL)).toEqual(['llm']);
    // A clock that is set back makes nothing younger.
    bench.wall.nowMs -= 86_400_000;
    expect(await sources(bench, CAPITAL)).toEqual(['cache']);
    await bench.clock.advance(1001);
    expect(await sources(bench, CAPITAL)).toEqual(['llm']);
  });
  it('does not come back when the wall clock jumps there and back', async () => {
    const bench = openCache(counting().responder);
    await bench.ask(CAPITAL);
    bench.wall.nowMs += 5000;
    expect(await sources(bench, CAPITAL)).toEqual(['llm']);
    bench.wall.nowMs -= 5000;
    expect(textOf(await bench.ask(CAPITAL))).toBe('Answer number 2.');
  });
});

describe('an answer that is not kept', () => {
  it.each(['fallback', 'skill'] as const)('comes from elsewhere (%s)', async (source) => {
    const bench = openCache(counting(source).responder);
    await bench.ask(CAPITAL);
    expect(textOf(await bench.ask(CAPITAL))).toBe('Answer number 2.');
  });
  it.each(['You like Paris.', 'It is Paris today.', 'I think it is Paris.', 'It is Paris, and the', ''])(
    'says "%s"',
    async (text) => {
      const bench = openCache(async function* () {
        yield { text, source: 'llm' };
      });
      await bench.ask(CAPITAL);
      expect(await sources(bench, CAPITAL)).toEqual(['llm']);
      expect(bench.cache.stats.entries).toBe(0);
    },
  );
  it('had a tool in it', async () => {
    const bench = openCache(counting().responder);
    const scope = bench.scope();
    bench.state.withTools.add(scope);
    await bench.ask(CAPITAL, scope);
    expect(bench.cache.stats.entries).toBe(0);
  });
  it('was made with something said before, even though it stands alone', async () => {
    const bench = openCache(counting().responder);
    bench.state.hasHistory = true;
    expect(await sources(bench, CAPITAL, CAPITAL)).toEqual(['llm', 'llm']);
    bench.state.hasHistory = false;
    expect(await sources(bench, CAPITAL)).toEqual(['llm']);
  });
  it('failed, was aborted or was left', async () => {
    let turn = 0;
    const bench = openCache(async function* (_understood, scope) {
      turn += 1;
      yield { text: 'It is ', source: 'llm' };
      if (turn === 1) throw new Error('gone');
      scope.signal.throwIfAborted();
      yield { text: 'Paris.', source: 'llm' };
    });
    await expect(bench.ask(CAPITAL)).rejects.toThrow('gone');
    const scope = bench.scope();
    const aborted = bench.run(asked(CAPITAL), scope)[Symbol.asyncIterator]();
    await aborted.next();
    scope.controller.abort(new Error('enough'));
    await expect(aborted.next()).rejects.toThrow('enough');
    for await (const delta of bench.run(asked(CAPITAL), bench.scope())) if (delta.text !== '') break;
    expect(bench.cache.stats.entries).toBe(0);
    expect(await sources(bench, CAPITAL, CAPITAL)).toEqual(['llm', 'cache']);
  });
  it('belongs to a turn that was taken back; one that became certain is kept then', async () => {
    const bench = openCache(counting().responder);
    const [dropped, settled] = [bench.scope('dropped'), bench.scope('settled')];
    const [drop, certain] = [openCertainty(dropped), openCertainty(settled)];
    await bench.ask(CAPITAL, dropped);
    drop.drop();
    expect(bench.cache.stats.entries).toBe(0);
    await bench.ask(CAPITAL, settled);
    expect(bench.cache.stats.entries).toBe(0);
    certain.settle();
    expect(await sources(bench, CAPITAL)).toEqual(['cache']);
  });
});

describe('in a conversation', () => {
  it('only a question that names its subject is answered from what was kept', async () => {
    const TEAM = 'How many players are on a team?';
    const bench = openCache(counting().responder);
    await sources(bench, CAPITAL, TEAM);
    bench.state.hasHistory = true;
    expect(await sources(bench, CAPITAL, TEAM)).toEqual(['cache', 'llm']);
  });
});

describe('ten who ask at once', () => {
  const WAYS = [CAPITAL, ROUND, "What's France's capital?", 'um, what is the capital of France, please'];
  const ten = (bench: Bench): Promise<string>[] =>
    Array.from({ length: 10 }, (_, index) =>
      bench.ask(WAYS[index % 4] ?? CAPITAL, bench.scope(String(index))).then(textOf),
    );
  it('cause one answer to be made', async () => {
    const { responder, made, goOn } = slow('It is ', 'Paris.');
    const bench = openCache(responder);
    const replies = ten(bench);
    await settle();
    await goOn();
    await goOn();
    expect(await Promise.all(replies)).toEqual(Array.from({ length: 10 }, () => 'It is Paris.'));
    expect(made()).toBe(1);
    expect(bench.cache.stats).toMatchObject({ joins: 9, misses: 1, entries: 1, hitRate: 0.9 });
  });
  it('wait for no reader: the answer is made while the first to ask has not heard the beginning of it', async () => {
    const { responder, goOn } = slow('It is ', 'Paris.');
    const bench = openCache(responder);
    const first = bench.run(asked(CAPITAL), bench.scope('first'))[Symbol.asyncIterator]();
    const begun = first.next();
    await settle();
    await goOn();
    expect((await begun).value).toMatchObject({ text: 'It is ' });
    const second = bench.ask(ROUND, bench.scope('second'));
    await settle();
    await goOn();
    expect(textOf(await second)).toBe('It is Paris.');
    // Nothing is kept before the first has taken all of it.
    expect(bench.cache.stats.entries).toBe(0);
    expect((await first.next()).value).toMatchObject({ text: 'Paris.' });
    await first.next();
    expect(bench.cache.stats.entries).toBe(1);
  });
  it('hand it to the next in line when the first is aborted, and to the one behind when that is, too', async () => {
    const { responder, made, goOn } = slow('Paris.');
    const bench = openCache(responder);
    const scopes = ['a', 'b', 'c', 'd'].map((id) => bench.scope(id));
    const replies = scopes.map((scope) => bench.ask(CAPITAL, scope).then(textOf, (error: unknown) => String(error)));
    await settle();
    for (const index of [0, 1]) {
      scopes[index]?.controller.abort(new Error(`stopped ${index}`));
      await settle();
      expect(made()).toBe(index + 2);
    }
    await goOn();
    expect(await Promise.all(replies)).toEqual(['Error: stopped 0', 'Error: stopped 1', 'Paris.', 'Paris.']);
    expect(made()).toBe(3);
  });
  it('may leave while they wait', async () => {
    const { responder, made, goOn } = slow('Paris.');
    const bench = openCache(responder);
    const first = bench.ask(CAPITAL);
    const scope = bench.scope('second');
    const second = bench.ask(CAPITAL, scope);
    await settle();
    scope.controller.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    await goOn();
    expect(textOf(await first)).toBe('Paris.');
    expect(made()).toBe(1);
  });
  it('do not wait for a third attempt when two have found no answer', async () => {
    const { responder, made } = counting('fallback');
    const bench = openCache(responder);
    const replies = await Promise.all(ten(bench));
    expect(new Set(replies).size).toBe(10);
    expect(made()).toBe(10);
    expect(bench.cache.stats.entries).toBe(0);
  });
  it('are told of this moment only what was asked in the same words, and nothing that a tool found', async () => {
    const { responder, made, goOn } = slow('It is Paris now.');
    const bench = openCache(responder);
    const replies = [CAPITAL, CAPITAL, ROUND].map((text) => bench.ask(text, bench.scope(text)).then(textOf));
    await settle();
    await goOn();
    expect(made()).toBe(2);
    await goOn();
    expect(new Set(await Promise.all(replies)).size).toBe(1);
    expect(bench.cache.stats).toMatchObject({ entries: 0, joins: 1 });
    const worldly = slow('It is Paris.');
    const other = openCache(worldly.responder);
    const scope = other.scope('first');
    other.state.withTools.add(scope);
    const both = [other.ask(CAPITAL, scope), other.ask(CAPITAL)];
    await settle();
    await worldly.goOn();
    expect(worldly.made()).toBe(2);
    await worldly.goOn();
    await Promise.all(both);
    expect(other.cache.stats.joins).toBe(0);
  });
});

describe('what is kept', () => {
  it('is bounded by number and by bytes; what was used longest ago goes first', async () => {
    const bench = openCache(counting().responder, { size: 2 });
    await sources(bench, CAPITAL, 'Who wrote Hamlet?', CAPITAL, 'Why is the sky blue?');
    expect(bench.cache.stats).toMatchObject({ entries: 2, evictions: 1 });
    expect(await sources(bench, CAPITAL, 'Who wrote Hamlet?')).toEqual(['cache', 'llm']);
    const small = openCache(counting().responder, { sizeBytes: 1000 });
    await sources(small, CAPITAL, 'Who wrote Hamlet?', 'Why is the sky blue?');
    expect(small.cache.stats).toMatchObject({ entries: 2, evictions: 1 });
    expect(small.cache.stats.bytes).toBeLessThanOrEqual(1000);
    const huge = openCache(
      async function* () {
        yield { text: `${'Paris and '.repeat(200)}Rome.`, source: 'llm' };
      },
      { sizeBytes: 1000 },
    );
    await huge.ask(CAPITAL);
    expect(huge.cache.stats.entries).toBe(0);
  });
  it('is counted for its turn', async () => {
    const bench = openCache(counting().responder);
    const scopes = [bench.scope('a'), bench.scope('b')] as const;
    for (const scope of scopes) await bench.ask(CAPITAL, scope);
    expect(scopes.map(({ counts }) => [...counts])).toEqual([[['cache-miss', 1]], [['cache-hit', 1]]]);
  });
  it('is forgotten at once on request, with what is being made', async () => {
    const { responder, goOn } = slow('Paris.');
    const bench = openCache(responder);
    const first = collect(bench.run(asked(CAPITAL), bench.scope('first')));
    await settle();
    bench.cache.clear();
    await goOn();
    expect(textOf(await first)).toBe('Paris.');
    expect(bench.cache.stats.entries).toBe(0);
  });
});
