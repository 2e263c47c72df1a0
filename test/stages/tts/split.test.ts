/** The stage that splits a reply. */
import { describe, expect, it } from 'vitest';
import type { ReplyDelta } from '../../../src/pipeline/messages.js';
import { CodeFence } from '../../../src/stages/tts/code-fence.js';
import { createSplitStage } from '../../../src/stages/tts/split.js';
import { collect, settle, stream, testScope } from '../../fakes/scope.js';

const delta = (text: string): ReplyDelta => ({ text, source: 'llm' });
const splitting = createSplitStage({ sentence_splitting: true });

async function* endless(): AsyncGenerator<ReplyDelta, void, undefined> {
  yield delta('One. Two. ');
  await new Promise(() => undefined);
}

describe('split stage', () => {
  it('numbers the sentences', async () => {
    const input = stream(delta('Hello the'), delta('re. How a'), delta('re you?'));
    expect(await collect(splitting.run(input, testScope()))).toEqual([
      { index: 0, text: 'Hello there. ' },
      { index: 1, text: 'How are you?' },
    ]);
  });

  it('hands on the whole reply as one when splitting is off', async () => {
    const stage = createSplitStage({ sentence_splitting: false });
    const long = `${'A sentence. '.repeat(60)}End.`;
    expect(await collect(stage.run(stream(delta(long.slice(0, 99)), delta(long.slice(99))), testScope()))).toEqual([
      { index: 0, text: long },
    ]);
  });

  it('yields nothing for nothing', async () => {
    expect(await collect(splitting.run(stream<ReplyDelta>(), testScope()))).toEqual([]);
    expect(await collect(splitting.run(stream(delta('')), testScope()))).toEqual([]);
  });

  it('ends with the reason when the turn is aborted before', async () => {
    const scope = testScope();
    scope.controller.abort(new Error('barge-in'));
    await expect(collect(splitting.run(stream(delta('Hi.')), scope))).rejects.toThrow('barge-in');
  });

  it('ends with the reason when the turn is aborted while the input is silent', async () => {
    const scope = testScope();
    const all = collect(splitting.run(endless(), scope));
    await settle();
    scope.controller.abort(new Error('barge-in'));
    await expect(all).rejects.toThrow('barge-in');
  });

  it('closes its input when the reader leaves', async () => {
    let closed = false;
    async function* source(): AsyncGenerator<ReplyDelta, void, undefined> {
      try {
        yield* stream(delta('One. Two. Three. '), delta('Four. Five.'));
      } finally {
        closed = true;
      }
    }
    for await (const sentence of splitting.run(source(), testScope())) {
      expect(sentence.index).toBe(0);
      break;
    }
    expect(closed).toBe(true);
  });

  it('passes on what its input throws', async () => {
    async function* broken(): AsyncGenerator<ReplyDelta, void, undefined> {
      yield delta('One. Two');
      throw new Error('model gone');
    }
    await expect(collect(splitting.run(broken(), testScope()))).rejects.toThrow('model gone');
  });
});

describe('sentences that are there together', () => {
  const texts = async (...deltas: string[]): Promise<string[]> =>
    (await collect(splitting.run(stream(...deltas.map(delta)), testScope()))).map((sentence) => sentence.text);

  it('are joined behind the first', async () => {
    const expected = ['Yes. ', 'It is. It rained. We slept.'];
    expect(await texts('Yes. It is. It rained. We slept.')).toEqual(expected);
    expect(await texts('Yes. ', 'It is. ', 'It ', 'rained. ', 'We slept.')).toEqual(expected);
  });

  it('do not wait for one that is still to be made', async () => {
    const said: string[] = [];
    let goOn: (() => void) | undefined;
    async function* slow(): AsyncGenerator<ReplyDelta, void, undefined> {
      yield delta('Yes. It is. ');
      await new Promise<void>((resolve) => (goOn = resolve));
      yield delta('It rained. We slept.');
    }
    const all = (async () => {
      for await (const { text } of splitting.run(slow(), testScope())) said.push(text);
    })();
    for (let round = 0; round < 5; round += 1) await settle();
    expect(said).toEqual(['Yes. ', 'It is. ']);
    goOn?.();
    await all;
    expect(said).toEqual(['Yes. ', 'It is. ', 'It rained. We slept.']);
  });

  it('are handed out before an error behind them', async () => {
    async function* broken(): AsyncGenerator<ReplyDelta, void, undefined> {
      yield delta('Yes. It is. ');
      throw new Error('model gone');
    }
    const said: string[] = [];
    const all = (async () => {
      for await (const { text } of splitting.run(broken(), testScope())) said.push(text);
    })();
    await expect(all).rejects.toThrow('model gone');
    expect(said).toEqual(['Yes. ', 'It is. ']);
  });

  it('leave a silent input alone when the reader leaves', async () => {
    let isClosed = false;
    async function* parked(): AsyncGenerator<ReplyDelta, void, undefined> {
      try {
        yield delta('Yes. It is. ');
        await new Promise<void>(() => undefined);
      } finally {
        isClosed = true;
      }
    }
    for await (const { index } of splitting.run(parked(), testScope())) if (index === 1) break;
    expect(isClosed).toBe(false);
  });
});

describe('code over several sentences', () => {
  it('is silenced, and its words keep their places', () => {
    const fence = new CodeFence();
    expect(fence.mask('Try this:\n```js\n')).toBe('Try this:\n~~~~~\n');
    expect(fence.mask('foo(1); bar\n')).toBe('~~~~~~~ ~~~\n');
    expect(fence.mask('```\nDone.')).toBe('~~~\nDone.');
  });
});
