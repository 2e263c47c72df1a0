import { describe, expect, it } from 'vitest';
import { chain, observe } from '../../src/pipeline/chain.js';
import { StageError } from '../../src/pipeline/errors.js';
import { readAhead } from '../../src/pipeline/read-ahead.js';
import type { Stage } from '../../src/pipeline/stage.js';
import { collect, settle, stream, testScope } from '../fakes/scope.js';

function mapping<A, B>(name: string, map: (item: A) => B): Stage<A, B> {
  return {
    name,
    async *run(input) {
      for await (const item of input) yield map(item);
    },
  };
}

const double = mapping('double', (item: number) => item * 2);
const text = mapping('text', (item: number) => `<${item}>`);

describe('chain', () => {
  it.each([0, 3])('joins stages in order with %i items ahead', async (ahead) => {
    const scope = testScope();
    const joined = chain(chain(double, double, ahead), text, ahead);
    expect(await collect(observe(joined, stream(1, 2, 3), scope))).toEqual(['<4>', '<8>', '<12>']);
  });

  it('marks each stage once, from outside', async () => {
    const scope = testScope();
    await collect(observe(chain(double, text, 0), stream(1, 2), scope));
    expect(scope.marks.sort()).toEqual(
      [
        'double.first-in',
        'double.first-out',
        'double.last-out',
        'text.first-in',
        'text.first-out',
        'text.last-out',
      ].sort(),
    );
    expect(scope.counts.get('text.outputs')).toBe(2);
  });

  it('names the stage that fails, once', async () => {
    const scope = testScope();
    const broken = mapping('broken', (): string => {
      throw new Error('no weights');
    });
    const run = collect(observe(chain(chain(double, broken, 2), mapping('after', String), 2), stream(1), scope));
    const error: unknown = await run.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(StageError);
    expect(error).toMatchObject({ stage: 'broken', message: 'broken: no weights' });
    expect((error as StageError).cause).not.toBeInstanceOf(StageError);
  });

  it('warms up and closes all its parts', async () => {
    const done: string[] = [];
    const part = (name: string): Stage<number, number> => ({
      ...mapping(name, (item: number) => item),
      warmUp: async () => void done.push(`${name} warm`),
      close: async () => void done.push(`${name} closed`),
    });
    const joined = chain(chain(part('a'), part('b'), 0), part('c'), 0);
    await joined.warmUp?.(new AbortController().signal);
    await joined.close?.();
    expect(done.sort()).toEqual(['a closed', 'a warm', 'b closed', 'b warm', 'c closed', 'c warm']);
  });

  it('lets the reason of an abort through unwrapped', async () => {
    const scope = testScope();
    const parked: Stage<number, number> = {
      name: 'parked',
      async *run(_input, { signal }) {
        await new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(signal.reason as Error);
          });
        });
      },
    };
    const run = collect(observe(chain(double, parked, 1), stream(1), scope));
    const reason = new Error('barge-in');
    scope.controller.abort(reason);
    await expect(run).rejects.toBe(reason);
  });
});

describe('readAhead', () => {
  it('works ahead by its capacity and no further', async () => {
    let made = 0;
    async function* source(): AsyncGenerator<number, void, undefined> {
      while (made < 100) yield (made += 1);
    }
    const scope = testScope();
    const ahead = readAhead(source(), 4, scope.signal);
    expect((await ahead.next()).value).toBe(1);
    await settle();
    // One is read, four wait in the queue, and one stands before its door.
    expect(made).toBe(6);
    await ahead.return();
  });

  it('runs the finally of a source whose reader leaves early', async () => {
    let cleaned = false;
    async function* source(): AsyncGenerator<number, void, undefined> {
      try {
        for (let i = 0; ; i += 1) yield i;
      } finally {
        cleaned = true;
      }
    }
    for await (const item of readAhead(source(), 2, new AbortController().signal)) if (item === 3) break;
    await settle();
    expect(cleaned).toBe(true);
  });
});
