import { describe, expect, it } from 'vitest';
import { compareInTurn, compareSaved } from '../../../../scripts/profile/compare/comparison.js';
import { mergeReports } from '../../../../scripts/profile/compare/in-turn.js';
import { comparisonTable } from '../../../../scripts/profile/compare/table.js';
import type { Pair } from '../../../../scripts/profile/compare/verdict.js';
import type { Report, Row } from '../../../../scripts/profile/summary.js';
import { seeded } from '../../../../scripts/profile/turns/seeded.js';

type Figures = Readonly<Record<string, number>>;

function reportOf(medians: Figures, facts: Figures = {}, unit: Row['unit'] = 'ms'): Report {
  const rows = Object.entries(medians).map(([name, p50]) => ({ name, unit, n: 9, mean: p50, p50, p95: p50, p99: p50 }));
  const machine = { cpu: 'one', cores: 2, loadavg: 3, node: 'v20' };
  return { bench: 'nlp', version: '1', machine, settings: {}, rows, facts };
}

/** Pairs on a machine whose load swings between them, and a little within. */
function pairsOf(count: number, factors: Figures, seed: number): Pair[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    const load = 1 + 3 * random();
    const run = (name: string, factor: number): [string, number] => [
      name,
      load * factor * (1 + 0.1 * (random() - 0.5)),
    ];
    return {
      before: reportOf(Object.fromEntries(Object.keys(factors).map((name) => run(name, 1)))),
      after: reportOf(Object.fromEntries(Object.entries(factors).map(([name, factor]) => run(name, factor)))),
    };
  });
}

const options = { against: 'main', least: 0.03 };

describe('runs in turn', () => {
  it('catch what became slower or faster, and accuse nothing else', () => {
    const { rows, worse } = compareInTurn(pairsOf(12, { slow: 1.3, fast: 0.7, same: 1 }, 1), options);
    expect(rows.map(({ name, verdict }) => [name, verdict])).toEqual([
      ['slow', 'slower'],
      ['fast', 'faster'],
      ['same', expect.stringMatching(/same|unsure/)],
    ]);
    expect(worse).toEqual(['slow']);
    expect(rows[0]?.low).toBeGreaterThan(1.03);
    expect(rows[0]?.high).toBeGreaterThan(rows[0]?.ratio ?? Infinity);
  });

  it('accuse an unchanged version of twenty rows in fewer than one of twenty comparisons', () => {
    const same = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`row-${i}`, 1]));
    const accused = Array.from({ length: 200 }, (_, seed) => compareInTurn(pairsOf(12, same, seed), options).worse);
    expect(accused.filter(({ length }) => length > 0).length).toBeLessThan(10);
  });

  it('let pass what is slower by less than matters', () => {
    const pairs = Array.from({ length: 12 }, () => ({ before: reportOf({ a: 1 }), after: reportOf({ a: 1.02 }) }));
    const { rows, worse } = compareInTurn(pairs, options);
    expect([rows[0]?.verdict, worse]).toEqual(['same', []]);
  });

  it('take fewer per second for slower, and a time that no longer is nothing', () => {
    const fewer = Array.from({ length: 12 }, () => ({
      before: reportOf({ a: 10 }, {}, '1/s'),
      after: reportOf({ a: 5 }, {}, '1/s'),
    }));
    expect(compareInTurn(fewer, options).worse).toEqual(['a']);
    const lost = Array.from({ length: 12 }, () => ({ before: reportOf({ a: 0 }), after: reportOf({ a: 200 }) }));
    expect(compareInTurn(lost, options).worse).toEqual(['a']);
  });

  it('say when there are too few of them', () => {
    const { notes, worse } = compareInTurn(pairsOf(3, { slow: 9 }, 1), options);
    expect(worse).toEqual([]);
    expect(notes.join()).toContain('3 pairs cannot show a difference in 1 rows; --pairs 6 can');
  });
});

describe('facts', () => {
  const factsOf = (before: readonly Figures[], after: readonly Figures[]): string[] =>
    compareInTurn(
      before.map((facts, i) => ({ before: reportOf({}, facts), after: reportOf({}, after[i] ?? {}) })),
      options,
    ).facts.map(({ name, verdict }) => `${name} ${verdict}`);

  it('that are always the same must stay so', () => {
    const before = { 'accuracy.clean': 0.9, 'wer.fast': 0.1, turns: 5, retractions: 0, utterancesPerSecond: 3 };
    const after = { 'accuracy.clean': 0.8, 'wer.fast': 0.05, turns: 4, retractions: 0, utterancesPerSecond: 1 };
    expect(factsOf([before, before], [after, after])).toEqual([
      'accuracy.clean worse',
      'wer.fast better',
      'turns changed',
    ]);
  });

  it('that vary must stay within what the old version gave', () => {
    const draftHits = (...values: number[]): Figures[] => values.map((value) => ({ draftHits: value }));
    expect(factsOf(draftHits(5, 7, 6), draftHits(5, 4, 5))).toEqual([]);
    expect(factsOf(draftHits(5, 7, 6), draftHits(4, 4, 5))).toEqual(['draftHits worse']);
  });
});

describe('a saved report', () => {
  it('is compared with a warning, and with a wider berth', () => {
    const saved = { against: 'base', least: 0.25 };
    const near = compareSaved(reportOf({ a: 1 }), reportOf({ a: 1.2 }), saved);
    expect(near.worse).toEqual([]);
    expect(comparisonTable(near)).toContain('two times of a noisy machine were compared');
    expect(compareSaved(reportOf({ a: 1 }), reportOf({ a: 1.3 }), saved).worse).toEqual(['a']);
  });

  it('of another machine or other rows is told', () => {
    const other = { ...reportOf({ a: 1, gone: 2 }), machine: { cpu: 'two', cores: 2, loadavg: 0, node: 'v20' } };
    const { notes } = compareSaved(other, reportOf({ a: 1, fresh: 2 }), options);
    expect(notes).toContain('cpu was two, is one');
    expect(notes).toContain('rows differ: gone is gone, fresh is new');
  });

  it('of several models counts them', () => {
    const merged = mergeReports([reportOf({ a: 1 }, { x: 1 }), reportOf({ a: 2 }, { x: 2 })]);
    expect([merged.rows.map(({ name }) => name), merged.facts]).toEqual([['1.a', '2.a'], { '1.x': 1, '2.x': 2 }]);
  });
});
