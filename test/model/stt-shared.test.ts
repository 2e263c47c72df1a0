/** Several listeners on one recogniser: nobody gets another's words, with or without shared runs of the decoder. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EncodedAudio } from '../../src/models/whisper/encoder.js';
import { LogMel } from '../../src/models/whisper/log-mel.js';
import { loadWhisper, type WhisperModel } from '../../src/models/whisper/model.js';
import { Recognizer, type RecognizeOptions } from '../../src/models/whisper/recognizer.js';
import { measureBatchGain } from '../../src/models/whisper/batch-gain.js';
import { canHear, clips, readClip, sttFolder } from './stt-clips.js';
import { toWords } from '../fixtures/words.js';

const id = 'whisper-tiny.en';
const options: RecognizeOptions = {
  ...{ language: 'en', task: 'transcribe', draft: [], memory: undefined, rank: 'background' },
  stop: () => false,
};

describe.skipIf(!canHear(id))('one recogniser for several listeners', () => {
  let model: WhisperModel;
  let sounds: LogMel[];

  beforeAll(async () => {
    model = await loadWhisper({ modelFolder: sttFolder(id), computeType: 'int8', threads: 2, providers: ['cpu'] });
    const files = clips.filter(({ file }) => /^en_(question|read_pocketsphinx)/.test(file)).slice(0, 6);
    sounds = [];
    for (const { file } of files) {
      const sound = new LogMel(model.analysis);
      sound.append(await readClip(file));
      sounds.push(sound);
    }
  });

  afterAll(() => model.close());

  it('hears each of them alone, at once and in one batch the same', async () => {
    const alone: string[] = [];
    for (const sound of sounds) alone.push((await new Recognizer(model).recognize(sound, options)).text);
    const together = await new Recognizer(model).recognizeAll(sounds.map((sound) => ({ sound, options })));
    // A batch is added up in another order: on some processors a comma becomes a full stop by it.
    expect(together.map(({ text }) => toWords(text))).toEqual(alone.map(toWords));
    const crowd = new Recognizer(model);
    const ranks = ['partial', 'background', 'final'] as const;
    const atOnce = await Promise.all(
      sounds.map((sound, i) => crowd.recognize(sound, { ...options, rank: ranks[i % 3] ?? 'final' })),
    );
    expect(atOnce.map(({ text }) => text)).toEqual(alone);
    expect(alone.every((text) => text !== '')).toBe(true);
  });

  it('answers who waits for a final before those who do not', async () => {
    const crowd = new Recognizer(model);
    const order: string[] = [];
    const listen = async (rank: 'partial' | 'final', sound: LogMel | undefined): Promise<void> => {
      if (sound !== undefined) await crowd.recognize(sound, { ...options, rank });
      order.push(rank);
    };
    await Promise.all([
      ...sounds.slice(0, 3).map((sound) => listen('partial', sound)),
      ...sounds.slice(3, 4).map((sound) => listen('final', sound)),
    ]);
    expect(order[0]).toBe('final');
  });

  it('knows what sharing gains here', async () => {
    const [sound] = sounds;
    if (sound === undefined) throw new Error('no sound');
    const audio: EncodedAudio = await model.encoder.encode(sound, { positions: model.encoder.positionsFor(0) });
    expect(await measureBatchGain(model.decoder, audio, 1)).toBeGreaterThan(0);
    expect(await new Recognizer(model).tuneBatches()).toBeGreaterThan(0);
  });
});
