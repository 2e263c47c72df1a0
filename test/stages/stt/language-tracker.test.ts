/** The language tracker: quick to a first language, slow to leave it, however the looks are spaced. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LanguageTracker, type Guess, type LanguageSwitch } from '../../../src/stages/stt/language-tracker.js';

const languages = ['en', 'de', 'fr', 'ja'] as const;
const HOLD_MS = 1500;

/** A look in which one language has this share and the others what is left. */
function lookOf(language: string, probability = 0.95): Guess[] {
  const others = languages.filter((other) => other !== language);
  const rest = others.map((other) => ({ language: other, probability: (1 - probability) / others.length }));
  return [{ language, probability }, ...rest];
}

interface Run {
  readonly tracker: LanguageTracker;
  readonly switches: readonly LanguageSwitch[];
}

/** Looks every `stepMs` at what `spoken` says is spoken then. */
function watch(stepMs: number, totalMs: number, spoken: (atMs: number) => readonly Guess[]): Run {
  const tracker = new LanguageTracker();
  const switches: LanguageSwitch[] = [];
  for (let atMs = stepMs; atMs <= totalMs; atMs += stepMs) {
    const change = tracker.update(spoken(atMs), atMs);
    if (change !== undefined) switches.push(change);
  }
  return { tracker, switches };
}

const guesses = fc
  .tuple(fc.constantFrom(...languages), fc.double({ min: 0.3, max: 0.999, noNaN: true }))
  .map(([language, probability]) => lookOf(language, probability));
const looks = fc.array(fc.tuple(guesses, fc.integer({ min: 20, max: 1500 })), { maxLength: 60 });

function follow(steps: readonly (readonly [readonly Guess[], number])[], expected?: string): Run {
  const tracker = new LanguageTracker(expected);
  const switches: LanguageSwitch[] = [];
  let atMs = 0;
  for (const [look, stepMs] of steps) {
    atMs += stepMs;
    const change = tracker.update(look, atMs);
    if (change !== undefined) switches.push(change);
  }
  return { tracker, switches };
}

describe('LanguageTracker', () => {
  it('knows nothing before its first look but what is expected', () => {
    expect(new LanguageTracker().language).toBeUndefined();
    expect(new LanguageTracker('de').language).toBe('de');
    expect(new LanguageTracker().isSettled).toBe(false);
  });

  it('finds a single language and stays with it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...languages),
        fc.integer({ min: 50, max: 1000 }),
        fc.double({ min: 0.86, max: 0.999, noNaN: true }),
        (language, stepMs, probability) => {
          const { tracker, switches } = watch(stepMs, 8000, () => lookOf(language, probability));
          expect(tracker.language).toBe(language);
          expect(tracker.isSure).toBe(true);
          expect(switches).toEqual([]);
        },
      ),
    );
  });

  it('tells a lasting change once, with the time since which the new language was ahead', () => {
    for (const stepMs of [100, 250, 300, 500, 1000]) {
      const { tracker, switches } = watch(stepMs, 9000, (atMs) => lookOf(atMs <= 4000 ? 'en' : 'de'));
      expect(switches).toHaveLength(1);
      const [change] = switches;
      expect(change).toMatchObject({ from: 'en', to: 'de' });
      expect(tracker.language).toBe('de');
      // Looks cannot tell times more finely than they are spaced.
      expect(Math.abs((change?.sinceMs ?? 0) - 4000)).toBeLessThanOrEqual(stepMs);
      expect(Math.abs((change?.atMs ?? 0) - 4000 - HOLD_MS)).toBeLessThanOrEqual(stepMs);
    }
  });

  it('does not switch for what does not last, but has its doubts meanwhile', () => {
    for (const stepMs of [100, 300, 500]) {
      const spoken = (atMs: number): Guess[] => lookOf(atMs % 4000 > 2900 && atMs > 2500 ? 'fr' : 'en');
      const { switches } = watch(stepMs, 30_000, spoken);
      expect(switches).toEqual([]);
    }
    const { tracker } = watch(300, 3000, (atMs) => lookOf(atMs < 2900 ? 'en' : 'de'));
    expect([tracker.language, tracker.isSettled, tracker.isSure]).toEqual(['en', true, false]);
  });

  it('lets what is hardly ahead wait longer', () => {
    const clear = watch(300, 20_000, (atMs) => lookOf(atMs <= 3000 ? 'en' : 'de'));
    const faint = watch(300, 20_000, (atMs) => (atMs <= 3000 ? lookOf('en') : lookOf('de', 0.5)));
    expect(faint.switches).toHaveLength(1);
    expect(faint.switches[0]?.atMs).toBeGreaterThan(1000 + (clear.switches[0]?.atMs ?? 0));
  });

  it('never switches twice within the hold time, nor without one of evidence, whatever it is shown', () => {
    fc.assert(
      fc.property(looks, (steps) => {
        const { switches } = follow(steps);
        let before = 0;
        for (const { from, to, atMs, sinceMs } of switches) {
          expect(from).not.toBe(to);
          expect(atMs - sinceMs).toBeGreaterThanOrEqual(HOLD_MS);
          expect(sinceMs).toBeGreaterThanOrEqual(before);
          before = atMs;
        }
      }),
    );
  });

  it('says the same of the same looks, and its switches lead to its language', () => {
    fc.assert(
      fc.property(looks, fc.option(fc.constantFrom(...languages), { nil: undefined }), (steps, expected) => {
        const once = follow(steps, expected);
        const again = follow(steps, expected);
        expect(again.switches).toEqual(once.switches);
        expect(again.tracker.language).toBe(once.tracker.language);
        if (once.switches.length > 0) expect(once.tracker.language).toBe(once.switches.at(-1)?.to);
      }),
    );
  });

  it('ignores looks at nothing new', () => {
    const { tracker } = watch(300, 3000, () => lookOf('en'));
    for (let i = 0; i < 50; i++) expect(tracker.update(lookOf('de'), 3000)).toBeUndefined();
    expect(tracker.update([], 9000)).toBeUndefined();
    expect(tracker.language).toBe('en');
  });

  it('stays with the expected language while another is hardly likelier, and is sure of it sooner', () => {
    const neighbour: Guess[] = [
      { language: 'de', probability: 0.54 },
      { language: 'nl', probability: 0.32 },
    ];
    const unsure: Guess[] = [
      { language: 'nl', probability: 0.75 },
      { language: 'de', probability: 0.15 },
    ];
    expect(
      follow(
        [
          [neighbour, 1000],
          [neighbour, 1000],
          [neighbour, 2000],
        ],
        'nl',
      ).tracker.language,
    ).toBe('nl');
    expect(
      follow([
        [neighbour, 1000],
        [neighbour, 1000],
      ]).tracker.language,
    ).toBe('de');
    expect(
      follow(
        [
          [unsure, 1000],
          [unsure, 1000],
        ],
        'nl',
      ).tracker.isSettled,
    ).toBe(true);
    expect(
      follow([
        [unsure, 1000],
        [unsure, 1000],
      ]).tracker.isSettled,
    ).toBe(false);
  });

  it('takes a short sound for the expected language, and believes clear speech against it', () => {
    const unclear: Guess[] = [
      { language: 'en', probability: 0.55 },
      { language: 'de', probability: 0.08 },
    ];
    const tracker = new LanguageTracker('de');
    tracker.update(unclear, 600);
    expect(tracker.language).toBe('de');
    tracker.update(lookOf('en', 0.97), 1300);
    expect(tracker.language).toBe('en');
    expect(tracker.isSettled).toBe(true);
  });
});
