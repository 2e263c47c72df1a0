/** Speech without turns, with the real detector and the real recogniser: nothing lost, nothing taken back, each language its own. */
import { describe, expect, it } from 'vitest';
import { benchCaptions } from '../../scripts/profile/captions/bench.js';
import type { Aired } from '../../scripts/profile/captions/programme.js';
import type { Clip } from '../../scripts/profile/stt/clips.js';
import { loadConfig } from '../../src/config/load.js';
import type { Caption } from '../../src/pipeline/captions.js';
import { canHear, clips, readClip, speechFolder, sttFolder } from './stt-clips.js';

interface Heard {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly captions: readonly Caption[];
  readonly aired: readonly Aired[];
}

/** Says the clips one after the other, as fast as they are read. */
async function caption(id: string, files: readonly string[], language: string): Promise<Heard> {
  const { settings } = await loadConfig({});
  const { report, details } = await benchCaptions({
    ...{ version: '0.0.0', model: { name: id, folder: sttFolder(id) }, gapMs: 0, isRealTime: false, burners: 0 },
    settings: { ...settings, stt: { ...settings.stt, language } },
    clips: files.map((file): Clip => {
      const clip = clips.find((one) => one.file === file);
      if (clip === undefined) throw new Error(`no clip ${file}`);
      return { ...clip, path: `${speechFolder}/${file}` };
    }),
    // Each once: the last one begins before that.
    lengthMs: (await lengthMs(files)) - 500,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  return { facts: report.facts, ...(details as Omit<Heard, 'facts'>) };
}

async function lengthMs(files: readonly string[]): Promise<number> {
  const sounds = await Promise.all(files.map(readClip));
  return sounds.reduce((sum, { length }) => sum + length / 16, 0);
}

describe('captions of real speech', () => {
  it.runIf(canHear('whisper-tiny.en'))('hold all of the words, and none is taken back', async () => {
    const files = clips
      .filter(({ file, text }) => /austen|2412_153948|spk1_snt[12]/.test(file) && text !== null)
      .map(({ file }) => file);
    const { facts, captions } = await caption('whisper-tiny.en', files, 'en');
    expect(facts).toMatchObject({ clips: files.length, retractions: 0, clipsWithoutWords: 0 });
    expect(facts['wer']).toBeLessThan(0.15);
    expect(captions.map(({ id }) => id)).toEqual(captions.map((_, i) => i));
    expect(captions.length).toBeGreaterThan(files.length / 2);
    const times = captions.flatMap(({ startMs, endMs }) => [startMs, endMs]);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it.runIf(canHear('whisper-base'))(
    'change their language with the speaker, and lose nothing at the seams',
    async () => {
      const files = [
        'en_read_whisper_jfk.wav',
        'de_read_speech_to_text_nodejs_de_de_narrowbandmodel_sample2.wav',
        'fr_read_speech_to_text_nodejs_fr_fr_broadband_sample1.wav',
        'en_read_lhotse_2412_153948_0000.wav',
      ];
      const { facts, captions, aired } = await caption('whisper-base', files, 'auto');
      expect(facts).toMatchObject({ retractions: 0, clipsWithoutWords: 0 });
      for (const { clip, startMs, endMs } of aired) {
        const own = captions.filter(
          (one) => (one.startMs + one.endMs) / 2 > startMs && (one.startMs + one.endMs) / 2 < endMs,
        );
        expect(new Set(own.map(({ language }) => language))).toEqual(new Set([clip.lang]));
      }
      const text = captions.map((one) => one.text).join(' ');
      // The last and the first words at each seam.
      for (const words of [
        /do for your country/i,
        /Haus/,
        /hinaus/i,
        /^.*Tous les êtres/i,
        /fraternité/i,
        /If the reader/i,
      ])
        expect(text).toMatch(words);
    },
  );
});
