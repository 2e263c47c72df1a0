import { describe, expect, it } from 'vitest';
import { benchNlp, type NlpBench } from '../../../../scripts/profile/nlp/bench.js';
import { failureLines, familyLines } from '../../../../scripts/profile/nlp/failures.js';
import { installedSkills } from '../../../../scripts/profile/nlp/skills.js';
import { readTable, type Half, type Utterance } from '../../../../scripts/profile/nlp/table.js';

const options = { version: '1', names: ['Parley'], skills: installedSkills(), signal: new AbortController().signal };

function row(text: string, intent: string, more: Partial<Utterance> = {}): Utterance {
  return { text, intent, slots: {}, half: 'dev', ...more };
}

function bench(utterances: readonly Utterance[]): NlpBench {
  const table = { now: '2026-05-13T14:20', timeZone: 'Europe/London', utterances };
  return benchNlp({ ...options, table });
}

describe('benchNlp', () => {
  const held: Half = 'held';
  const rows = [
    row('What time is it in Tokyo?', 'time', { slots: { place: 'tokyo' } }),
    // Wrong on purpose: the table wants what nobody would say so.
    row('What is 2 plus 3?', 'arithmetic', { slots: { result: 6 }, half: held }),
    row('What is 7 plus 3?', 'coin'),
    row('Why is the sky blue?', 'none', { heard: { text: 'What is 5 plus 5?', by: 'joe' } }),
    row('Why is the sea salty?', 'none', { heard: { text: '', by: 'joe', lost: 'nothing heard' } }),
  ];
  const { report, details } = bench(rows);

  it('tells intents from intents with slots', () => {
    expect(report.facts).toMatchObject({
      ...{ 'accuracy.clean': 4 / 5, 'slots.clean': 1 / 3, 'accuracy.noisy': 0 },
      ...{ 'accuracy.held': 1, 'slots.held': 0, 'accuracy.dev': 3 / 5, 'slots.dev': 1 / 2 },
    });
  });

  it('counts what a skill does to others', () => {
    expect(report.facts).toMatchObject({ wrongSkill: 1, falseActions: 1, ofOthers: 3, withoutLlm: 1 });
  });

  it('leaves out what was lost, and says so', () => {
    expect(report.settings).toMatchObject({ utterances: 5, noisy: 1, lost: 1 });
    expect(details).toHaveLength(6);
  });

  it('tells what hints change', () => {
    const heard = { text: 'What time is it?', unhinted: 'Bread is brown.', plain: 'Brown bread.', by: 'joe' };
    const { report: hinted } = bench([row('What time is it?', 'time', { heard }), ...rows]);
    expect(hinted.facts).toMatchObject({ 'accuracy.noisy': 1 / 2, 'accuracy.noisyAll': 2 / 3 });
    expect(hinted.facts).toMatchObject({ 'accuracy.noisyUnhinted': 0, 'accuracy.noisyPlain': 0 });
    expect(report.facts).not.toHaveProperty('accuracy.noisyPlain');
  });

  it('times every match', () => {
    expect(report.rows).toMatchObject([{ name: 'match', unit: 'ms', n: 6 }]);
  });

  it('shows what failed, but nothing of what is held back', () => {
    const lines = failureLines(details, 1);
    expect(lines).toEqual([
      'clean: What is 7 plus 3? → wanted coin, got arithmetic (result 10)',
      '… and 1 more; --failures 2 shows all',
      '1 held back and not shown',
    ]);
    expect(failureLines(details, 9)[1]).toBe(
      'noisy: What is 5 plus 5? (said: Why is the sky blue?) → wanted none, got arithmetic (result 10)',
    );
  });

  it('lists kinds of requests, worst first', () => {
    expect(familyLines(details)).toEqual([
      'arithmetic: 1 of 1 understood, 0 with their slots',
      'coin: 0 of 1 understood, 0 with their slots',
      'none: 2 of 3 understood, 2 with their slots',
      'time: 1 of 1 understood, 1 with their slots',
    ]);
    expect(familyLines(details, 'held')).toEqual(['arithmetic: 1 of 1 understood, 0 with their slots']);
  });
});

describe('the table, through the skills', () => {
  const { report, details } = benchNlp({ ...options, table: readTable() });

  it('has a neutral form for every slot, and a number for every share', () => {
    expect(details.length).toBeGreaterThan(700);
    for (const [name, value] of Object.entries(report.facts)) expect(Number.isFinite(value), name).toBe(true);
  });
});
