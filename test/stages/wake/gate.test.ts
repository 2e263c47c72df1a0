import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WakeGate, type GateStep } from '../../../src/stages/wake/gate.js';

const options = { openAt: 0.2, aboveFloorDb: 10, holdMs: 1000 };
const FRAME = 512;

/** Steps through frames given as [level of a square wave, speech probability]. */
function run(gate: WakeGate, frames: readonly (readonly [number, number])[]): GateStep[] {
  return frames.map(([level, speechProbability], index) =>
    gate.step({ samples: new Float32Array(FRAME).fill(level), endSample: (index + 1) * FRAME, speechProbability }),
  );
}

const times = <T>(count: number, frame: T): T[] => Array.from({ length: count }, () => frame);

describe('WakeGate', () => {
  it('stays closed in silence and in a steady noise', () => {
    expect(new Set(run(new WakeGate(options), times(100, [0, 0])))).toEqual(new Set(['closed']));
    expect(new Set(run(new WakeGate(options), times(100, [0.1, 0.04])))).toEqual(new Set(['closed']));
  });

  it('opens at a faint voice, and closes a second after it', () => {
    const steps = run(new WakeGate(options), [...times(10, [0, 0] as const), [0, 0.2], ...times(40, [0, 0] as const)]);
    expect(steps[10]).toBe('opens');
    expect(steps.slice(11, 42)).toEqual(times(31, 'open'));
    expect(steps[42]).toBe('closes');
    expect(steps[43]).toBe('closed');
  });

  it('opens at a sound that stands out from the room, though the voice detector hears none', () => {
    const steps = run(new WakeGate(options), [...times(50, [0.001, 0] as const), ...times(3, [0.02, 0.04] as const)]);
    expect(steps.slice(-3)).toEqual(['closed', 'opens', 'open']);
  });

  it('takes a single loud frame for a click', () => {
    const steps = run(new WakeGate(options), [
      ...times(50, [0.001, 0] as const),
      [0.9, 0],
      ...times(20, [0.001, 0] as const),
    ]);
    expect(new Set(steps)).toEqual(new Set(['closed']));
  });

  it('gets used to a noise that stays', () => {
    const steps = run(new WakeGate(options), [...times(50, [0.001, 0] as const), ...times(500, [0.05, 0] as const)]);
    expect(steps).toContain('open');
    expect(steps.at(-1)).toBe('closed');
  });

  it('opens before it closes, and never twice in a row', () => {
    const frame = fc.tuple(fc.constantFrom(0, 0.001, 0.05, 0.5), fc.constantFrom(0, 0.1, 0.2, 0.9));
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 200 }), (frames) => {
        let isOpen = false;
        for (const step of run(new WakeGate(options), frames)) {
          expect(step).toBeOneOf(isOpen ? ['open', 'closes'] : ['opens', 'closed']);
          isOpen = step === 'opens' || step === 'open';
        }
      }),
    );
  });
});
