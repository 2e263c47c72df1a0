/** Jokes and curious facts: never the same again before all were told. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { WONDERS } from '../../../src/skills/built-in/chat-wonders.js';
import { createJokeSkills } from '../../../src/skills/built-in/jokes.js';
import { Deck } from '../../../src/skills/built-in/jokes-deck.js';
import { JOKES } from '../../../src/skills/built-in/jokes-lines.js';
import { openRoom } from './talk-context.js';

describe('jokes', () => {
  it('are many, short, and all different', () => {
    expect(new Set(JOKES).size).toBe(JOKES.length);
    expect(JOKES.length).toBeGreaterThanOrEqual(40);
    expect(new Set(WONDERS).size).toBeGreaterThanOrEqual(20);
    for (const line of [...JOKES, ...WONDERS]) expect(line).toMatch(/^[A-Z].{10,120}[.?!]$/);
  });
  it('are all told before one is told again', async () => {
    const { ask } = openRoom({ skills: createJokeSkills(), random: Math.random });
    const told = new Set<string>();
    for (let joke = 0; joke < JOKES.length; joke++) told.add(await ask(joke === 0 ? 'Tell me a joke' : 'Another one'));
    expect(told.size).toBe(JOKES.length);
  });
  it('count as told only in a turn that is not taken back', async () => {
    const { plan, ask } = openRoom({ skills: createJokeSkills(), random: () => 0 });
    const drafts = [await plan('Tell me a joke'), await plan('Tell me a joke')];
    expect(drafts[0]?.text).toBe(drafts[1]?.text);
    expect(await ask('Tell me a joke')).toBe(drafts[0]?.text);
    expect(await ask('Tell me a joke')).not.toBe(drafts[0]?.text);
  });
  it('keep apart from curious facts', async () => {
    const { ask } = openRoom({ skills: createJokeSkills(), random: () => 0 });
    expect(JOKES).toContain(await ask('Tell me a joke'));
    expect(WONDERS).toContain(await ask('Tell me a fun fact'));
    expect(WONDERS).toContain(await ask('Another one'));
  });
});

describe('a deck', () => {
  it('never tells the same line twice in a row, nor again within a round', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 8 }),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })),
        (size, chances) => {
          const deck = new Deck<number>([0, ...Array.from({ length: size - 1 }, (_, at) => at + 1)]);
          const told: number[] = [];
          for (const chance of chances) {
            const line = deck.draw(() => chance);
            deck.told(line);
            told.push(line);
            if (told.length === 3 * size) break;
          }
          for (const [at, line] of told.entries()) expect(line).not.toBe(told[at - 1]);
          expect(new Set(told.slice(0, size)).size).toBe(size);
          expect(new Set(told).size).toBe(size);
        },
      ),
    );
  });
  it('of one line tells it again and again', () => {
    const deck = new Deck(['only']);
    for (let time = 0; time < 3; time++) {
      expect(deck.draw(() => 0.5)).toBe('only');
      deck.told('only');
    }
  });
});
