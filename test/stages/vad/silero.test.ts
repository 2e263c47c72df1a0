import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AudioFrame } from '../../../src/audio/frame.js';
import type { SpeechEvent } from '../../../src/pipeline/messages.js';
import { createSileroStage, type VadSettings } from '../../../src/stages/vad/silero.js';
import { collect, testScope } from '../../fakes/scope.js';

const RATE_HZ = 16_000;
const speech = join(import.meta.dirname, '../../../../shared/speech');
const sample = join(import.meta.dirname, '../../../assets/sample');

const settings: VadSettings = {
  aggressiveness: 2,
  padding_duration_ms: 300,
  min_speech_duration_ms: 250,
  max_utterance_ms: 30_000,
};

/** Samples of a 16 kHz mono 16-bit WAV with a canonical header, and a second of faint noise after them. */
function readClip(path: string): Float32Array {
  const bytes = readFileSync(path);
  const samples = new Float32Array((bytes.length - 44) / 2 + RATE_HZ);
  for (let i = 0; i < samples.length - RATE_HZ; i += 1) samples[i] = bytes.readInt16LE(44 + 2 * i) / 32_768;
  for (let i = samples.length - RATE_HZ; i < samples.length; i += 1) samples[i] = 1e-4 * Math.sin(i * 1.7);
  return samples;
}

async function* inChunks(samples: Float32Array, size: number): AsyncGenerator<AudioFrame, void, undefined> {
  for (let start = 0; start < samples.length; start += size) {
    yield { samples: samples.subarray(start, start + size), sampleRateHz: RATE_HZ, startSample: start };
  }
}

async function detect(samples: Float32Array, chunk: number, change: Partial<VadSettings> = {}): Promise<SpeechEvent[]> {
  const current = { ...settings, ...change };
  const stage = createSileroStage(() => current);
  try {
    return await collect(stage.run(inChunks(samples, chunk), testScope()));
  } finally {
    await stage.close?.();
  }
}

const withoutFrames = (events: SpeechEvent[]): SpeechEvent[] => events.filter((event) => event.kind !== 'frame');

describe('silero stage', () => {
  it('finds a question in its clip, the same one whatever the size of the chunks', async () => {
    const samples = readClip(join(sample, 'what-time-is-it.wav'));
    const events = withoutFrames(await detect(samples, 1024));
    expect(events[0]).toEqual({ kind: 'speech-start', atSample: 6 * 512 });
    expect(events.some((event) => event.kind === 'speech-confirmed')).toBe(true);
    const end = events.at(-1);
    expect(end?.kind).toBe('speech-end');
    expect(end?.kind === 'speech-end' && end.lastSpeechSample / RATE_HZ).toBeCloseTo(1.09, 1);
    for (const chunk of [137, 512, 4096]) expect(withoutFrames(await detect(samples, chunk))).toEqual(events);
  });

  it('passes every whole frame on exactly once', async () => {
    const samples = readClip(join(sample, 'what-time-is-it.wav'));
    const frames = (await detect(samples, 700)).filter((event) => event.kind === 'frame');
    expect(frames).toHaveLength(Math.floor(samples.length / 512));
    frames.forEach(({ frame }, index) => {
      expect(frame.startSample).toBe(index * 512);
      expect(frame.samples).toEqual(samples.subarray(index * 512, (index + 1) * 512));
    });
  });

  it('is not disturbed by a warm-up in the middle of a stream', async () => {
    const samples = readClip(join(sample, 'what-time-is-it.wav'));
    const undisturbed = await detect(samples, 512);
    const stage = createSileroStage(() => settings);
    const events: SpeechEvent[] = [];
    for await (const event of stage.run(inChunks(samples, 512), testScope())) {
      events.push(event);
      await stage.warmUp?.(testScope().signal);
    }
    await stage.close?.();
    expect(events).toEqual(undisturbed);
  });

  it('hears several streams at once as it hears each alone', async () => {
    const names = ['what-time-is-it.wav', 'megabytes-in-a-bit.wav', 'grapefruit-in-french.wav'];
    const clips = names.map((name) => readClip(join(sample, name)));
    const alone = [];
    for (const samples of clips) alone.push(await detect(samples, 512));
    const stage = createSileroStage(() => settings);
    const together = await Promise.all(clips.map((samples) => collect(stage.run(inChunks(samples, 512), testScope()))));
    await stage.close?.();
    expect(together).toEqual(alone);
  });

  it('hears nothing in silence', async () => {
    expect(withoutFrames(await detect(new Float32Array(RATE_HZ * 3), 1024))).toEqual([]);
  });

  it('is harder to convince the more aggressive it is', async () => {
    const quiet = readClip(join(sample, 'megabytes-in-a-bit.wav')).map((value) => value * 0.02);
    const speechFrames = async (aggressiveness: 0 | 3): Promise<number> => {
      const events = await detect(quiet, 512, { aggressiveness });
      const positive = aggressiveness === 0 ? 0.3 : 0.7;
      return events.filter((event) => event.kind === 'frame' && event.speechProbability >= positive).length;
    };
    expect(await speechFrames(0)).toBeGreaterThan(await speechFrames(3));
  });

  it('ends a long speech by force and goes on in a new one', async () => {
    const one = readClip(join(sample, 'megabytes-in-a-bit.wav'));
    const events = withoutFrames(await detect(one, 512, { max_utterance_ms: 1000 }));
    const kinds = events.map((event) => (event.kind === 'speech-end' ? `end:${event.forced}` : event.kind));
    expect(kinds).toContain('end:true');
    expect(kinds.filter((kind) => kind === 'speech-start').length).toBeGreaterThan(1);
  });

  it('refuses a rate it was not made for', async () => {
    const stage = createSileroStage(() => settings);
    const wrong: AudioFrame = { samples: new Float32Array(512), sampleRateHz: 8000, startSample: 0 };
    const run = collect(
      stage.run(
        (async function* () {
          yield wrong;
        })(),
        testScope(),
      ),
    );
    await expect(run).rejects.toThrow('got 8000 Hz, wanted 16000 Hz');
    await stage.close?.();
    await stage.close?.();
  });

  it.skipIf(!existsSync(speech))('finds no speech in office noise and typing', async () => {
    for (const file of ['xx_noise_agents_js_office_ambience.wav', 'xx_noise_agents_js_keyboard_typing.wav']) {
      expect(withoutFrames(await detect(readClip(join(speech, file)), 1024)), file).toEqual([]);
    }
  });
});
