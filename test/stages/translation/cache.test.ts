import { describe, expect, it } from 'vitest';
import { TranslationCache } from '../../../src/stages/translation/cache.js';
import { Rest } from '../../../src/stages/translation/rest.js';
import { HandClock } from './fakes.js';

const key = { text: 'Guten Tag.', from: 'de', to: 'en', engine: 'whisper base', glossary: '[]' };

describe('kept translations', () => {
  it('are found by everything that they depend on', () => {
    const cache = new TranslationCache({ size: 10, ttlMs: 1000, clock: new HandClock() });
    cache.keep(key, 'Good day.');
    expect(cache.find({ ...key, text: '  Guten   Tag. ' })).toBe('Good day.');
    const others = [{ text: 'guten tag.' }, { from: 'nl' }, { to: 'fr' }, { engine: 'llama x' }, { glossary: '[1]' }];
    for (const other of others) expect(cache.find({ ...key, ...other })).toBeUndefined();
    expect(cache.stats).toEqual({ hits: 1, misses: 5, entries: 1 });
  });

  it('are forgotten after their time, and the one used longest ago where there is no room', () => {
    const clock = new HandClock();
    const cache = new TranslationCache({ size: 2, ttlMs: 1000, clock });
    cache.keep(key, 'Good day.');
    cache.keep({ ...key, text: 'Ja.' }, 'Yes.');
    cache.find(key);
    cache.keep({ ...key, text: 'Nein.' }, 'No.');
    expect(cache.find({ ...key, text: 'Ja.' })).toBeUndefined();
    expect(cache.find(key)).toBe('Good day.');
    clock.move(1001);
    expect(cache.find(key)).toBeUndefined();
  });

  it('are none where the size is 0', () => {
    const cache = new TranslationCache({ size: 0, ttlMs: 1000, clock: new HandClock() });
    cache.keep(key, 'Good day.');
    expect(cache.find(key)).toBeUndefined();
    expect(cache.stats).toEqual({ hits: 0, misses: 1, entries: 0 });
  });
});

describe('what has failed', () => {
  it('is left alone for longer each time, and not once it works', () => {
    const rest = new Rest();
    expect(rest.isOver(0)).toBe(true);
    let nowMs = 0;
    for (const waitMs of [10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]) {
      rest.begin(nowMs);
      expect(rest.isOver(nowMs + waitMs - 1)).toBe(false);
      nowMs += waitMs;
      expect(rest.isOver(nowMs)).toBe(true);
    }
    rest.end();
    expect(rest.hasFailed).toBe(false);
    rest.begin(nowMs);
    expect(rest.isOver(nowMs + 10_000)).toBe(true);
  });
});
