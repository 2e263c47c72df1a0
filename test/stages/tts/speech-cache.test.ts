import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Draft } from '../../../src/pipeline/draft.js';
import type { Delivery, Sentence, SpokenAudio } from '../../../src/pipeline/messages.js';
import { ReplyText } from '../../../src/pipeline/reply-text.js';
import type { Keeping } from '../../../src/stages/tts/kept-voice.js';
import { createSpeechStage, type SpeakSettings } from '../../../src/stages/tts/speech.js';
import { soundBytes, SpeechCache } from '../../../src/stages/tts/speech-cache.js';
import type { VoiceOutput } from '../../../src/stages/tts/voice-engine.js';
import { VirtualClock } from '../../audio/virtual-clock.js';
import { collect, settle, stream, testScope, type TestScope } from '../../fakes/scope.js';
import { fakeVoiceEngine, type FakeVoiceEngine } from '../../fakes/voice-engine.js';

const ttlMs = 60_000;
const settings: SpeakSettings = { speed: 1, variation: 1, speaker: 0, lexicon: {} };

function newCache(sizeBytes = 100_000, clock = new VirtualClock()): SpeechCache {
  return new SpeechCache(clock, { sizeBytes, ttlMs });
}

function soundOf(samples: number): { samples: Float32Array; wordEnds: number[] } {
  return { samples: new Float32Array(samples).fill(0.25), wordEnds: [samples] };
}

type How = Partial<SpeakSettings> & { readonly delivery?: Delivery; readonly scope?: TestScope };

interface Spoken {
  readonly cache: SpeechCache;
  readonly engine: FakeVoiceEngine;
  readonly speak: (text: string, how?: How) => Promise<SpokenAudio[]>;
  /** Sentences that the engine itself spoke. */
  readonly made: () => number;
}

function speaker(parts: { cache?: SpeechCache; engine?: FakeVoiceEngine; keeping?: Partial<Keeping> } = {}): Spoken {
  const { cache = newCache(), engine = fakeVoiceEngine() } = parts;
  const service = {};
  const keeping: Keeping = { cache, voice: 'joe', serving: () => service, ...parts.keeping };
  return {
    ...{ cache, engine },
    speak: (text, { delivery, scope = testScope(), ...how } = {}) => {
      const sentence: Sentence = { index: 0, text, ...(delivery === undefined ? {} : { delivery }) };
      return collect(createSpeechStage(engine, { ...settings, ...how }, keeping).run(stream(sentence), scope));
    },
    made: () => engine.calls.filter(({ method }) => method === 'synthesize').length,
  };
}

/** All samples and the end of what was said. */
function whole(spoken: readonly SpokenAudio[]): { samples: number[]; end: unknown } {
  const samples = spoken.flatMap((item) => (item.kind === 'audio' ? [...item.frame.samples] : []));
  const end = spoken.at(-1);
  return { samples, end: end?.kind === 'sentence-end' ? [end.samples, end.wordEnds] : undefined };
}

describe('SpeechCache', () => {
  it('never holds more than its bytes, whatever is put in', async () => {
    const put = fc.record({ key: fc.integer({ min: 0, max: 30 }), samples: fc.nat(4000), waitMs: fc.nat(20_000) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(put, { maxLength: 60 }),
        fc.integer({ min: 1, max: 40_000 }),
        async (puts, sizeBytes) => {
          const clock = new VirtualClock();
          const cache = newCache(sizeBytes, clock);
          const last = new Map<string, number>();
          for (const { key, samples, waitMs } of puts) {
            await clock.advance(waitMs);
            cache.keep(String(key), soundOf(samples));
            if (soundBytes(soundOf(samples)) <= cache.largestBytes) last.set(String(key), samples);
            expect(cache.stats.bytes).toBeLessThanOrEqual(sizeBytes);
          }
          let bytes = 0;
          for (const [key, samples] of last) {
            const found = await cache.find(key);
            if (found === undefined) continue;
            expect(found.samples).toHaveLength(samples);
            bytes += soundBytes(found);
          }
          expect(bytes).toBeLessThanOrEqual(sizeBytes);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('throws out what was least recently heard, and counts everything', async () => {
    const cache = newCache(4 * soundBytes(soundOf(100)));
    for (const key of ['a', 'b', 'c', 'd']) cache.keep(key, soundOf(100));
    await cache.find('a');
    cache.keep('e', soundOf(100));
    expect(await cache.find('b')).toBeUndefined();
    expect(await cache.find('a')).toBeDefined();
    expect(cache.stats).toEqual({ hits: 2, diskHits: 0, misses: 1, entries: 4, bytes: 4 * 920, evictions: 1 });
  });

  it('forgets what was not heard for the time to live', async () => {
    const clock = new VirtualClock();
    const cache = newCache(100_000, clock);
    cache.keep('a', soundOf(10));
    await clock.advance(ttlMs - 1);
    expect(await cache.find('a')).toBeDefined();
    await clock.advance(ttlMs - 1);
    expect(await cache.find('a')).toBeDefined();
    await clock.advance(ttlMs + 1);
    expect(await cache.find('a')).toBeUndefined();
  });

  it('does not keep a sound above a quarter of its size', async () => {
    const cache = newCache(4000);
    cache.keep('long', soundOf(200));
    cache.keep('short', soundOf(100));
    expect(await cache.find('long')).toBeUndefined();
    expect(await cache.find('short')).toBeDefined();
  });
});

describe('a voice with a cache', () => {
  it('says the same again without its engine, word ends first, in pieces', async () => {
    const { speak, made, cache } = speaker();
    const text = `${'abcdefghij '.repeat(30)}end.`;
    const first = await speak(text);
    const scope = testScope();
    const again = await speak(text, { scope });
    expect(made()).toBe(1);
    expect(whole(again)).toEqual(whole(first));
    expect(again.map(({ kind }) => kind)).toEqual(['audio', 'words', 'audio', 'audio', 'audio', 'sentence-end']);
    const starts = again.flatMap((item) => (item.kind === 'audio' ? [item.frame.startSample] : []));
    expect(starts).toEqual([0, 100, 200, 300]);
    expect(scope.counts.get('tts.cache.hit')).toBe(1);
    expect(cache.stats).toMatchObject({ hits: 1, misses: 1, entries: 1 });
  });

  it('keeps sentences without a sound, and is not spoilt by a reader that changes what it got', async () => {
    const { speak, made } = speaker();
    await speak('…');
    expect(whole(await speak('…'))).toEqual({ samples: [], end: [0, [0]] });
    await speak('abc');
    for (const item of await speak('abc')) if (item.kind === 'audio') item.frame.samples.fill(9);
    expect(whole(await speak('abc')).samples).toEqual([0.5, 0.5, 0.5]);
    expect(made()).toBe(2);
  });

  it('adds the silence that is asked for to kept sound as to new', async () => {
    const { engine, cache } = speaker();
    const keeping: Keeping = { cache, voice: 'joe', serving: () => engine };
    const stage = createSpeechStage(engine, settings, keeping);
    const sentence: Sentence = { index: 0, text: 'abc', pauseAfterMs: 20 };
    const first = whole(await collect(stage.run(stream(sentence), testScope())));
    expect(first.samples).toHaveLength(23);
    expect(whole(await collect(stage.run(stream(sentence), testScope())))).toEqual(first);
    expect(whole(await collect(stage.run(stream({ index: 0, text: 'abc' }), testScope()))).samples).toHaveLength(3);
    expect(cache.stats.hits).toBe(2);
  });

  const others: [string, string, How][] = [
    ['speed', 'Hello there.', { speed: 1.1 }],
    ['variation', 'Hello there.', { variation: 0.5 }],
    ['speaker', 'Hello there.', { speaker: 1 }],
    ['volume', 'Hello there.', { delivery: { volume: 0.5 } }],
    ['speed of the stretch', 'Hello there.', { delivery: { speed: 2 } }],
    ['lexicon', 'Hello there.', { lexicon: { hello: 'hullo' } }],
    ['lexicon of the stretch', 'Hello there.', { delivery: { lexicon: { there: 'here' } } }],
    ['case', 'HELLO there.', {}],
    ['punctuation', 'Hello, there.', {}],
    ['blank behind it', 'Hello there. ', {}],
    ['line break behind it', 'Hello there.\n', {}],
    ['blanks inside', 'Hello  there.', {}],
  ];
  it.each(others)('makes the sound anew for another %s', async (_what, text, how) => {
    const { speak, made } = speaker();
    await speak('Hello there.');
    await speak(text, how);
    expect(made()).toBe(2);
    await speak('Hello there.');
    expect(made()).toBe(2);
  });

  it('takes what cannot be heard for the same', async () => {
    const { speak, made } = speaker({ keeping: { voice: 'joe' } });
    await speak('Hello there. ');
    await speak('Hello there. \t ');
    await speak('Hello there. ', { lexicon: { gif: '/dʒɪf/' }, delivery: { speed: 1 } });
    expect(made()).toBe(1);
  });

  it('keeps voices apart', async () => {
    const cache = newCache();
    for (const voice of ['joe', 'amy', 'joe']) {
      const { speak, made } = speaker({ cache, keeping: { voice } });
      await speak('Hello.');
      expect(made()).toBe(cache.stats.hits === 0 ? 1 : 0);
    }
    expect(cache.stats).toMatchObject({ hits: 1, entries: 2 });
  });
});

describe('what is not kept', () => {
  const halves = async function* ({ text }: { text: string }): AsyncGenerator<VoiceOutput, void, undefined> {
    yield { kind: 'audio', samples: new Float32Array(4).fill(0.5) };
    await settle();
    if (text.includes('fail')) throw new Error('worker died');
    yield { kind: 'audio', samples: new Float32Array(4).fill(0.5) };
    yield { kind: 'end', samples: text.includes('lie') ? 9 : 8, wordEnds: [8] };
  };

  it('a sentence that was cancelled, left or failed', async () => {
    const { speak, cache, engine } = speaker({ engine: fakeVoiceEngine(halves) });
    const scope = testScope();
    const cancelled = speak('cancel', { scope });
    scope.controller.abort(new Error('barge-in'));
    await expect(cancelled).rejects.toThrow('barge-in');
    await expect(speak('fail')).rejects.toThrow('worker died');
    const keeping: Keeping = { cache, voice: 'joe', serving: () => engine };
    const stage = createSpeechStage(engine, settings, keeping);
    for await (const item of stage.run(stream({ index: 0, text: 'leave' }), testScope())) {
      expect(item.kind).toBe('audio');
      break;
    }
    expect(cache.stats.entries).toBe(0);
  });

  it('a sentence whose sound is not what its end says', async () => {
    const { speak, cache } = speaker({ engine: fakeVoiceEngine(halves) });
    await speak('lie');
    expect(cache.stats.entries).toBe(0);
    await speak('truth');
    expect(cache.stats.entries).toBe(1);
  });

  it('a sentence that another voice may have spoken', async () => {
    let service: object | undefined = {};
    const { speak, cache } = speaker({ keeping: { serving: () => service } });
    service = undefined;
    await speak('while voices change');
    expect(cache.stats.entries).toBe(0);
    service = {};
    await speak('after');
    expect(cache.stats.entries).toBe(1);
  });

  it('a sentence during which the voice changed', async () => {
    let service: object | undefined = {};
    const engine = fakeVoiceEngine(async function* (args) {
      service = args.text === 'swap' ? {} : service;
      yield* halves({ text: args.text });
    });
    const { speak, cache } = speaker({ engine, keeping: { serving: () => service } });
    await speak('swap');
    expect(cache.stats.entries).toBe(0);
  });

  it('a sentence of a draft, until the draft is the answer', async () => {
    for (const isTaken of [false, true]) {
      const { engine, cache, made } = speaker();
      const stage = createSpeechStage(engine, settings, { cache, voice: 'joe', serving: () => engine });
      const draft = new Draft({
        ...{ text: 'hi', scope: testScope(), ahead: 4 },
        reply: new ReplyText('1', () => undefined, true),
        answer: (scope) => stage.run(stream({ index: 0, text: 'abc' }), scope),
      });
      for (let i = 0; i < 5; i += 1) await settle();
      expect(made()).toBe(1);
      expect(cache.stats.entries).toBe(0);
      if (isTaken) {
        await collect(draft.play());
        draft.certainty.settle();
      } else draft.drop();
      await settle();
      expect(cache.stats.entries).toBe(isTaken ? 1 : 0);
    }
  });

  it('two that are made at once do not spoil each other', async () => {
    const { speak, made, cache } = speaker({ engine: fakeVoiceEngine(halves) });
    const both = await Promise.all([speak('same'), speak('same')]);
    expect(made()).toBe(2);
    expect(both.map(whole)).toEqual([whole(await speak('same')), whole(await speak('same'))]);
    expect(cache.stats).toMatchObject({ hits: 2, misses: 2, entries: 1 });
  });
});
