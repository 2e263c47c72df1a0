/** Effects happen once, in order, when their turn is certain, and never when it was taken back. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  onTakenBack,
  openCertainty,
  untilCertain,
  untilTaken,
  untilTrusted,
  whenCertain,
  whenTrusted,
} from '../../src/pipeline/certainty.js';
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

describe('whenTrusted', () => {
  it('does at once what belongs to a scope that was never in doubt, and never undoes it', () => {
    const done: string[] = [];
    whenTrusted(testScope(), { effect: () => done.push('do'), undo: () => done.push('undo') });
    onTakenBack(testScope(), () => done.push('undo'));
    expect(done).toEqual(['do']);
  });

  it('leaves the world as it was when the turn is taken back, and as it should be when it is certain', () => {
    const step = fc.constantFrom('early', 'late', 'early', 'take', 'trust', 'settle', 'drop', 'take back');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const scope = testScope();
        const certainty = openCertainty(scope);
        const world: number[] = [];
        let expected: number[] = [];
        let state = 'open';
        const early: number[] = [];
        for (const [index, name] of steps.entries()) {
          const isOpen = state === 'open' || state === 'trusted';
          if (name === 'early') {
            whenTrusted(scope, {
              effect: () => world.push(index),
              undo: () => {
                expect(world.pop()).toBe(index);
              },
            });
            if (isOpen) early.push(index);
          } else if (name === 'late') whenCertain(scope, () => world.push(-index));
          else if (name === 'take') certainty.take();
          else if (name === 'trust') {
            certainty.trust();
            if (isOpen) state = 'trusted';
          } else if (name === 'settle') {
            certainty.settle();
            if (isOpen) state = 'certain';
          } else if (isOpen) {
            if (name === 'drop') certainty.drop();
            else certainty.takeBack();
            if (name === 'take back') expect(world).toEqual([]);
            expected = [...world];
            state = 'dropped';
          }
          if (state === 'trusted') expect(world).toEqual(early);
          if (state === 'open') expect(world).toEqual([]);
          if (state === 'dropped') expect(world).toEqual(expected);
          if (state === 'certain')
            for (const done of early) expect(world.filter((one) => one === done)).toHaveLength(1);
        }
      }),
    );
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
    const trusted = untilTrusted(scope).then(() => done.push('trusted'));
    const certain = untilCertain(scope).then(() => done.push('certain'));
    expect(certainty.isAwaited).toBe(true);
    await Promise.resolve();
    expect(done).toEqual([]);
    certainty.take();
    await taken;
    expect(done).toEqual(['taken']);
    certainty.trust();
    await trusted;
    expect(done).toEqual(['taken', 'trusted']);
    certainty.settle();
    await certain;
    expect(done).toEqual(['taken', 'trusted', 'certain']);
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
