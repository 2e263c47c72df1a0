/** The language watch over scripted sound: where it looks, how often, and where it puts the seam. */
import { describe, expect, it } from 'vitest';
import type { LanguageLook } from '../../../src/models/whisper/languages.js';
import { LanguageWatch } from '../../../src/stages/stt/language-watch.js';

const RATE_HZ = 16_000;

interface Part {
  readonly language: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Loud noise where somebody speaks, next to nothing elsewhere. */
function soundOf(parts: readonly Part[], totalMs: number): Float32Array {
  const samples = new Float32Array((totalMs * RATE_HZ) / 1000);
  let state = 7;
  for (let i = 0; i < samples.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const atMs = (i * 1000) / RATE_HZ;
    const loud = parts.some(({ fromMs, toMs }) => atMs >= fromMs && atMs < toMs);
    samples[i] = (state / 2 ** 31 - 1) * (loud ? 0.3 : 0.0003);
  }
  return samples;
}

/** Hears each language by its share of the speech in the stretch. `offsetMs` lies before the stretch that is asked about. */
function lookAt(parts: readonly Part[], asked: (readonly [number, number])[] = [], offsetMs = 0): LanguageLook {
  return ({ fromMs, toMs }) => {
    asked.push([fromMs, toMs]);
    const shares = new Map<string, number>();
    for (const part of parts) {
      const shared = Math.min(toMs + offsetMs, part.toMs) - Math.max(fromMs + offsetMs, part.fromMs);
      shares.set(part.language, (shares.get(part.language) ?? 0) + Math.max(0, shared));
    }
    const sum = [...shares.values()].reduce((total, share) => total + share, 0.001);
    const guesses = [...shares].map(([language, share]) => ({ language, probability: (share + 0.0001) / sum }));
    return Promise.resolve(guesses.sort((a, b) => b.probability - a.probability));
  };
}

const german: Part = { language: 'de', fromMs: 0, toMs: 5000 };
const english: Part = { language: 'en', fromMs: 5300, toMs: 12_000 };

describe('LanguageWatch', () => {
  it('looks at all there is at first and at the last three seconds later, once for each step', async () => {
    const watch = new LanguageWatch();
    const samples = soundOf([german], 5000);
    const asked: (readonly [number, number])[] = [];
    const look = lookAt([german], asked);
    for (const ms of [300, 400, 1300, 2300, 4900]) {
      const part = samples.subarray(0, (ms * RATE_HZ) / 1000);
      expect(await watch.choose({ samples: part, offsetSamples: 0 }, look)).toBe('de');
    }
    // 400 ms bring too little that is new; 4.9 s bring so much that three looks share it.
    expect(asked).toEqual([
      [0, 300],
      [0, 1300],
      [0, 2300],
      [300, 3300],
      [1300, 4300],
      [1900, 4900],
    ]);
    expect(watch.isSure).toBe(true);
  });

  it.each([300, 700, 12_000])('finds the seam in the pause when it hears %i ms at a time', async (stepMs) => {
    const watch = new LanguageWatch();
    const samples = soundOf([german, english], 12_000);
    const look = lookAt([german, english]);
    for (let ms = stepMs; ms <= 12_000 && watch.seam === undefined; ms += stepMs) {
      await watch.choose({ samples: samples.subarray(0, (ms * RATE_HZ) / 1000), offsetSamples: 0 }, look);
    }
    expect(watch.seam).toMatchObject({ from: 'de', to: 'en' });
    const seamMs = ((watch.seam?.atSample ?? 0) * 1000) / RATE_HZ;
    expect(seamMs).toBeGreaterThan(4950);
    expect(seamMs).toBeLessThan(5350);
    // Until the switch is followed the old language stays, and nothing is looked at.
    expect(await watch.choose({ samples, offsetSamples: 0 }, () => Promise.reject(new Error('looked')))).toBe('de');
    watch.pass();
    const offsetSamples = 5150 * 16;
    const rest = { samples: samples.subarray(offsetSamples), offsetSamples };
    expect(await watch.choose(rest, lookAt([german, english], [], 5150))).toBe('en');
    expect(watch.seam).toBeUndefined();
  });

  it('does not look at silence', async () => {
    const watch = new LanguageWatch();
    const samples = soundOf([{ ...german, toMs: 2000 }], 9000);
    const asked: (readonly [number, number])[] = [];
    await watch.choose({ samples, offsetSamples: 0 }, lookAt([german], asked));
    expect(asked.map(([, toMs]) => toMs)).toEqual([1000, 2000]);
  });

  it('falls back to what is expected, or to English, where there is nothing to look at', async () => {
    const nothing = { samples: new Float32Array(0), offsetSamples: 0 };
    const look: LanguageLook = () => Promise.reject(new Error('looked'));
    expect(await new LanguageWatch().choose(nothing, look)).toBe('en');
    expect(await new LanguageWatch('fr').choose(nothing, look)).toBe('fr');
  });
});
