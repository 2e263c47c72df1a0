import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Caption, CaptionEvent, KeptSound } from '../../../src/pipeline/captions.js';
import type { Scope } from '../../../src/pipeline/stage.js';
import { TranslationCache } from '../../../src/stages/translation/cache.js';
import { Glossary } from '../../../src/stages/translation/glossary.js';
import { createTranslationStage, type TranslationOptions } from '../../../src/stages/translation/translation.js';
import type { Translator } from '../../../src/stages/translation/translator.js';
import { collect, settle, stream, testScope } from '../../fakes/scope.js';
import { caption, fakeTranslator, HandClock, told } from './fakes.js';

interface Bench extends TranslationOptions {
  readonly notices: string[];
  readonly clock: HandClock;
}

function bench(translators: readonly Translator[], more: Partial<TranslationOptions> = {}): Bench {
  const notices: string[] = [];
  const clock = new HandClock();
  return {
    ...{ to: 'en', translators, notices, clock, glossary: new Glossary({ glossary: {}, keep: [] }) },
    cache: new TranslationCache({ size: 100, ttlMs: 60_000, clock }),
    onNotice: (line) => {
      notices.push(line);
    },
    ...more,
  };
}

function scopeOf(clock: HandClock): Scope & { readonly controller: AbortController } {
  return { ...testScope(), clock };
}

const committed = (texts: readonly string[]): CaptionEvent[] => texts.map((text, id) => told(caption(id, text)));
const ends = (events: readonly CaptionEvent[]) => events.filter(({ kind }) => kind !== 'caption');

describe('the translation stage', () => {
  it('passes captions on as they are and puts one translation behind each committed one', async () => {
    const options = bench([fakeTranslator()]);
    const growing = { ...caption(0, 'Guten'), committed: false };
    const events = [told(growing), told(caption(0, 'Guten Tag.')), told(caption(1, 'Wie geht es?'))];
    const out = await collect(createTranslationStage(options).run(stream(...events), scopeOf(options.clock)));
    expect(out.filter(({ kind }) => kind === 'caption')).toEqual(events);
    expect(ends(out)).toEqual([
      { kind: 'translation', id: 0, translation: { text: '<Guten Tag.>', language: 'en', source: 'openai' } },
      { kind: 'translation', id: 1, translation: { text: '<Wie geht es?>', language: 'en', source: 'openai' } },
    ]);
  });

  it('asks nobody for what is in the language already, or says nothing', async () => {
    const translator = fakeTranslator();
    const options = bench([translator]);
    const stage = createTranslationStage(options);
    const events = [told(caption(0, 'Good day.', { language: 'en' })), told(caption(1, '…'))];
    const out = await collect(stage.run(stream(...events), scopeOf(options.clock)));
    expect(ends(out)).toEqual([
      { kind: 'translation', id: 0, translation: { text: 'Good day.', language: 'en', source: 'none' } },
      { kind: 'translation', id: 1, translation: { text: '…', language: 'en', source: 'none' } },
    ]);
    expect(translator.calls).toEqual([]);
    expect(stage.stats).toMatchObject({ captions: 2, translated: 2, unneeded: 2, batches: 0 });
  });

  it('remembers sentences, and counts how often that helped', async () => {
    const translator = fakeTranslator();
    const options = bench([translator]);
    const stage = createTranslationStage(options);
    const out = await collect(stage.run(stream(...committed(['Ja.', 'Nein.', 'Ja.'])), scopeOf(options.clock)));
    expect(ends(out).map((event) => event.kind === 'translation' && event.translation.source)).toEqual([
      'openai',
      'openai',
      'cache',
    ]);
    expect(stage.stats.cache).toEqual({ hits: 1, misses: 2, entries: 2 });
    expect(translator.calls.flat()).toEqual(['Ja.', 'Nein.']);
  });

  it('lets captions pass while a translation takes its time, and translates those behind it together', async () => {
    let finish: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const translator = fakeTranslator({
      most: 8,
      work: async ({ caption: { text } }) => {
        if (text === 'eins') await slow;
        return { text: text.toUpperCase() };
      },
    });
    const options = bench([translator]);
    const out: CaptionEvent[] = [];
    const done = (async () => {
      const events = committed(['eins', 'zwei', 'drei', 'vier']);
      for await (const event of createTranslationStage(options).run(stream(...events), scopeOf(options.clock))) {
        out.push(event);
      }
    })();
    await settle();
    await settle();
    expect(out.map(({ kind }) => kind)).toEqual(['caption', 'caption', 'caption', 'caption']);
    finish();
    await done;
    expect(ends(out).map((event) => event.kind === 'translation' && event.translation.text)).toEqual([
      'EINS',
      'ZWEI',
      'DREI',
      'VIER',
    ]);
    expect(translator.calls[0]).toEqual(['eins']);
    expect(translator.calls[1]).toEqual(['zwei', 'drei', 'vier']);
  });

  it('gives up the oldest when too many wait, and never holds the captions', async () => {
    const options = bench([fakeTranslator({ work: () => new Promise(() => undefined), timeoutMs: 5000 })], {
      mostWaiting: 3,
    });
    const out: CaptionEvent[] = [];
    const stage = createTranslationStage(options);
    const done = (async () => {
      const texts = Array.from({ length: 10 }, (_, i) => `Satz ${i}`);
      for await (const event of stage.run(stream(...committed(texts)), scopeOf(options.clock))) out.push(event);
    })();
    for (let i = 0; i < 5; i++) await settle();
    expect(out.filter(({ kind }) => kind === 'caption')).toHaveLength(10);
    for (let i = 0; i < 40; i++) {
      options.clock.move(5000);
      await settle();
    }
    await done;
    expect(ends(out).map((event) => event.kind !== 'caption' && event.id)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const reasons = ends(out).map((event) => (event.kind === 'untranslated' ? event.reason : ''));
    expect(reasons.filter((reason) => reason.includes('too far behind'))).toHaveLength(6);
    expect(stage.stats).toMatchObject({ dropped: 6, deepest: 3, untranslated: 10 });
  });

  it('goes to the next engine sentence by sentence, with one notice', async () => {
    const first = fakeTranslator({ translate: () => Promise.reject(new Error('no server answers')) });
    const second = fakeTranslator({ name: 'llama' });
    const options = bench([first, second]);
    const texts = ['eins', 'zwei', 'drei'];
    const out = await collect(createTranslationStage(options).run(stream(...committed(texts)), scopeOf(options.clock)));
    expect(ends(out).map((event) => event.kind === 'translation' && event.translation.source)).toEqual([
      'llama',
      'llama',
      'llama',
    ]);
    expect(options.notices).toEqual(['translation: openai: no server answers; llama is asked instead']);
  });

  it('asks an engine that failed again after a rest, and says so when it works', async () => {
    let isUp = false;
    const first = fakeTranslator({
      translate: (tasks) =>
        isUp ? Promise.resolve(tasks.map(() => ({ text: 'up' }))) : Promise.reject(new Error('down')),
    });
    const options = bench([first, fakeTranslator({ name: 'llama' })]);
    const stage = createTranslationStage(options);
    const sources: unknown[] = [];
    for (const [i, text] of ['eins', 'zwei', 'drei'].entries()) {
      if (i === 2) {
        isUp = true;
        options.clock.move(10_000);
      }
      const out = await collect(stage.run(stream(told(caption(i, text))), scopeOf(options.clock)));
      sources.push(ends(out).map((event) => event.kind === 'translation' && event.translation.source)[0]);
    }
    expect(sources).toEqual(['llama', 'llama', 'openai']);
    expect(options.notices.at(-1)).toBe('translation: openai translates again');
  });

  it('says why a pair of languages cannot be done, once', async () => {
    const unable = fakeTranslator({ refuses: (from) => Promise.resolve(`openai: does not know ${from}`) });
    const options = bench([unable]);
    const out = await collect(
      createTranslationStage(options).run(stream(...committed(['eins', 'zwei'])), scopeOf(options.clock)),
    );
    expect(ends(out)).toEqual([
      { kind: 'untranslated', id: 0, reason: 'openai: does not know de' },
      { kind: 'untranslated', id: 1, reason: 'openai: does not know de' },
    ]);
    expect(options.notices).toEqual(['translation: openai: does not know de; the captions stand as they were said']);
  });

  it('says so when no engine is set', async () => {
    const options = bench([]);
    const out = await collect(
      createTranslationStage(options).run(stream(...committed(['eins'])), scopeOf(options.clock)),
    );
    expect(ends(out)).toEqual([{ kind: 'untranslated', id: 0, reason: 'no engine of translation is set' }]);
  });

  it('reads the sound that a translator wants as soon as a caption is committed', async () => {
    const asked: (readonly [number, number])[] = [];
    const sound: KeptSound = {
      read: (startMs, endMs) => {
        asked.push([startMs, endMs]);
        return new Float32Array((endMs - startMs) * 16);
      },
    };
    const lengths: (number | undefined)[] = [];
    const listening = fakeTranslator({
      hears: ({ startMs, endMs }) => ({ fromMs: startMs - 200, toMs: endMs + 300 }),
      work: (task) => {
        lengths.push(task.sound?.samples.length);
        return { text: 'heard' };
      },
    });
    const options = bench([listening], { sound });
    const of = caption(3, 'Guten Tag.');
    await collect(createTranslationStage(options).run(stream(told(of)), scopeOf(options.clock)));
    expect(asked).toEqual([
      [of.startMs - 200, of.endMs],
      [of.endMs, of.endMs + 300],
    ]);
    expect(lengths).toEqual([1500 * 16]);
  });

  it('ends with the reason of its signal while an engine hangs', async () => {
    const options = bench([fakeTranslator({ work: () => new Promise(() => undefined) })]);
    const scope = scopeOf(options.clock);
    const out: CaptionEvent[] = [];
    const run = (async () => {
      for await (const event of createTranslationStage(options).run(stream(...committed(['a', 'b'])), scope)) {
        out.push(event);
      }
    })();
    await settle();
    scope.controller.abort(new Error('enough'));
    await expect(run).rejects.toThrow('enough');
    expect(ends(out)).toEqual([]);
  });

  it('throws what its input throws', async () => {
    const options = bench([fakeTranslator()]);
    async function* broken(): AsyncGenerator<CaptionEvent> {
      yield told(caption(0, 'eins'));
      throw new Error('no more sound');
    }
    await expect(collect(createTranslationStage(options).run(broken(), scopeOf(options.clock)))).rejects.toThrow(
      'no more sound',
    );
  });

  it('lets go of its input when its reader leaves', async () => {
    let isLeft = false;
    async function* endless(): AsyncGenerator<CaptionEvent> {
      try {
        for (let id = 0; ; id++) yield told(caption(id, `Satz ${id}`));
      } finally {
        isLeft = true;
      }
    }
    const options = bench([fakeTranslator()]);
    for await (const event of createTranslationStage(options).run(endless(), scopeOf(options.clock))) {
      if (event.kind === 'translation') break;
    }
    await settle();
    expect(isLeft).toBe(true);
  });
});

describe('whatever the engines do', () => {
  const fates = ['works', 'leaves out', 'throws', 'hangs', 'refuses', 'answers late'] as const;
  const spoken = fc.record({
    text: fc.constantFrom('Ja.', 'Nein.', 'Guten Tag.', 'Es regnet.', '…'),
    language: fc.constantFrom('de', 'fr', 'en'),
    partials: fc.nat(2),
  });

  it('every committed caption gets exactly one end, in order, and all captions pass unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(spoken, { maxLength: 20 }),
        fc.array(fc.constantFrom(...fates), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 40 }),
        async (said, plan, most, mostWaiting) => {
          let calls = 0;
          const clock = new HandClock();
          const unruly = fakeTranslator({
            most,
            refuses: () => Promise.resolve(plan[calls % plan.length] === 'refuses' ? 'not today' : undefined),
            async translate(tasks) {
              const fate = plan[calls++ % plan.length];
              if (fate === 'throws') throw new Error('broken');
              if (fate === 'hangs') return new Promise(() => undefined);
              if (fate === 'answers late') for (let i = 0; i < 20; i++) await settle();
              if (fate === 'leaves out') return tasks.slice(1).map(() => ({ reason: 'unclear' }));
              return tasks.map(({ caption: { text } }) => ({ text: `<${text}>` }));
            },
          });
          const options = bench([unruly, fakeTranslator({ name: 'llama', most: 2 })], { mostWaiting });
          const events = said.flatMap(({ text, language, partials }, id) => {
            const whole: Caption = caption(id, text, { language });
            const growing = Array.from({ length: partials }, (_, i) =>
              told({ ...whole, text: text.slice(0, i + 1), committed: false }),
            );
            return [...growing, told(whole)];
          });
          const out: CaptionEvent[] = [];
          const state = { isDone: false };
          const run = (async () => {
            for await (const event of createTranslationStage(options).run(stream(...events), scopeOf(clock)))
              out.push(event);
            state.isDone = true;
          })();
          for (let i = 0; i < 500 && !state.isDone; i++) {
            await settle();
            clock.move(700);
          }
          await run;
          expect(out.filter(({ kind }) => kind === 'caption')).toEqual(events);
          expect(ends(out).map((event) => event.kind !== 'caption' && event.id)).toEqual(said.map((_, id) => id));
          for (const [i, event] of out.entries()) {
            if (event.kind === 'caption') continue;
            const own = out.findIndex(
              (one) => one.kind === 'caption' && one.caption.committed && one.caption.id === event.id,
            );
            expect(own).toBeLessThan(i);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('nothing comes twice or out of order when the signal aborts anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(spoken, { minLength: 1, maxLength: 12 }), fc.nat(30), async (said, after) => {
        const options = bench([fakeTranslator()]);
        const scope = scopeOf(options.clock);
        const events = said.map(({ text, language }, id) => told(caption(id, text, { language })));
        const out: CaptionEvent[] = [];
        try {
          for await (const event of createTranslationStage(options).run(stream(...events), scope)) {
            out.push(event);
            if (out.length === after) scope.controller.abort(new Error('enough'));
          }
          expect(out).toHaveLength(2 * events.length);
        } catch (error) {
          expect(error).toEqual(new Error('enough'));
        }
        const ids = ends(out).map((event) => event.kind !== 'caption' && event.id);
        expect(ids).toEqual(ids.map((_, i) => i));
        expect(out.filter(({ kind }) => kind === 'caption')).toEqual(
          events.slice(0, out.filter(({ kind }) => kind === 'caption').length),
        );
      }),
      { numRuns: 60 },
    );
  });
});
