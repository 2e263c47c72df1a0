/** A preset that is switched while captions are told: another recogniser and other lengths from the next passage on. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createAssistant } from '../../src/assistant.js';
import type { AudioFrame } from '../../src/audio/frame.js';
import { loadConfig } from '../../src/config/load.js';
import { openStore } from '../../src/models/store.js';
import type { Caption } from '../../src/pipeline/captions.js';
import { countErrors, toWords } from '../fixtures/words.js';
import { canHear, readClip } from './stt-clips.js';

const FRAME_SAMPLES = 512;
const RATE_HZ = 16_000;
const folder = mkdtempSync(join(tmpdir(), 'parley-mode-presets-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const said = 'and so my fellow americans ask not what your country can do for you ask what you can do for your country';

/** The clip with silence behind it, twice; in between whatever `before` waits for. */
async function* speakTwice(clip: Float32Array, before: () => Promise<void>): AsyncGenerator<AudioFrame> {
  const samples = new Float32Array(clip.length + 2 * RATE_HZ);
  samples.set(clip);
  let startSample = 0;
  for (const round of [1, 2]) {
    if (round === 2) await before();
    for (let at = 0; at + FRAME_SAMPLES <= samples.length; at += FRAME_SAMPLES, startSample += FRAME_SAMPLES)
      yield { samples: samples.slice(at, at + FRAME_SAMPLES), sampleRateHz: RATE_HZ, startSample };
  }
}

describe.skipIf(!canHear('whisper-base') || !canHear('whisper-tiny.en'))('a preset switched in the middle', () => {
  it('counts for the next passage, and no word is lost', async () => {
    const path = join(folder, 'config.yaml');
    writeFileSync(path, 'presets: { low-latency: { modes: { captions: { captions: { longest_chars: 30 } } } } }\n');
    const config = await loadConfig({ path, mode: 'captions', sets: ['stt.language=en'] });
    const { signal } = new AbortController();
    const assistant = await createAssistant({ config, store: openStore(), engines: ['stt'] }, signal);
    try {
      expect(assistant.models.get('stt')?.ref).toBe('whisper-base');
      const clip = await readClip('en_read_whisper_jfk.wav');
      const endMs = (clip.length / RATE_HZ) * 1000;
      let firstRead = (): void => undefined;
      const isFirstRead = new Promise<void>((resolve) => (firstRead = resolve));
      const frames = speakTwice(clip, async () => {
        await isFirstRead;
        await assistant.switchPreset('low-latency', signal);
      });
      const captions: Caption[] = [];
      for await (const event of assistant.reading.caption(frames, signal).events) {
        if (event.kind !== 'caption' || !event.caption.committed) continue;
        captions.push(event.caption);
        if (toWords(event.caption.text).at(-1) === 'country' && event.caption.endMs > endMs - 1500) firstRead();
      }
      expect(assistant.models.get('stt')?.ref).toBe('whisper-tiny.en');
      const rounds = [0, 1].map((round) => captions.filter(({ startMs }) => startMs > endMs === (round === 1)));
      for (const heard of rounds) {
        const words = toWords(heard.map(({ text }) => text).join(' '));
        expect(countErrors(toWords(said), words)).toBeLessThan(3);
      }
      const [first = [], second = []] = rounds;
      expect(first.filter(({ end }) => end === 'length')).toEqual([]);
      expect(second.filter(({ end }) => end === 'length').length).toBeGreaterThan(1);
      for (const { text } of second) expect(text.trim().length).toBeLessThanOrEqual(30);
    } finally {
      await assistant.close();
    }
  });
});
