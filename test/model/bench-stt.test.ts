/** `bench stt` on a few real clips: the form of its report and what it counts, never how long things took. */
import { describe, expect, it } from 'vitest';
import { benchStt, type SttBenchOptions } from '../../scripts/profile/stt/bench.js';
import { findManifest, readManifest } from '../../scripts/profile/stt/clips.js';
import { loadConfig } from '../../src/config/load.js';
import { packageRoot } from '../../src/models/catalog.js';
import { canHear, sttFolder } from './stt-clips.js';

const id = 'whisper-tiny.en';
const names = [
  'en_command_mycroft_core_stop.wav',
  'en_question_assistant_sdk_python_whattimeisit.wav',
  'xx_noise_pipecat_ding.wav',
];

async function options(more: Partial<SttBenchOptions>): Promise<SttBenchOptions> {
  const { settings } = await loadConfig({});
  return {
    ...{ version: '0.0.0', model: { name: id, folder: sttFolder(id) }, settings, threads: 1, language: 'en' },
    ...{ pace: 'lockstep', reference: true, parts: [{ kind: 'clips' }], signal: new AbortController().signal },
    onProgress: () => undefined,
    ...more,
  };
}

describe.skipIf(!canHear(id))('bench stt', () => {
  const clips = canHear(id)
    ? readManifest(findManifest(undefined, packageRoot())).filter(({ file }) => names.includes(file))
    : [];

  it('reports delays, costs and errors in the one form', async () => {
    const { report, details } = await benchStt(clips, await options({}));
    expect(report).toMatchObject({ bench: 'stt', settings: { model: id, threads: 1, pace: 'lockstep' } });
    const rows = new Map(report.rows.map((row) => [row.name, row]));
    for (const name of ['final', 'final-at-endpoint', 'encoder', 'decoder', 'rtf', 'memory']) {
      expect(rows.get(name)?.n, name).toBeGreaterThan(0);
    }
    expect(rows.get('final')?.n).toBe(2);
    expect(rows.has('peer')).toBe(false);
    expect(report.facts).toMatchObject({
      clips: 3,
      written: 2,
      noiseClips: 1,
      noiseClipsWithText: 0,
      retractions: 0,
      loops: 0,
    });
    expect(report.facts).toMatchObject({
      'wer.full': 0,
      'wer.fast': 0,
      singleWords: 1,
      singleWordsRight: 1,
      worse: [],
    });
    expect(details).toHaveLength(3);
  });

  it('shows what each way to save work saves', async () => {
    const { report } = await benchStt(clips.slice(1), await options({ parts: [{ kind: 'ablation' }] }));
    const table = report.facts['ablation'] as { off: string; encoderPositions: number }[];
    expect(table.map(({ off }) => off)).toEqual(['none', 'tail', 'reuse', 'draft', 'cache', 'all']);
    const positions = new Map(table.map(({ off, encoderPositions }) => [off, encoderPositions]));
    expect(positions.get('none')).toBeGreaterThan(0);
    // Whisper's own window has 1500 positions, however short the sound.
    expect(positions.get('tail') ?? 0).toBeGreaterThanOrEqual(1500);
    expect(positions.get('none') ?? 0).toBeLessThan(positions.get('tail') ?? 0);
  });
});
