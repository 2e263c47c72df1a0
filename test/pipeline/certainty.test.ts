/** Effects happen once, in order, when their turn is certain, and never when it was taken back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCertainty, untilCertain, untilTaken, whenCertain } from '../../src/pipeline/certainty.js';
import { testScope } from '../fakes/scope.js';

describe('whenCertain', () => {
  it('does at once what belongs to a scope that was never in doubt', () => {
    const done: number[] = [];
    whenCertain(testScope(), () => done.push(1));
    expect(done).toEqual([1]);
  });

  it('follows any schedule of effects and verdicts', () => {
    const step = fc.constantFrom('effect', 'nested', 'settle', 'drop');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const scope = testScope();
        const certainty = openCertainty(scope);
        const done: number[] = [];
        const wanted: number[] = [];
        const verdict = steps.find((name) => name === 'settle' || name === 'drop');
        const decidedAt = verdict === undefined ? steps.length : steps.indexOf(verdict);
        for (const [index, name] of steps.entries()) {
          if (name === 'settle') certainty.settle();
          else if (name === 'drop') certainty.drop();
          else if (name === 'effect') whenCertain(scope, () => done.push(index));
          else
            whenCertain(scope, () => {
              whenCertain(scope, () => done.push(index));
            });
          const isDecided = index >= decidedAt;
          if (verdict !== 'settle' || !isDecided) expect(done).toEqual([]);
        }
        for (const [index, name] of steps.entries()) {
          if (verdict === 'settle' && (name === 'effect' || name === 'nested')) wanted.push(index);
        }
        expect(done).toEqual(wanted);
      }),
    );
  });

  it('knows its scope from a copy of it', () => {
    const turn = testScope();
    const draft = { ...turn };
    const certainty = openCertainty(draft);
    const done: string[] = [];
    whenCertain(draft, () => done.push('draft'));
    whenCertain(turn, () => done.push('turn'));
    expect(done).toEqual(['turn']);
    certainty.settle();
    expect(done).toEqual(['turn', 'draft']);
  });

  it('tells of an effect that fails, and goes on with the next', () => {
    const scope = testScope();
    const certainty = openCertainty(scope);
    const faults: string[] = [];
    const done: number[] = [];
    const fail = (): never => {
      throw new Error('no room');
    };
    whenCertain(scope, fail, (error) => faults.push(error.message));
    whenCertain(scope, fail);
    whenCertain(scope, () => done.push(1));
    certainty.settle();
    whenCertain(scope, fail, (error) => faults.push(error.message));
    expect(faults).toEqual(['no room', 'no room']);
    expect(done).toEqual([1]);
    expect(scope.counts.get('effect.failed')).toBe(3);
  });

  it('is opened once for each scope', () => {
    const scope = testScope();
    openCertainty(scope);
    expect(() => openCertainty(scope)).toThrow('opened twice');
  });
});

describe('waiting for certainty', () => {
  it('takes a scope that was never in doubt for certain', async () => {
    await untilTaken(testScope());
    await untilCertain(testScope());
  });

  it('waits for the turn to be taken, or to be certain', async () => {
    const scope = testScope();
    const certainty = openCertainty(scope);
    const done: string[] = [];
    const taken = untilTaken(scope).then(() => done.push('taken'));
    const certain = untilCertain(scope).then(() => done.push('certain'));
    expect(certainty.isAwaited).toBe(true);
    await Promise.resolve();
    expect(done).toEqual([]);
    certainty.take();
    await taken;
    expect(done).toEqual(['taken']);
    certainty.settle();
    await certain;
    expect(done).toEqual(['taken', 'certain']);
    expect(certainty.isAwaited).toBe(false);
  });

  it('counts a certain turn as taken', async () => {
    const scope = testScope();
    openCertainty(scope).settle();
    await untilTaken(scope);
    await untilCertain(scope);
  });

  it('rejects for a turn that is taken back, before and after', async () => {
    const scope = testScope();
    const certainty = openCertainty(scope);
    const waiting = [untilTaken(scope), untilCertain(scope)];
    certainty.drop();
    for (const promise of [...waiting, untilTaken(scope), untilCertain(scope)])
      await expect(promise).rejects.toThrow('superseded');
    certainty.settle();
    await expect(untilCertain(scope)).rejects.toThrow('superseded');
  });

  it('rejects with the reason of the signal', async () => {
    const scope = testScope();
    const certainty = openCertainty(scope);
    const waiting = untilCertain(scope);
    scope.controller.abort(new Error('over'));
    await expect(waiting).rejects.toThrow('over');
    await expect(untilTaken(scope)).rejects.toThrow('over');
    expect(certainty.isAwaited).toBe(false);
  });
});
