import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEar, RATE_HZ, type Ear } from '../../scripts/profile/turns/wake/ear.js';
import { modelsFolder } from '../../src/models/store.js';
import { createSileroStage } from '../../src/stages/vad/silero.js';
import { createEngine } from '../../src/stages/wake/wake-engine.js';
import { clips, readClip } from './stt-clips.js';

const fileOf = (id: string, file: string): string => join(modelsFolder(), `openwakeword-${id}`, file);
const featuresFolder = join(modelsFolder(), 'openwakeword-features');
const wordFile = fileOf('hey_mycroft', 'hey_mycroft_v0.1.onnx');
const canRun = existsSync(wordFile) && clips.length > 0;
if (!canRun) {
  console.warn(
    `skipped: no wake word in ${wordFile}; run parley models fetch --accept-licence openwakeword-hey_mycroft`,
  );
}

function openEar(): Promise<Ear> {
  const settings = { aggressiveness: 2, padding_duration_ms: 300, min_speech_duration_ms: 250 } as const;
  return createEar({
    vad: createSileroStage(() => ({ ...settings, max_utterance_ms: 30_000 })),
    engine: { featuresFolder, wordFiles: [wordFile], providers: ['cpu'] },
    ...{ words: ['hey mycroft'], threshold: 0.5 },
  });
}

/** The clip after as much silence as a session has heard by the time anybody speaks, and with some behind it. */
async function placed(file: string): Promise<Float32Array> {
  const clip = await readClip(file);
  const samples = new Float32Array(3 * RATE_HZ + clip.length + RATE_HZ);
  samples.set(clip, 3 * RATE_HZ);
  return samples;
}

describe.skipIf(!canRun)('wake words in real speech', () => {
  it('hears the word once, says where, and costs nothing before it', async () => {
    const ear = await openEar();
    for (const [file, from, to] of [
      ['en_command_mycroft_core_hey_mycroft.wav', 3, 6],
      ['en_command_mycroft_core_mycroft_wakeup.wav', 3, 7.95],
    ] as const) {
      const samples = await placed(file);
      const { hits, openSamples } = await ear.hear(samples, true);
      expect(
        hits.map(({ word }) => word),
        file,
      ).toEqual(['hey mycroft']);
      const [hit] = hits;
      expect(hit?.startSample).toBeGreaterThan((from - 0.5) * RATE_HZ);
      expect(hit?.endSample).toBeLessThan(to * RATE_HZ);
      expect(openSamples).toBeLessThan(samples.length + 2 * RATE_HZ);
    }
  });

  it('gives the same scores behind the gate as without it', async () => {
    const ear = await openEar();
    const samples = await placed('en_command_mycroft_core_hey_mycroft.wav');
    const best = async (gated: boolean): Promise<number> =>
      Math.max(...(await ear.hear(samples, gated)).scores.map(({ scores: [score = 0] }) => score));
    expect(await best(true)).toBeGreaterThan(0.9);
    expect(await best(false)).toBeGreaterThan(0.9);
  });

  it('hears no word where none is said, and nothing at all in silence', async () => {
    const ear = await openEar();
    for (const file of ['en_read_whisper_jfk.wav', 'xx_noise_agents_js_office_ambience.wav']) {
      expect((await ear.hear(await readClip(file), true)).hits, file).toEqual([]);
    }
    expect((await ear.hear(new Float32Array(10 * RATE_HZ), true)).openSamples).toBe(0);
  });

  it('refuses a graph that is no wake word, and says which', async () => {
    const wrong = join(featuresFolder, 'embedding_model.onnx');
    const options = { featuresFolder, wordFiles: [wrong], providers: ['cpu'] };
    await expect(createEngine(options)).rejects.toThrow(/embedding_model\.onnx: got a graph that reads .* wanted an/);
  });
});
