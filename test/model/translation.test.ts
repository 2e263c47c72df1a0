/** Real speech of other languages into English, by Whisper itself and by a language model that is too small for it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine, EngineHandle } from '../../src/models/host/engine.js';
import type { Caption, CaptionEvent, KeptSound } from '../../src/pipeline/captions.js';
import { systemClock } from '../../src/pipeline/clock.js';
import type { FinalTranscript, Word } from '../../src/pipeline/messages.js';
import type { Scope } from '../../src/pipeline/stage.js';
import { createEngine as createLlama } from '../../src/stages/response/llama-engine.js';
import { TranslationCache } from '../../src/stages/translation/cache.js';
import { createChatTranslator } from '../../src/stages/translation/chat-translator.js';
import { Glossary } from '../../src/stages/translation/glossary.js';
import { createTranslationStage, type TranslationStage } from '../../src/stages/translation/translation.js';
import type { Translator } from '../../src/stages/translation/translator.js';
import { createWhisperTranslator } from '../../src/stages/translation/whisper-translator.js';
import { collect, stream, testScope } from '../fakes/scope.js';
import { isPresent, modelPath } from './llm-model.js';
import { callOf, canHear, loadEngine, noInput, readClip } from './stt-clips.js';

const notices: string[] = [];
const scope = (): Scope => ({ ...testScope(), clock: systemClock });

function handleOf(engine: () => Engine): EngineHandle {
  return {
    ready: () => Promise.resolve(),
    call: (method, args, { signal }) =>
      engine().methods[method]?.(args, callOf(noInput(), { signal, cancelled: () => signal.aborted })) ?? noInput(),
  };
}

function stageOf(translator: Translator, sound?: KeptSound): TranslationStage {
  return createTranslationStage({
    ...{ to: 'en', translators: [translator], sound, onNotice: (line) => notices.push(line) },
    glossary: new Glossary({ glossary: { rights: 'claims' }, keep: ['Mexico'] }),
    cache: new TranslationCache({ size: 100, ttlMs: 60_000, clock: systemClock }),
  });
}

/** A caption for each sentence, as captions of live speech are cut. */
function captionsOf(words: readonly Word[], language: string): Caption[] {
  const sentences: Word[][] = [[]];
  for (const word of words) {
    sentences.at(-1)?.push(word);
    if (/[.!?]$/.test(word.text)) sentences.push([]);
  }
  return sentences
    .filter((sentence) => sentence.length > 0)
    .map((sentence, id) => {
      const text = sentence.map((word) => word.text).join(' ');
      const [startMs = 0, endMs = 0] = [sentence[0]?.startMs, sentence.at(-1)?.endMs];
      return { id, text, stable: text, language, committed: true, startMs, endMs, words: sentence, end: 'sentence' };
    });
}

function keptOf(samples: Float32Array): KeptSound {
  return { read: (startMs, endMs) => samples.slice(Math.max(0, Math.round(startMs * 16)), Math.round(endMs * 16)) };
}

function textsOf(events: readonly CaptionEvent[]): string[] {
  return events.flatMap((event) =>
    event.kind === 'caption' ? [] : [event.kind === 'translation' ? event.translation.text : `(${event.reason})`],
  );
}

describe.skipIf(!canHear('whisper-base'))('Whisper translates', () => {
  let engine: Engine;
  const translator = createWhisperTranslator({ engine: handleOf(() => engine), model: 'whisper-base' });

  beforeAll(async () => {
    engine = await loadEngine('whisper-base', { language: 'auto' });
  });

  afterAll(() => engine.close?.());

  async function translate(file: string, language: string): Promise<{ captions: Caption[]; texts: string[] }> {
    const samples = await readClip(file);
    let heard: FinalTranscript | undefined;
    const args = { samples, language, task: 'transcribe' };
    for await (const each of engine.methods['transcribe']?.(args, callOf(noInput())) ?? [])
      heard = each as FinalTranscript;
    const captions = captionsOf(heard?.words ?? [], language);
    const stage = stageOf(translator, keptOf(samples));
    const events = await collect(stage.run(stream(...captions.map(told)), scope()));
    expect(events.filter(({ kind }) => kind === 'caption')).toEqual(captions.map(told));
    expect(events.filter(({ kind }) => kind !== 'caption')).toHaveLength(captions.length);
    return { captions, texts: textsOf(events) };
  }

  it('a talk of many short sentences, each at its place', async () => {
    const { texts } = await translate('es_multi_speech_to_text_nodejs_es_es_broadband_sample2.wav', 'es');
    const all = texts.join(' ');
    for (const word of ['Mexico', 'December', 'August', 'money', 'economic']) expect(all).toContain(word);
    // What Whisper makes up for a short sentence that it hears on its own.
    expect(all).not.toMatch(/subscribe|beer|fish/);
    expect(texts[0]).toMatch(/Mexico/);
    expect(texts.at(-1)).toMatch(/want/);
  }, 180_000);

  it('a sentence alone, with the words of the glossary', async () => {
    const { texts } = await translate('fr_read_speech_to_text_nodejs_fr_fr_broadband_sample1.wav', 'fr');
    expect(texts.join(' ')).toMatch(/human beings/);
    expect(texts.join(' ')).not.toMatch(/\brights\b/);
  }, 120_000);

  it('nothing of silence: the caption stands', async () => {
    const [silent] = captionsOf([{ text: 'Nichts.', startMs: 500, endMs: 1500 }], 'de');
    const events = await collect(
      stageOf(translator, keptOf(new Float32Array(48_000))).run(stream(told(silent as Caption)), scope()),
    );
    expect(textsOf(events)).toEqual(['(whisper: gave no words)']);
  }, 60_000);
});

describe.skipIf(!isPresent)('a small language model', () => {
  let engine: Engine;
  const translatorOf = (leastBillions: number) =>
    createChatTranslator({
      ...{ name: 'llama', engine: handleOf(() => engine), model: 'smollm2', timeoutMs: 60_000, leastBillions },
    });
  const [said] = captionsOf([{ text: 'Bonjour.', startMs: 0, endMs: 900 }], 'fr') as [Caption];

  beforeAll(async () => {
    engine = await createLlama({ modelPath, threads: 1, contextTokens: 1024, gpu: false });
  });

  afterAll(() => engine.close?.());

  it('is refused unless the settings allow it', async () => {
    const events = await collect(stageOf(translatorOf(1)).run(stream(told(said)), scope()));
    expect(textsOf(events)[0]).toMatch(/^\(llama: smollm2 has 0\.13 billion weights, wanted at least 1/);
  });

  it('is asked in one go and answers with a line, or the caption stands', async () => {
    const stage = stageOf(translatorOf(0));
    const events = await collect(stage.run(stream(told(said)), scope()));
    expect(events).toHaveLength(2);
    const [text = ''] = textsOf(events);
    expect(text).not.toBe('');
    expect(text).not.toContain('\n');
    expect(stage.stats.batches).toBe(1);
  }, 60_000);
});

function told(caption: Caption): CaptionEvent {
  return { kind: 'caption', caption };
}
