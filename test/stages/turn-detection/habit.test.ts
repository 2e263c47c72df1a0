/** The user's pauses: what is learned from them, and what is not. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PauseHabit } from '../../../src/stages/turn-detection/habit.js';

function after(pauses: readonly number[]): PauseHabit {
  const habit = new PauseHabit();
  for (const ms of pauses) habit.learn(ms);
  return habit;
}

const times = (count: number, ms: number): number[] => Array.from({ length: count }, () => ms);

describe('PauseHabit', () => {
  it('begins with what is true of most people', () => {
    expect(new PauseHabit().ratio).toBe(1);
    expect(new PauseHabit().longMs).toBeGreaterThan(400);
    expect(new PauseHabit().longMs).toBeLessThan(700);
  });

  it('comes to know who pauses long and who never does', () => {
    expect(after(times(12, 900)).longMs).toBeGreaterThan(800);
    expect(after(times(30, 220)).longMs).toBeLessThan(450);
  });

  it('is not turned round by one pause', () => {
    const usual = new PauseHabit().longMs;
    expect(after([2500]).longMs).toBeLessThan(usual * 1.5);
    expect(after([...times(20, 300), 2500]).longMs).toBeLessThan(usual);
  });

  it('forgets slowly', () => {
    const changed = after([...times(30, 900), ...times(10, 250)]).longMs;
    expect(changed).toBeGreaterThan(after(times(40, 250)).longMs);
    expect(after([...times(30, 900), ...times(200, 250)]).longMs).toBeLessThan(600);
  });

  it('learns nothing from gaps between words, nor from what is no length', () => {
    const usual = new PauseHabit().longMs;
    for (const ms of [0, 20, 149, -5, NaN, Infinity]) expect(after(times(50, ms)).longMs).toBe(usual);
  });

  it('stays within what people do, and rises with a longer pause', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 150, max: 20_000, noNaN: true }), { maxLength: 60 }), (pauses) => {
        const { longMs } = after(pauses);
        expect(longMs).toBeGreaterThanOrEqual(150);
        expect(longMs).toBeLessThanOrEqual(2500);
        expect(after([...pauses, 2500]).longMs).toBeGreaterThanOrEqual(after([...pauses, 160]).longMs);
      }),
    );
  });
});
