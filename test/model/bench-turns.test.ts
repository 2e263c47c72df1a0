/** `bench turns` with real engines and real speech: the form of its report and what it counts, never how long things took. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchTurns } from '../../scripts/profile/turns/bench.js';
import { assemble } from '../../scripts/profile/turns/cast.js';
import { readSpeech, type SpokenClip } from '../../scripts/profile/turns/manifest.js';
import { printWaterfall } from '../../scripts/profile/turns/waterfall.js';
import { loadConfig } from '../../src/config/load.js';
import { modelsFolder, openStore } from '../../src/models/store.js';
import { canHear } from './stt-clips.js';
import { isPresent } from './voice-folder.js';

const canThink = existsSync(join(modelsFolder(), 'smollm2-135m-instruct'));
if (!canThink) console.warn(`skipped: no language model in ${modelsFolder()}; run parley models fetch`);
const manifest = join(import.meta.dirname, '../../../shared/speech/manifest.jsonl');
const sets = ['stt.model=whisper-tiny.en', 'nlp.context_manager.max_history=0'];

// Real engines in real time: slow on a machine that has other work.
describe.skipIf(!canHear('whisper-tiny.en') || !isPresent || !canThink)('bench turns', { timeout: 900_000 }, () => {
  const clipOf = (name: string): SpokenClip[] =>
    readSpeech(manifest, { language: 'en' }).filter(({ file }) => file.includes(name));

  it('plays a question to two sides, and hears both answers', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parley-turns-'));
    const { signal } = new AbortController();
    try {
      const { report, details, waterfalls } = await benchTurns({
        ...{ version: '0.0.0', runs: 1, hearMs: 300, keep: folder, signal, store: openStore() },
        ...{ onFetch: () => undefined, onNotice: () => undefined, onProgress: () => undefined },
        sides: [
          { name: '', config: await loadConfig({ sets }) },
          { name: '-without-drafts', config: await loadConfig({ sets: [...sets, 'turn.drafts=off'] }) },
        ],
        utterances: (side) => assemble({ clips: clipOf('whattimeisit') }, side, signal),
      });
      expect(report).toMatchObject({ bench: 'turns', settings: { compare: '-without-drafts', runs: 1 } });
      const names = report.rows.map(({ name }) => name);
      for (const name of ['voice-to-voice', 'endpoint', 'stt-final', 'first-token', 'first-sound'])
        for (const side of ['', '-without-drafts']) expect(names).toContain(name + side);
      expect(report.facts).toMatchObject({ turns: 1, answered: 1, falseCutOffs: 0, falseInterruptions: 0 });
      expect(report.facts).toMatchObject({ 'turns-without-drafts': 1, 'draftHits-without-drafts': 0 });
      expect(report.facts['ratio.voice-to-voice-without-drafts']).toBeGreaterThan(0);
      expect(details.turns.map(({ source, transcript }) => [source, /time/i.test(transcript)])).toEqual([
        ['skill', true],
        ['skill', true],
      ]);
      // What the recording tells is what the assistant tells, give or take a wave of the voice.
      for (const { delays } of details.turns)
        expect(Math.abs((delays.voiceToVoice ?? NaN) - (delays.firstSound ?? 0))).toBeLessThan(60);
      expect(printWaterfall(waterfalls[0] ?? { name: '', side: '', said: '', voiceToVoiceMs: 0, lines: [] })).toMatch(
        /the loudspeaker sounds/,
      );
      // One for each side, and one more of each that was not counted.
      expect(readdirSync(folder)).toHaveLength(4);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('comes to the same answer when the waiting is left out, and says that it was', async () => {
    const { signal } = new AbortController();
    const { report, details } = await benchTurns({
      ...{ version: '0.0.0', runs: 1, hearMs: 300, isVirtual: true, signal, store: openStore() },
      ...{ onFetch: () => undefined, onNotice: () => undefined, onProgress: () => undefined },
      sides: [{ name: '', config: await loadConfig({ sets }) }],
      utterances: (side) => assemble({ clips: clipOf('whattimeisit') }, side, signal),
    });
    expect(report.settings['time']).toMatch(/^virtual/);
    expect(new Set(report.rows.map(({ unit }) => unit))).toEqual(new Set(['virtual ms']));
    expect(report.facts).toMatchObject({ turns: 1, answered: 1, falseCutOffs: 0, falseInterruptions: 0 });
    expect(details.turns).toMatchObject([{ source: 'skill', transcript: expect.stringMatching(/time/i) as string }]);
    // Hiss before the voice and silence behind the answer are skipped, however slow the machine is.
    expect(report.facts['virtual.seconds']).toBeGreaterThan(Number(report.facts['virtual.tookSeconds']));
  });
});
