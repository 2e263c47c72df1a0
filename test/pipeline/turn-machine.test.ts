import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deadlineMs, openTurn, stepTurn, type TurnEvent, type TurnState } from '../../src/pipeline/turn-machine.js';

const event: fc.Arbitrary<TurnEvent> = fc.oneof(
  fc.constantFrom<TurnEvent>(
    { kind: 'endpoint' },
    { kind: 'transcribed' },
    { kind: 'first-sound' },
    { kind: 'played' },
    { kind: 'fail', stage: 'tts', message: 'broken' },
  ),
  fc.constantFrom<TurnEvent>(
    { kind: 'abort', reason: 'barge-in' },
    { kind: 'abort', reason: 'misfire' },
    { kind: 'abort', reason: 'timeout' },
  ),
);

const order = ['hearing', 'transcribing', 'thinking', 'speaking', 'ended'];

describe('turn machine', () => {
  it('walks through a whole turn', () => {
    const events: TurnEvent[] = [
      { kind: 'endpoint' },
      { kind: 'transcribed' },
      { kind: 'first-sound' },
      { kind: 'played' },
    ];
    const phases = events.reduce<TurnState[]>(
      (states, next) => [...states, stepTurn(states.at(-1) ?? openTurn('hearing'), next)],
      [openTurn('hearing')],
    );
    expect(phases.map((state) => state.phase)).toEqual(order);
    expect(phases.at(-1)?.outcome).toEqual({ kind: 'done' });
  });

  it('never goes back, ends at most once, and keeps its first outcome', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        let state = openTurn('hearing');
        let ended: TurnState | undefined;
        for (const next of events) {
          const after = stepTurn(state, next);
          expect(order.indexOf(after.phase)).toBeGreaterThanOrEqual(order.indexOf(state.phase));
          expect(after.outcome === undefined).toBe(after.phase !== 'ended');
          if (ended !== undefined) expect(after).toBe(ended);
          if (after.phase === 'ended') ended ??= after;
          state = after;
        }
      }),
      { numRuns: 5000 },
    );
  });

  it('gives every phase but the last a deadline', () => {
    const limits = { maxUtteranceMs: 30_000, firstTokenTimeoutMs: 5000 };
    for (const phase of ['hearing', 'transcribing', 'thinking', 'speaking'] as const) {
      expect(Number.isFinite(deadlineMs(phase, limits, 1000))).toBe(true);
    }
    expect(deadlineMs('ended', limits, 1000)).toBe(Infinity);
  });
});
