import { describe, expect, it } from 'vitest';
import type { EngineHandle } from '../../../src/models/host/engine.js';
import type { Word } from '../../../src/pipeline/messages.js';
import { Glossary } from '../../../src/stages/translation/glossary.js';
import type { Said, Task, TranslateRequest } from '../../../src/stages/translation/translator.js';
import { createWhisperTranslator } from '../../../src/stages/translation/whisper-translator.js';
import { caption, HandClock } from './fakes.js';

interface Asked {
  readonly seconds: number;
  readonly language: string;
  readonly task: string;
}

/** Says the next of these texts each time it is asked, one word each 300 ms. */
function fakeWhisper(texts: readonly string[], languages = ['en', 'de']) {
  const asked: Asked[] = [];
  const engine: EngineHandle = {
    ready: () => Promise.resolve(),
    async *call(method, args) {
      if (method === 'info') yield { languages };
      if (method !== 'transcribe') return;
      const { samples, language, task } = args as { samples: Float32Array; language: string; task: string };
      const text = texts[asked.length] ?? '';
      asked.push({ seconds: samples.length / 16_000, language, task });
      const words: Word[] = text
        .split(' ')
        .map((word, i) => ({ text: word, startMs: 200 + i * 300, endMs: 200 + i * 300 + 280 }));
      yield { kind: 'final', text, language: 'en', words };
    },
  };
  return { asked, translator: createWhisperTranslator({ engine, model: 'whisper-base' }) };
}

const request: TranslateRequest = {
  ...{ to: 'en', glossary: new Glossary({ glossary: { bill: 'invoice' }, keep: [] }) },
  ...{ signal: new AbortController().signal, clock: new HandClock() },
};

function taskOf(id: number, text: string, { before = [], fromMs }: { before?: Said[]; fromMs?: number } = {}): Task {
  const of = caption(id, text);
  const startMs = fromMs ?? of.startMs - 200;
  const samples = new Float32Array(Math.round((of.endMs + 200 - startMs) * 16));
  return { caption: of, before, sound: { samples, startMs } };
}

describe('Whisper as a translator', () => {
  it('hears the sound of a caption in its language, and the glossary puts its words right', async () => {
    const { asked, translator } = fakeWhisper(['Here is the bill.']);
    expect(await translator.translate([taskOf(2, 'Hier ist die Rechnung.')], request)).toEqual([
      { text: 'Here is the invoice.' },
    ]);
    expect(asked).toEqual([{ seconds: 1.4, language: 'de', task: 'translate' }]);
  });

  it('wants to hear what was said before, as long as it is near, short and in the same language', () => {
    const { translator } = fakeWhisper([]);
    const said = (id: number, language = 'de'): Said => ({ caption: caption(id, 'x', { language }), translation: 'x' });
    const wish = (before: Said[], of = caption(9, 'y')) => translator.hears?.(of, before);
    expect(wish([])).toEqual({ fromMs: 10_600, toMs: 12_000 });
    expect(wish([said(7), said(8)])?.fromMs).toBe(7 * 1200 - 200);
    expect(wish([said(7), said(8, 'fr')])?.fromMs).toBe(10_600);
    expect(wish([said(2)])?.fromMs).toBe(10_600);
    const long: Said = { caption: { ...caption(8, 'x'), startMs: -20_000 }, translation: 'x' };
    expect(wish([long])?.fromMs).toBe(caption(9, 'y').endMs - 10_000 - 200);
  });

  it('gives of what it heard only the words of the caption', async () => {
    const { translator } = fakeWhisper(['That is late. How are you?']);
    const task = taskOf(1, 'Wie geht es?', { fromMs: -50 });
    expect(await translator.translate([task], request)).toEqual([{ text: 'How are you?' }]);
  });

  it('does not say again what stands at the end of the caption before, unless the speaker did', async () => {
    const before = (text: string): Said[] => [{ caption: caption(8, text), translation: 'I am going in December,' }];
    const heard = 'In December, I wanted to go.';
    const once = fakeWhisper([heard]);
    const task = taskOf(9, 'wollte ich gehen.', { fromMs: 10_300, before: before('Ich gehe im Dezember') });
    expect(await once.translator.translate([task], request)).toEqual([{ text: 'I wanted to go.' }]);
    const twice = fakeWhisper([heard]);
    const again = taskOf(9, 'Im Dezember wollte ich gehen.', {
      fromMs: 10_300,
      before: before('Ich gehe im Dezember'),
    });
    expect(await twice.translator.translate([again], request)).toEqual([{ text: heard }]);
  });

  it('hears a caption by itself when it came to nothing in company', async () => {
    const { asked, translator } = fakeWhisper(['That is late.', 'How are you?']);
    const task = taskOf(9, 'Wie geht es?', { fromMs: 0 });
    expect(await translator.translate([task], request)).toEqual([{ text: 'How are you?' }]);
    expect(asked.map(({ seconds }) => seconds)).toEqual([12, 1.4]);
  });

  it('hears neighbours in one go and parts the text', async () => {
    const { asked, translator } = fakeWhisper(['Good day. How are you?']);
    const tasks = [taskOf(0, 'Guten Tag.', { fromMs: 0 }), taskOf(1, 'Wie geht es?', { fromMs: 0 })];
    expect(await translator.translate(tasks, request)).toEqual([{ text: 'Good day.' }, { text: 'How are you?' }]);
    expect(asked).toHaveLength(1);
  });

  it('tells of a text that cannot be a translation, and of sound that is gone', async () => {
    const { translator } = fakeWhisper(['I am sorry, I am sorry, I am sorry, I am sorry']);
    const gone: Task = { ...taskOf(5, 'Ja.'), sound: undefined };
    expect(await translator.translate([taskOf(2, 'Ja.'), gone], request)).toEqual([
      { reason: 'whisper: went in circles' },
      { reason: 'whisper: its sound is gone' },
    ]);
  });

  it('refuses what it cannot do in one line with a way out', async () => {
    const { translator } = fakeWhisper([]);
    expect(await translator.refuses('de', request)).toBeUndefined();
    expect(await translator.refuses('xx', request)).toBe('whisper: whisper-base does not know xx');
    expect(await translator.refuses('en', { ...request, to: 'de' })).toBe(
      'whisper: translates into English only, got translation.to de; add another engine to translation.engine',
    );
    const english = fakeWhisper([], ['en']);
    expect(await english.translator.refuses('de', request)).toMatch(/knows English only; choose a multilingual one/);
  });
});
