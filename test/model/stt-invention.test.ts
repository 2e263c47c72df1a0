/** Nothing is written for noise, single words come out right, and a speaker who repeats himself is not taken for a loop. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/models/host/engine.js';
import { makeNoise, noiseNames } from '../fixtures/noises.js';
import { singleWords, speak } from '../fixtures/single-words.js';
import { countErrors, toWords } from '../fixtures/words.js';
import { canHear, clips, loadEngine, readClip, transcribe } from './stt-clips.js';
import { isPresent as hasVoice, modelFolder, voiceFile } from './voice-folder.js';

const repeated = [
  'no, no, no, no',
  'yes, yes, yes',
  'wait, wait, wait',
  'very, very, very good',
  'thank you very much',
];
const sizes = [0.1, 0.3, 0.7, 1.5, 2.5, 4];
const levelsDb = [-14, -25, -38, -52];

/** Made once for both models: preparing the voice takes longer than hearing it. */
let spoken: Promise<Float32Array[]> | undefined;
const soundOf = async (text: string): Promise<Float32Array> => {
  const texts = [...singleWords, ...repeated];
  spoken ??= speak(texts, { modelFolder, voiceFile });
  return (await spoken)[texts.indexOf(text)] ?? new Float32Array(0);
};

describe.each([
  { id: 'whisper-tiny.en', leastRight: 31 },
  { id: 'whisper-base', leastRight: 30 },
])('$id', ({ id, leastRight }) => {
  const present = canHear(id);
  let engine: Engine;
  const hear = async (samples: Float32Array): Promise<string> => (await transcribe(engine, samples)).text;

  beforeAll(async () => {
    if (present) engine = await loadEngine(id);
  });

  afterAll(async () => {
    if (present) await engine.close?.();
  });

  it.skipIf(!present)('writes nothing for noises of every kind, length and level', async () => {
    const invented: string[] = [];
    for (const [kind, name] of noiseNames.entries()) {
      for (let i = 0; i < 2; i++) {
        const seconds = sizes[(kind + 2 * i) % sizes.length] ?? 1;
        const levelDb = levelsDb[(kind + i) % levelsDb.length] ?? -30;
        const text = await hear(makeNoise(name, { seconds, levelDb, seed: 100 * kind + i }));
        if (text !== '') invented.push(`${name}, ${seconds} s, ${levelDb} dB: ${text}`);
      }
    }
    expect(invented).toEqual([]);
  });

  it.skipIf(!present || !hasVoice)(`hears at least ${leastRight} of ${singleWords.length} single words`, async () => {
    const wrong: string[] = [];
    for (const word of singleWords) {
      const heard = toWords(await hear(await soundOf(word))).join(' ');
      if (heard !== word.toLowerCase()) wrong.push(`${word}: ${heard}`);
    }
    console.log(
      `${id}: ${singleWords.length - wrong.length} of ${singleWords.length} words right; ${wrong.join(', ')}`,
    );
    expect(singleWords.length - wrong.length).toBeGreaterThanOrEqual(leastRight);
  });

  it.skipIf(!present || !hasVoice)('keeps what is said several times, and thanks', async () => {
    for (const text of repeated) {
      expect(toWords(await hear(await soundOf(text)))).toEqual(toWords(text));
    }
  });

  it.skipIf(!present)('hears a lone "stop" wherever it lies in the sound, as soon as it is over', async () => {
    // The voice is over after 544 ms; what a detector cuts off behind it differs.
    const stop = await readClip('en_command_mycroft_core_stop.wav');
    const heard: string[] = [];
    for (let shift = 0; shift < 8; shift++) {
      const quiet = makeNoise('white', { seconds: 0.2 + shift / 250, levelDb: -74, seed: shift });
      const said = stop.subarray(0, (544 + 16 * (shift % 4)) * 16);
      heard.push(toWords(await hear(Float32Array.from([...quiet, ...said]))).join(' '));
    }
    expect(heard).toEqual(Array.from({ length: 8 }, () => 'stop'));
  });

  it.skipIf(!present)('hears one word many times about as often as it was said', async () => {
    const stop = await readClip('en_command_mycroft_core_stop.wav');
    const twelve = new Float32Array(12 * stop.length);
    for (let i = 0; i < 12; i++) twelve.set(stop, i * stop.length);
    const heard = toWords(await hear(twelve));
    console.log(`${id}: ${heard.length} times stop for 12`);
    expect(new Set(heard)).toEqual(new Set(['stop']));
    expect(heard.length).toBeGreaterThan(8);
    expect(heard.length).toBeLessThan(20);
  });

  it.skipIf(!present)('loses no sentence of a long talk with pauses', async () => {
    const names = [
      'whisperlivekit_6930',
      'lhotse_lj002_0020',
      'toronto',
      'whisperlivekit_7902',
      'austen_0920',
      'spk1_snt3',
    ];
    const parts = names.map((name) => clips.find(({ file }) => file.includes(name)));
    const talk: number[] = [];
    for (const part of parts) talk.push(...(await readClip(part?.file ?? '')), ...new Float32Array(8000));
    const said = toWords(parts.map((part) => part?.text ?? '').join(' '));
    const heard = toWords(await hear(Float32Array.from(talk)));
    console.log(`${id}: ${countErrors(said, heard)} errors in ${said.length} words of a long talk`);
    expect(countErrors(said, heard) / said.length).toBeLessThan(0.2);
  });
});
