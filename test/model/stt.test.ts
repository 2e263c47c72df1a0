/** Real recognisers on real speech: words right, noise silent, long recordings whole, languages told apart. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/models/host/engine.js';
import { countErrors, toWords } from '../fixtures/words.js';
import { callMethod, canHear, clips, loadEngine, readClip, transcribe } from './stt-clips.js';

const models = [
  { id: 'whisper-tiny.en', mostErrors: 0.12 },
  { id: 'whisper-base', mostErrors: 0.1 },
] as const;

describe.each(models)('$id', ({ id, mostErrors }) => {
  const present = canHear(id);
  let engine: Engine;

  beforeAll(async () => {
    if (present) engine = await loadEngine(id);
  });

  afterAll(async () => {
    if (present) await engine.close?.();
  });

  it.skipIf(!present)(`gets at least ${100 - 100 * mostErrors} % of the words of read speech`, async () => {
    let errors = 0;
    let words = 0;
    for (const clip of clips.filter(({ kind, lang, text }) => kind === 'read' && lang === 'en' && text !== null)) {
      const said = toWords(clip.text ?? '');
      errors += countErrors(said, toWords((await transcribe(engine, await readClip(clip.file))).text));
      words += said.length;
    }
    console.log(`${id}: ${errors} errors in ${words} words of read speech`);
    expect(words).toBeGreaterThan(200);
    expect(errors / words).toBeLessThan(mostErrors);
  });

  it.skipIf(!present)('hears single words', async () => {
    const stop = await transcribe(engine, await readClip('en_command_mycroft_core_stop.wav'));
    expect(toWords(stop.text)).toEqual(['stop']);
    const jasper = await transcribe(engine, await readClip('en_command_jasper_client_jasper.wav'));
    expect(toWords(jasper.text)).toEqual(['jasper']);
  });

  it.skipIf(!present)('writes nothing for silence, noise, chimes and music', async () => {
    for (const clip of clips.filter(({ kind }) => kind === 'noise')) {
      const { text } = await transcribe(engine, await readClip(clip.file));
      // On processors with VNNI the 8-bit sums of the smallest model come out a little otherwise, and it names a chime.
      const isNamedChime = id === 'whisper-tiny.en' && clip.file.endsWith('done_chime.wav') && text === 'Beep!';
      expect([clip.file, isNamedChime ? '' : text]).toEqual([clip.file, '']);
    }
    for (const length of [0, 1, 400, 16_000, 480_000]) {
      expect((await transcribe(engine, new Float32Array(length))).text).toBe('');
    }
  });

  it.skipIf(!present)('times words in order and inside the recording', async () => {
    const samples = await readClip('en_read_whisper_jfk.wav');
    const { words } = await transcribe(engine, samples);
    const country = words.filter(({ text }) => text.startsWith('country'));
    expect(country).toHaveLength(2);
    // The first "country" is said at 6.2 s, the last at 10.2 s.
    expect(Math.abs((country[0]?.startMs ?? 0) - 6200)).toBeLessThan(700);
    expect(Math.abs((country[1]?.startMs ?? 0) - 10_000)).toBeLessThan(700);
    words.forEach(({ startMs, endMs }, i) => {
      expect(startMs).toBeGreaterThanOrEqual(words[i - 1]?.endMs ?? 0);
      expect(endMs).toBeGreaterThanOrEqual(startMs);
      expect(endMs).toBeLessThanOrEqual((samples.length / 16_000) * 1000);
    });
  });

  it.skipIf(!present)('loses no words of a recording longer than thirty seconds', async () => {
    const parts = clips.filter(({ file }) => /en_read_(speechbrain|whisper_jfk|pocketsphinx_austen)/.test(file));
    const texts: string[] = [];
    const sounds: Float32Array[] = [];
    for (const clip of parts.slice(0, 16)) {
      texts.push(clip.text ?? '');
      sounds.push(await readClip(clip.file));
    }
    const all = Float32Array.from(sounds.flatMap((sound) => [...sound]));
    expect(all.length / 16_000).toBeGreaterThan(40);
    const said = toWords(texts.join(' '));
    const heard = toWords((await transcribe(engine, all)).text);
    expect(countErrors(said, heard) / said.length).toBeLessThan(0.15);
  });

  it.skipIf(!present)('gives float32 and int8 the same text, and says which it runs', async () => {
    const exact = await loadEngine(id, { computeType: 'float32', threads: 1 });
    const [info] = (await callMethod(exact, 'info', {})) as unknown[];
    expect(info).toMatchObject({ model: id, provider: 'cpu', computeType: 'float32', threads: 1 });
    const samples = await readClip('en_read_speechbrain_spk1_snt1.wav');
    expect((await transcribe(exact, samples)).text).toBe((await transcribe(engine, samples)).text);
    await exact.close?.();
  });
});

describe('languages', () => {
  it.skipIf(!canHear('whisper-base'))('are told apart when none is given', async () => {
    const engine = await loadEngine('whisper-base', { language: 'auto' });
    const german = clips.find(({ lang, kind }) => lang === 'de' && kind === 'read');
    const french = clips.find(({ lang, kind }) => lang === 'fr' && kind === 'read');
    for (const clip of [german, french]) {
      const { language, text } = await transcribe(engine, await readClip(clip?.file ?? ''), 'auto');
      expect(language).toBe(clip?.lang);
      expect(text.length).toBeGreaterThan(10);
    }
    await engine.close?.();
  });

  it.skipIf(!canHear('whisper-tiny.en'))('that the model lacks are refused in one line', async () => {
    await expect(loadEngine('whisper-tiny.en', { language: 'de' })).rejects.toThrow(
      /^stt.language: got de, but whisper-tiny.en knows English only; [^\n]+$/,
    );
  });
});

describe('createEngine', () => {
  it('refuses options and folders in one line', async () => {
    const options = { modelFolder: '/no/such', computeType: 'int4', threads: 0, providers: [], language: 'en' };
    await expect(loadEngine('x', options)).rejects.toThrow(/computeType: [^\n]+threads: [^\n]+providers: [^\n]+$/);
    await expect(loadEngine('no-such-model')).rejects.toThrow(/^speech model \S+no-such-model: [^\n]+$/);
  });
});
