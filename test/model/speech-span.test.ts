/** Where a voice ends in recordings, found by the detector and the loudness together. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LINE_RATE_HZ } from '../../scripts/profile/turns/live-line.js';
import { speechSpan, type SpeechSpan } from '../../scripts/profile/turns/speech-span.js';
import { readWav } from '../../src/audio/wav.js';
import { loadConfig } from '../../src/config/load.js';
import { join as joined } from '../../src/models/piper/trim.js';
import { testScope } from '../fakes/scope.js';
import { noise } from '../scripts/profile/turns/sound.js';

const folder = join(import.meta.dirname, '../../../shared/speech');
if (!existsSync(folder)) console.warn('skipped: no recordings in ../shared/speech');

async function spanOf(samples: Float32Array): Promise<SpeechSpan> {
  const { vad, turn } = (await loadConfig({})).settings;
  return speechSpan(samples, { ...vad, max_utterance_ms: turn.max_utterance_ms }, testScope());
}

async function read(file: string): Promise<Float32Array> {
  return (await readWav(join(folder, file), LINE_RATE_HZ)).samples;
}

describe.skipIf(!existsSync(folder))('speechSpan', () => {
  it.each([
    // Ends that a second way of looking finds: the loudness of what RNNoise leaves.
    ['en_question_mycroft_core_weather_mycroft.wav', 2810],
    ['en_read_whisper_jfk.wav', 10_420],
    ['en_question_assistant_sdk_python_whattimeisit.wav', 1060],
    ['en_read_speechbrain_spk1_snt3.wav', 2700],
  ])('finds the last word of %s, whatever hums behind it', async (file, endMs) => {
    const span = await spanOf(await read(file));
    expect(Math.abs(span.endMs - endMs)).toBeLessThan(100);
  });

  it('does not take noise of the room for the end of the voice', async () => {
    const voice = await read('en_question_assistant_sdk_python_whattimeisit.wav');
    const alone = await spanOf(voice);
    const loudest = voice.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    const padMs = 1500;
    for (const db of [-30, -40, -50]) {
      const hum = noise(padMs, LINE_RATE_HZ).map((sample) => sample * loudest * 10 ** (db / 20));
      const span = await spanOf(joined([hum, voice, hum]));
      expect(Math.abs(span.endMs - padMs - alone.endMs), `${db} dB`).toBeLessThan(100);
    }
  });
});
