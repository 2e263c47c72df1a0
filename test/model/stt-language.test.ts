/** Real speech in many languages: told apart while it is spoken, followed when it changes, and translated. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/models/host/engine.js';
import type { PartialTranscript, Transcript } from '../../src/pipeline/messages.js';
import { countErrors, toWords } from '../fixtures/words.js';
import { callMethod, callOf, canHear, clips, loadEngine, readClip, transcribe } from './stt-clips.js';

const RATE_HZ = 16_000;
const files = {
  en: 'en_read_whisper_jfk.wav',
  de: 'de_read_speech_to_text_nodejs_de_de_narrowbandmodel_sample2.wav',
  fr: 'fr_read_speech_to_text_nodejs_fr_fr_broadband_sample2.wav',
  pt: 'pt_read_speech_to_text_nodejs_pt_br_sample2_8khz.wav',
  zh: 'zh_read_wenet_aishell_bac009s0724w0121.wav',
} as const;

/** A microphone that never runs ahead of the recogniser: each piece waits until the one before was heard. */
async function* speak(samples: Float32Array): AsyncGenerator {
  for (let at = 0; at < samples.length; at += 8000) {
    yield { kind: 'audio', frame: { samples: samples.slice(at, at + 8000), sampleRateHz: RATE_HZ, startSample: at } };
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

function join(...parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

describe.skipIf(!canHear('whisper-base'))('languages', () => {
  let engine: Engine;

  beforeAll(async () => {
    engine = await loadEngine('whisper-base', { language: 'auto' });
  });

  afterAll(() => engine.close?.());

  async function stream(samples: Float32Array, options: object = {}): Promise<Transcript[]> {
    const args = { language: 'auto', partials: true, partialIntervalMs: 500, streaming: true, ...options };
    const results: Transcript[] = [];
    for await (const value of engine.methods['recognize']?.(args, callOf(speak(samples))) ?? [])
      results.push(value as Transcript);
    return results;
  }

  /** Partials whose stable words only grow, and a final that begins with them. */
  function checkPromises(results: readonly Transcript[]): void {
    let before = '';
    for (const { stable, text } of results.filter((result): result is PartialTranscript => result.kind === 'partial')) {
      expect(text.startsWith(stable)).toBe(true);
      expect(stable.startsWith(before)).toBe(true);
      before = stable;
    }
    expect(results.at(-1)?.kind).toBe('final');
    expect(results.at(-1)?.text.startsWith(before)).toBe(true);
  }

  it('tells languages apart', async () => {
    const wrong: string[] = [];
    const spoken = clips.filter(({ lang, kind }) => lang !== null && lang !== 'en' && kind !== 'command');
    const heard = new Set<string>();
    for (const clip of spoken) {
      const samples = await readClip(clip.file);
      if (samples.length < 5 * RATE_HZ || heard.has(clip.lang ?? '')) continue;
      heard.add(clip.lang ?? '');
      const { language } = await transcribe(engine, samples.subarray(0, 5 * RATE_HZ), 'auto');
      if (language !== clip.lang) wrong.push(`${clip.file}: ${language}`);
    }
    expect(heard.size).toBeGreaterThan(8);
    expect(wrong).toEqual([]);
  });

  it.each([
    ['de', 'en'],
    ['en', 'fr'],
  ] as const)('follows a switch from %s to %s: nothing lost, nothing twice', async (from, to) => {
    const first = (await readClip(files[from])).subarray(0, 5 * RATE_HZ);
    const second = (await readClip(files[to])).subarray(0, 6 * RATE_HZ);
    const results = await stream(join(first, new Float32Array(0.3 * RATE_HZ), second));
    checkPromises(results);
    const alone = [await transcribe(engine, first, from), await transcribe(engine, second, to)];
    const said = toWords(alone.map(({ text }) => text).join(' '));
    const heard = toWords(results.at(-1)?.text ?? '');
    console.log(`${from} → ${to}: ${results.at(-1)?.text ?? ''}`);
    expect(countErrors(said, heard) / said.length).toBeLessThan(0.25);
    const ends = results.at(-1);
    if (ends?.kind !== 'final') throw new Error('no final transcript');
    const languages = ends.words.map(({ language }) => language);
    expect(languages.filter((language, i) => language !== languages[i - 1])).toEqual([from, to]);
    const starts = ends.words.map(({ startMs }) => startMs);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
  });

  it('stays with one language, and no doubt of the beginning is promised', async () => {
    for (const language of ['en', 'zh'] as const) {
      const samples = (await readClip(files[language])).subarray(0, 7 * RATE_HZ);
      const results = await stream(samples);
      checkPromises(results);
      expect(results.at(-1)?.language).toBe(language);
      const alone = await transcribe(engine, samples, language);
      const limit = Math.ceil(toWords(alone.text).length * 0.2);
      expect(countErrors(toWords(alone.text), toWords(results.at(-1)?.text ?? ''))).toBeLessThanOrEqual(limit);
    }
  });

  it('takes a syllable for the language of before, and clear speech for its own', async () => {
    const once = { streaming: false };
    const portuguese = await readClip(files.pt);
    const syllables = portuguese.subarray(0, 0.9 * RATE_HZ);
    expect((await stream(syllables, once)).at(-1)?.text).not.toContain('sistema');
    const expected = await stream(syllables, { ...once, expected: 'pt' });
    expect(expected.at(-1)).toMatchObject({ language: 'pt', text: expect.stringContaining('sistema') as string });
    const german = await readClip(files.de);
    const clear = await stream(german.subarray(0, 3 * RATE_HZ), { ...once, expected: 'en' });
    expect(clear.at(-1)?.language).toBe('de');
    await expect(stream(german, { expected: 'xx' })).rejects.toThrow('got xx');
  });

  it('translates what it recognises into English', async () => {
    const results = await stream(await readClip(files.pt), { task: 'translate' });
    checkPromises(results);
    const heard = toWords(results.at(-1)?.text ?? '');
    console.log(`translated: ${results.at(-1)?.text ?? ''}`);
    for (const word of ['system', 'language', 'trained', 'sectors']) expect(heard).toContain(word);
    expect(results.at(-1)?.language).toBe('pt');
  });
});

describe.skipIf(!canHear('whisper-tiny.en'))('a model of one language', () => {
  it('takes everything for English and refuses to translate', async () => {
    const engine = await loadEngine('whisper-tiny.en', { language: 'auto' });
    const samples = (await readClip(files.en)).subarray(0, 3 * RATE_HZ);
    expect((await transcribe(engine, samples, 'auto')).language).toBe('en');
    const args = { samples, language: 'auto', task: 'translate' };
    await expect(callMethod(engine, 'transcribe', args)).rejects.toThrow(/^stt\.task: got translate/);
    await engine.close?.();
  });
});
