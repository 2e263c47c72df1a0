/** The speaking stage on an engine without a voice: order, places on the time line, and every way a turn can end. */
import { describe, expect, it } from 'vitest';
import type { ReplyDelta, Sentence, SpokenAudio } from '../../../src/pipeline/messages.js';
import { createSpeechStage, readVoiceInfo } from '../../../src/stages/tts/speech.js';
import { sayText } from '../../fixtures/say.js';
import { createSplitStage } from '../../../src/stages/tts/split.js';
import { collect, settle, stream, testScope } from '../../fakes/scope.js';
import { fakeVoiceEngine, type FakeVoiceEngine } from '../../fakes/voice-engine.js';

const sentences = (...texts: string[]): Sentence[] => texts.map((text, index) => ({ index, text }));
const stageOf = (engine: FakeVoiceEngine): ReturnType<typeof createSpeechStage> =>
  createSpeechStage(engine, { speed: 1.2, variation: 1, speaker: 0, lexicon: {} });
const outline = (spoken: SpokenAudio): string => {
  const { kind, sentence } = spoken;
  if (kind === 'audio') return `${sentence.index}: ${spoken.frame.startSample}+${spoken.frame.samples.length}`;
  return `${sentence.index}: ${kind === 'words' ? `words ${spoken.wordEnds.join(' ')}` : `end ${spoken.samples}`}`;
};

describe('the speaking stage', () => {
  it('numbers its samples from the start of the reply, without gaps', async () => {
    const engine = fakeVoiceEngine();
    const spoken = await collect(stageOf(engine).run(stream(...sentences('abcd. ', '!', 'ef')), testScope()));
    expect(spoken.map(outline)).toEqual([
      ...['0: 0+2', '0: words 4', '0: 2+2', '0: end 4', '1: end 0', '2: 4+1', '2: words 2', '2: 5+1', '2: end 2'],
    ]);
    expect(spoken[0]).toMatchObject({ frame: { sampleRateHz: 1000 } });
  });

  it('asks for the rate once and passes the speed on', async () => {
    const engine = fakeVoiceEngine();
    const stage = stageOf(engine);
    await collect(stage.run(stream(...sentences('a', 'b')), testScope()));
    await collect(stage.run(stream(...sentences('c')), testScope()));
    expect(engine.calls.map((call) => call.method)).toEqual(['info', 'synthesize', 'synthesize', 'synthesize']);
    expect(engine.calls[1]?.args).toMatchObject({ text: 'a', index: 0, speed: 1.2 });
  });

  it('works on a sentence only when asked for it', async () => {
    const engine = fakeVoiceEngine();
    const output = stageOf(engine)
      .run(stream(...sentences('ab', 'cd')), testScope())
      [Symbol.asyncIterator]();
    await output.next();
    await settle();
    expect(engine.calls).toHaveLength(2);
    await output.return?.();
    expect(engine.ended).toBe(2);
  });

  it('warms up with a dummy run', async () => {
    const engine = fakeVoiceEngine();
    await stageOf(engine).warmUp?.(testScope().signal);
    expect(engine.calls.map((call) => call.method)).toEqual(['info', 'warmUp']);
  });

  it('keeps code blocks silent, across sentences', async () => {
    const engine = fakeVoiceEngine();
    await collect(stageOf(engine).run(stream(...sentences('Try:\n```\n', 'foo()\n', '```\nDone.')), testScope()));
    const texts = engine.calls.slice(1).map((call) => (call.args as { text: string }).text);
    expect(texts).toEqual(['Try:\n~~~\n', '~~~~~\n', '~~~\nDone.']);
  });

  it('yields nothing for an empty reply and asks nothing', async () => {
    const engine = fakeVoiceEngine();
    expect(await collect(stageOf(engine).run(stream<Sentence>(), testScope()))).toEqual([]);
    expect(engine.calls).toEqual([]);
  });
});

describe('a turn that ends early', () => {
  const aborted = new Error('barge-in');

  it('aborted before: nothing is asked', async () => {
    const engine = fakeVoiceEngine();
    const scope = testScope();
    scope.controller.abort(aborted);
    await expect(collect(stageOf(engine).run(stream(...sentences('ab')), scope))).rejects.toBe(aborted);
    expect(engine.calls).toEqual([]);
  });

  it('aborted while the engine is silent: ends at once and hands the signal on', async () => {
    let heard: AbortSignal | undefined;
    const engine = fakeVoiceEngine(async function* (_args, options) {
      heard = options.signal;
      yield { kind: 'audio', samples: new Float32Array(3) };
      await new Promise(() => undefined);
    });
    const scope = testScope();
    const all = collect(stageOf(engine).run(stream(...sentences('ab')), scope));
    await settle();
    scope.controller.abort(aborted);
    await expect(all).rejects.toBe(aborted);
    expect(heard?.aborted).toBe(true);
  });

  it('aborted between two sentences: the second is never asked for', async () => {
    const engine = fakeVoiceEngine();
    const scope = testScope();
    const output = stageOf(engine)
      .run(stream(...sentences('ab', 'cd')), scope)
      [Symbol.asyncIterator]();
    for (let count = 0; count < 3; count += 1) await output.next();
    scope.controller.abort(aborted);
    await expect(output.next()).rejects.toBe(aborted);
    expect(engine.calls.filter((call) => call.method === 'synthesize')).toHaveLength(1);
  });

  it('aborted after the end: nothing happens', async () => {
    const scope = testScope();
    const spoken = await collect(stageOf(fakeVoiceEngine()).run(stream(...sentences('ab')), scope));
    scope.controller.abort(aborted);
    await settle();
    expect(spoken.map(({ kind }) => kind)).toEqual(['audio', 'words', 'audio', 'sentence-end']);
  });

  it('left by its reader: the engine call and the input are closed', async () => {
    const engine = fakeVoiceEngine();
    let closed = false;
    async function* source(): AsyncGenerator<Sentence, void, undefined> {
      try {
        yield* sentences('abcd', 'ef');
      } finally {
        closed = true;
      }
    }
    for await (const spoken of stageOf(engine).run(source(), testScope())) {
      expect(outline(spoken)).toBe('0: 0+2');
      break;
    }
    expect(closed).toBe(true);
    expect(engine.ended).toBe(engine.calls.length);
  });
});

describe('a faulty engine', () => {
  it('that throws: its error comes through', async () => {
    const engine = fakeVoiceEngine(async function* () {
      yield { kind: 'audio', samples: new Float32Array(1) };
      throw new Error('worker died');
    });
    await expect(collect(stageOf(engine).run(stream(...sentences('ab')), testScope()))).rejects.toThrow('worker died');
  });

  it('that stops without an end is an error, not a short sentence', async () => {
    const engine = fakeVoiceEngine(async function* () {
      yield { kind: 'audio', samples: new Float32Array(1) };
    });
    await expect(collect(stageOf(engine).run(stream(...sentences('ab')), testScope()))).rejects.toThrow(
      'stopped in the middle of sentence 0',
    );
  });

  it('that yields something else is an error', async () => {
    const engine = fakeVoiceEngine(() => stream({ kind: 'audio', samples: [1, 2] }));
    await expect(collect(stageOf(engine).run(stream(...sentences('ab')), testScope()))).rejects.toThrow('Float32Array');
  });
});

describe('saying a whole text', () => {
  const split = createSplitStage({ sentence_splitting: true });
  it('joins the sound of all sentences', async () => {
    const said = await sayText('Abc. De!', { split, tts: stageOf(fakeVoiceEngine()) }, testScope());
    expect(said.sampleRateHz).toBe(1000);
    expect(said.samples).toEqual(new Float32Array(5).fill(0.5));
  });

  it('is empty for an empty text', async () => {
    const said = await sayText('', { split, tts: stageOf(fakeVoiceEngine()) }, testScope());
    expect(said).toEqual({ samples: new Float32Array(0), sampleRateHz: 0 });
  });

  it('reads the info of the voice', async () => {
    expect(await readVoiceInfo(fakeVoiceEngine(), testScope().signal)).toMatchObject({ voice: 'fake' });
  });

  it('can be chained', async () => {
    const deltas: ReplyDelta[] = ['Ab', 'c. D', 'e'].map((text) => ({ text, source: 'llm' }));
    const scope = testScope();
    const spoken = await collect(stageOf(fakeVoiceEngine()).run(split.run(stream(...deltas), scope), scope));
    expect(spoken.map(outline)).toEqual([
      ...['0: 0+1', '0: words 3', '0: 1+2', '0: end 3', '1: 3+1', '1: words 2', '1: 4+1', '1: end 2'],
    ]);
  });
});
