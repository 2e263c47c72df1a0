/** The real Kokoro: words that can be understood, ends of words, cancel, and the refusal of a slow machine. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { resampleStream } from '../../src/audio/resample.js';
import type { Engine } from '../../src/models/host/engine.js';
import { modelsFolder } from '../../src/models/store.js';
import { createEngine, type KokoroEngineOptions } from '../../src/stages/tts/kokoro-engine.js';
import { writtenWords } from '../../src/stages/tts/spoken-text.js';
import type { SynthesizeArgs, VoiceOutput } from '../../src/stages/tts/voice-engine.js';
import { collect, stream } from '../fakes/scope.js';
import { countErrors, toWords } from '../fixtures/words.js';
import { callOf, loadEngine, noInput, sttFolder, transcribe } from './stt-clips.js';

const modelFolder = join(modelsFolder(), 'kokoro-82m-int8');
const isPresent = existsSync(join(modelFolder, 'af_heart.bin'));
if (!isPresent) console.warn(`skipped: no Kokoro in ${modelFolder}; run parley models fetch kokoro-82m-int8`);
const canHear = existsSync(join(sttFolder('whisper-base'), 'model.bin'));
if (!canHear) console.warn('skipped: nobody to listen to Kokoro; run parley models fetch whisper-base');

/** Two seconds of work for one of speech, and a machine that does other things as well. */
vi.setConfig({ testTimeout: 600_000 });

/** A slow machine is no reason to skip: the tests are about the sound. */
const options: KokoroEngineOptions = {
  ...{ modelFolder, voice: 'af_heart', threads: 2, providers: ['cpu'], slowestRtf: 10 },
};

const sentences = [
  'I can help you with that today.',
  'Please turn off the kitchen lights before you leave the house.',
  'She bought a bottle of water and a little butter for her daughter.',
  'Would you like to hear the news, or shall I play some music?',
  'The train to Birmingham leaves from platform nine at twenty past four.',
];

async function synthesize(engine: Engine, text: string, more: Partial<SynthesizeArgs> = {}): Promise<VoiceOutput[]> {
  const method = engine.methods['synthesize'];
  if (method === undefined) throw new Error('no method synthesize');
  return (await collect(method({ text, index: 0, ...more }, callOf(noInput())))) as VoiceOutput[];
}

function soundOf(outputs: readonly VoiceOutput[]): Float32Array {
  return Float32Array.from(outputs.flatMap((output) => (output.kind === 'audio' ? Array.from(output.samples) : [])));
}

function endOf(outputs: readonly VoiceOutput[]): VoiceOutput & { kind: 'end' } {
  const last = outputs.at(-1);
  if (last?.kind !== 'end') throw new Error('no end');
  return last;
}

async function at16kHz(samples: Float32Array): Promise<Float32Array> {
  const parts = await collect(resampleStream(stream(samples), 24_000, 16_000));
  return Float32Array.from(parts.flatMap((part) => Array.from(part)));
}

describe.skipIf(!isPresent)('Kokoro', () => {
  let engine: Engine;
  let listener: Engine | undefined;

  beforeAll(async () => {
    engine = await createEngine(options);
    if (canHear) listener = await loadEngine('whisper-base');
  });
  afterAll(async () => {
    await listener?.close?.();
    await engine.close?.();
    await expect(engine.close?.()).resolves.toBeUndefined();
  });

  it('tells what it is', async () => {
    const info = await collect(engine.methods['info']?.({}, callOf(noInput())) ?? stream());
    expect(info).toMatchObject([
      { engine: 'kokoro', voice: 'af_heart', sampleRateHz: 24_000, provider: 'cpu', threads: 2, speakers: [] },
    ]);
  });

  it.skipIf(!canHear).each([
    ['af_heart', sentences],
    ['bm_george', sentences.slice(0, 2)],
  ])('is understood: %s', async (voice, texts) => {
    const speaker = voice === options.voice ? engine : await createEngine({ ...options, voice });
    if (listener === undefined) throw new Error('nobody listens');
    let errors = 0;
    let words = 0;
    for (const text of texts) {
      const { text: heard } = await transcribe(listener, await at16kHz(soundOf(await synthesize(speaker, text))));
      const wrong = countErrors(toWords(text), toWords(heard));
      if (wrong > 0) console.log(`${voice}: "${text}" was heard as "${heard}"`);
      errors += wrong;
      words += toWords(text).length;
    }
    if (speaker !== engine) await speaker.close?.();
    console.log(`${voice}: ${errors} errors in ${words} words`);
    expect(errors / words).toBeLessThan(0.1);
  });

  it.each(['Sure.', 'If it rains, which it may, take the bus. Or stay at home!', '**Look** 😀 at this: 🙂'])(
    'ends every word of: %s',
    async (text) => {
      const outputs = await synthesize(engine, text);
      const { samples, wordEnds } = endOf(outputs);
      const sound = soundOf(outputs);
      expect(sound).toHaveLength(samples);
      expect(wordEnds).toHaveLength(writtenWords(text).length);
      expect([...wordEnds].sort((left, right) => left - right)).toEqual(wordEnds);
      expect(wordEnds.at(-1)).toBe(samples);
      expect(wordEnds[0]).toBeGreaterThan(0);
      expect(sound.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)).toBeGreaterThan(0.05);
      // Each run tells the ends of its words, and of those only.
      const planned = outputs.flatMap((output) => (output.kind === 'words' ? [output.wordEnds] : []));
      for (const ends of planned) {
        const known = ends.filter((end) => end < Number.MAX_SAFE_INTEGER);
        expect(wordEnds.slice(0, known.length - 1)).toEqual(known.slice(0, -1));
      }
    },
  );

  it('hands out the first clause before it makes the next, and stops once cancelled', async () => {
    let cancelled = false;
    const text = 'If it rains tomorrow, take the bus to town. Or stay at home!';
    const call = callOf(noInput(), { cancelled: () => cancelled });
    const kinds: string[] = [];
    for await (const output of engine.methods['synthesize']?.({ text, index: 0 }, call) ?? stream()) {
      kinds.push((output as VoiceOutput).kind);
      cancelled = true;
    }
    expect(kinds).toEqual(['audio', 'words']);
  });

  it.each(['...', '', '😀 🎉'])('says nothing for %j', async (text) => {
    expect(await synthesize(engine, text)).toEqual([
      { kind: 'end', samples: 0, wordEnds: writtenWords(text).map(() => 0) },
    ]);
  });

  it('speaks faster, and louder, and as the lexicon says', async () => {
    const text = 'Open the old garden gate.';
    const slow = endOf(await synthesize(engine, text, { speed: 0.8 })).samples;
    const fast = endOf(await synthesize(engine, text, { speed: 1.6 })).samples;
    expect(slow / fast).toBeGreaterThan(1.4);
    const quiet = soundOf(await synthesize(engine, text, { volume: 0.1 }));
    expect(quiet.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)).toBeLessThanOrEqual(0.1);
    await expect(synthesize(engine, 'A gif.', { lexicon: { gif: '/ʘɪf/' } })).rejects.toThrow(
      'tts.lexicon: "gif" is said /ʘɪf/, but Kokoro has no sound for ʘ',
    );
  });

  it('reads a sentence that is longer than one run can be', async () => {
    const long = Array.from({ length: 55 }, () => 'internationalisation').join(' ');
    let cancelled = false;
    const outputs: VoiceOutput[] = [];
    const call = callOf(noInput(), { cancelled: () => cancelled });
    for await (const output of engine.methods['synthesize']?.({ text: long, index: 0, speed: 4 }, call) ?? stream()) {
      outputs.push(output as VoiceOutput);
      cancelled = true;
    }
    expect(outputs[0]).toMatchObject({ kind: 'audio' });
  });

  it('refuses a machine that is too slow, with what was measured', async () => {
    await expect(createEngine({ ...options, threads: 1, slowestRtf: 0.1 })).rejects.toThrow(
      /^kokoro: one second of speech takes (\d+\.\d\d) s of work here \(RTF \1, wanted at most 0\.1\); use piper, or raise tts\.kokoro\.slowest_rtf$/,
    );
  });

  it('refuses a voice that is not there, and options that are none', async () => {
    await expect(createEngine({ ...options, voice: 'af_nobody' })).rejects.toThrow(/got af_nobody, wanted one of af_/);
    await expect(createEngine({ ...options, modelFolder: join(modelFolder, 'none') })).rejects.toThrow(
      'there is no voice in',
    );
    await expect(createEngine({ ...options, providers: ['nope'] })).rejects.toThrow(/no execution provider/);
    await expect(createEngine({ ...options, threads: 0 })).rejects.toThrow('threads');
  });
});
