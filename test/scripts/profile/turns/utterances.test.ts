/** What is said in the bench: lines of a manifest, recordings made alike, pauses put in, and noises. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { splice } from '../../../../scripts/profile/turns/hesitations.js';
import { LINE_RATE_HZ } from '../../../../scripts/profile/turns/live-line.js';
import { readSpeech } from '../../../../scripts/profile/turns/manifest.js';
import { click, cough, knock } from '../../../../scripts/profile/turns/noises.js';
import { trimUtterance, type Utterance } from '../../../../scripts/profile/turns/utterance.js';
import { join as joined } from '../../../../src/models/piper/trim.js';
import { silence, tone } from './sound.js';

describe('readSpeech', () => {
  let folder: string;
  const write = (...lines: readonly (string | object)[]): string => {
    const path = join(folder, 'manifest.jsonl');
    writeFileSync(path, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
    return path;
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'parley-turns-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('reads lines with and without a language and an end', () => {
    const path = write(
      { file: 'a.wav', text: 'stop', kind: 'command', eos_ms: 812.5 },
      { file: 'b.wav', text: null, kind: 'question', lang: 'fr' },
      '',
      { file: 'c.wav', kind: 'question', lang: 'en' },
    );
    expect(readSpeech(path, { language: 'en', kinds: ['command', 'question'] })).toMatchObject([
      { path: join(folder, 'a.wav'), eos_ms: 812.5, text: 'stop', lang: 'en' },
      { path: join(folder, 'c.wav'), eos_ms: undefined, text: null },
    ]);
  });

  it('names the line at fault', () => {
    expect(() => readSpeech(write({ file: 'a.wav', kind: 'x' }, '{'), {})).toThrow(
      /manifest\.jsonl:2: no JSON; wanted/,
    );
    expect(() => readSpeech(write({ file: 'a.wav', kind: 'x', eos_ms: 'soon' }), {})).toThrow(/:1: eos_ms: .*; wanted/);
  });
});

describe('trimUtterance', () => {
  it('keeps half a second before the voice, fades behind it, and makes all equally loud', () => {
    const hum = tone(2000, LINE_RATE_HZ).map((sample) => sample / 100);
    const voice = tone(1000, LINE_RATE_HZ);
    const cut = trimUtterance(joined([hum, voice, hum]), { startMs: 2000, endMs: 3000 });
    expect(cut).toMatchObject({ startMs: 500, endMs: 1500 });
    expect(cut.samples).toHaveLength(1.7 * LINE_RATE_HZ);
    expect(Math.max(...cut.samples)).toBeCloseTo(0.6, 3);
    expect(Math.abs(cut.samples.at(-1) ?? 1)).toBeLessThan(1e-4);
  });

  it('adds nothing to a recording that is short already', () => {
    const cut = trimUtterance(tone(100, LINE_RATE_HZ), { startMs: 0, endMs: 100 });
    expect(cut).toMatchObject({ startMs: 0, endMs: 100 });
    expect(cut.samples).toHaveLength(0.1 * LINE_RATE_HZ);
  });
});

describe('splice', () => {
  const word = tone(300, LINE_RATE_HZ);
  const [breath, gap] = [silence(40, LINE_RATE_HZ), silence(100, LINE_RATE_HZ)];
  const samples = joined([word, breath, word, breath, word, gap, word, breath, word]);
  const utterance: Utterance = {
    ...{ name: 'clip', kind: 'read', text: 'a b c d e', samples },
    ...{ startMs: 0, endMs: (samples.length / LINE_RATE_HZ) * 1000 },
  };
  const words = [300, 640, 980, 1380, 1720].map((endMs) => ({ text: 'x', startMs: endMs - 300, endMs }));

  it('puts the pause where the voice is quietest, between words, and nothing else changes', () => {
    const made = splice(utterance, words, 700);
    expect(made).toMatchObject({ name: 'clip-hesitation', kind: 'hesitation', text: 'a b c d e' });
    expect(made?.endMs).toBeCloseTo(utterance.endMs + 700, 6);
    const { startMs = 0, endMs = 0 } = made?.pause ?? {};
    expect(endMs - startMs).toBe(700);
    expect(made?.samples.length).toBe(samples.length + 0.7 * LINE_RATE_HZ);
    const inside = made?.samples.subarray((startMs / 1000) * LINE_RATE_HZ, (endMs / 1000) * LINE_RATE_HZ) ?? [1];
    expect(Math.max(...inside)).toBe(0);
    // One of the places between the inner words.
    expect([650, 1030].some((ms) => Math.abs(startMs - ms) < 60)).toBe(true);
  });

  it('leaves utterances alone that are too short to hesitate in', () => {
    expect(splice(utterance, words.slice(0, 3), 700)).toBeUndefined();
  });
});

describe('noises', () => {
  it('are as loud as they say, end, and differ by their seed', () => {
    for (const make of [cough, click, knock]) {
      const made = make(1);
      expect(Math.max(...made.map(Math.abs)), make.name).toBeCloseTo(0.5, 5);
      expect(Math.abs(made.at(-1) ?? 1), make.name).toBeLessThan(0.05);
      expect(made.length / LINE_RATE_HZ, make.name).toBeLessThan(1.5);
      expect(make(1)).toEqual(made);
      expect(make(2)).not.toEqual(made);
    }
  });
});
