/** What the bench of captions makes of what it was told. */
import { describe, expect, it } from 'vitest';
import { encoderFacts, silentClips } from '../../../../scripts/profile/captions/facts.js';
import { memoryFacts, type MemorySample } from '../../../../scripts/profile/live/memory.js';
import { LanguageSwitches } from '../../../../scripts/profile/captions/switches.js';
import { WordLags } from '../../../../scripts/profile/captions/word-lags.js';
import { createEffort } from '../../../../src/models/whisper/effort.js';
import type { Caption } from '../../../../src/pipeline/captions.js';

/** One word every 100 ms from `startMs` on. */
function caption(id: number, text: string, more: Partial<Caption> = {}): Caption {
  const startMs = more.startMs ?? 0;
  const words = text
    .split(' ')
    .map((word, i) => ({ text: word, startMs: startMs + 100 * i, endMs: startMs + 100 * (i + 1) }));
  const endMs = words.at(-1)?.endMs ?? startMs;
  return { id, text, stable: '', language: 'en', committed: false, startMs, endMs, words, ...more };
}

describe('the lag of a word', () => {
  it('counts from its end to where it was shown, promised and committed, across captions', () => {
    const lags = new WordLags();
    lags.take(caption(0, 'I am hair'), 400);
    lags.take(caption(0, 'I am here. You', { stable: 'I am' }), 700);
    lags.take(caption(0, 'I am here.', { stable: 'I am here.', committed: true, end: 'sentence' }), 1000);
    lags.take(caption(1, 'You', { startMs: 300, stable: 'You', committed: true, end: 'end' }), 1200);
    expect(lags.lags).toEqual([
      { text: 'I', endMs: 100, shown: 300, stable: 600, committed: 900 },
      { text: 'am', endMs: 200, shown: 200, stable: 500, committed: 800 },
      { text: 'here.', endMs: 300, shown: 400, stable: 700, committed: 700 },
      { text: 'You', endMs: 400, shown: 300, stable: 800, committed: 800 },
    ]);
    expect(lags.commitDelaysMs).toEqual([700, 800]);
    expect(lags.retracted).toBe(0);
  });

  it('counts promises that were not kept', () => {
    const lags = new WordLags();
    lags.take(caption(0, 'I am', { stable: 'I am' }), 300);
    lags.take(caption(0, 'I was', { stable: 'I' }), 600);
    expect(lags.retracted).toBe(1);
  });
});

describe('a change of language', () => {
  it('is seen where the caption keeps to it, counted from its first word', () => {
    const switches = new LanguageSwitches();
    switches.take(caption(0, 'yes', { committed: true, stable: 'yes', end: 'pause' }), 500);
    const startMs = 1000;
    switches.take(caption(1, 'is', { startMs }), 1300);
    switches.take(caption(1, 'es', { startMs, language: 'de' }), 1600);
    switches.take(caption(1, 'is', { startMs }), 1900);
    switches.take(caption(1, 'es ist', { startMs, language: 'de' }), 2200);
    expect(switches.seen).toEqual([]);
    switches.take(caption(1, 'es ist', { startMs, language: 'de', committed: true, end: 'pause' }), 2500);
    expect(switches.seen).toEqual([{ from: 'en', to: 'de', atMs: 1000, seenAfterMs: 1200 }]);
  });
});

describe('the facts', () => {
  it('name the clips in whose time no word was heard', () => {
    const clip = { file: 'a.wav', path: '/a.wav', text: 'a', lang: 'en', kind: 'read' };
    const noise = { ...clip, kind: 'noise' };
    const aired = [0, 5000, 10_000].map((startMs) => ({ clip, startMs, endMs: startMs + 3000 }));
    const heard = [caption(0, 'one', { startMs: 500 }), caption(1, 'two', { startMs: 11_000 })];
    expect(silentClips([...aired, { clip: noise, startMs: 20_000, endMs: 22_000 }], heard)).toEqual([aired[1]]);
  });

  it('tell what of the encoder was saved', () => {
    const effort = { ...createEffort(), encoderRuns: 40, encoderPositions: 6000, encoderKept: 2000, languageLooks: 60 };
    expect(encoderFacts(effort)).toMatchObject({
      ...{ runsSavedPercent: 60, positionsKeptPercent: 25, ofWholeWindowsPercent: 4 },
    });
  });

  it('tell how memory grows, once it is warm', () => {
    const at = (i: number): MemorySample => ({
      ...{ atMs: i * 3_600_000, mainBytes: 5e7 },
      enginesBytes: 1e6 * (i < 10 ? 100 * i : 1000 + 2 * i),
    });
    expect(memoryFacts(Array.from({ length: 40 }, (_, i) => at(i)))).toEqual({
      ...{ rssMb: 1128, rssPeakMb: 1128, rssSlopeMbPerHour: 2 },
      ...{ 'rssSlopeMbPerHour.main': 0, 'rssSlopeMbPerHour.engines': 2 },
    });
    expect(memoryFacts([at(1)])).toMatchObject({ rssMb: 150, rssSlopeMbPerHour: undefined });
  });
});
