import { describe, expect, it } from 'vitest';
import { describeScene, sceneOf } from '../../../../scripts/profile/nlp/scene.js';
import { halfOf, joinTable, readTable, type TableParts } from '../../../../scripts/profile/nlp/table.js';

const { utterances } = readTable();
const count = (test: (one: (typeof utterances)[number]) => boolean): number => utterances.filter(test).length;

describe('the table of utterances', () => {
  it('is large enough to tell a rule that helps from chance', () => {
    expect(utterances.length).toBeGreaterThanOrEqual(480);
    expect(count(({ intent }) => intent === 'none')).toBeGreaterThanOrEqual(100);
    expect(count(({ heard }) => heard !== undefined && heard.lost === undefined)).toBeGreaterThanOrEqual(240);
  });

  it('asks for every kind of request in five ways or more', () => {
    const kinds = new Map<string, number>();
    for (const { intent } of utterances) kinds.set(intent, (kinds.get(intent) ?? 0) + 1);
    expect([...kinds].filter(([, ways]) => ways < 5)).toEqual([]);
    expect(kinds.size).toBeGreaterThanOrEqual(50);
  });

  it('is split into halves by chance', () => {
    const share = count(({ half }) => half === 'dev') / utterances.length;
    expect(share).toBeGreaterThan(0.45);
    expect(share).toBeLessThan(0.55);
  });

  it('was heard in the way that each utterance decides', () => {
    const others = utterances.filter(({ text, heard }) => {
      const scene = sceneOf(text);
      return heard?.by !== (scene === undefined ? undefined : describeScene(scene));
    });
    expect(others.map(({ text }) => text)).toEqual([]);
  });

  it('counts what was not heard at all as lost', () => {
    const silent = utterances.filter(({ heard }) => (heard?.plain ?? heard?.text) === '' && heard?.lost === undefined);
    expect(silent.map(({ text }) => text)).toEqual([]);
  });
});

describe('joinTable', () => {
  const parts: TableParts = {
    table: {
      now: '2026-05-13T14:20',
      timeZone: 'Europe/London',
      utterances: {
        mute: { 'Mute yourself.': { hard: 'microphone or voice' } },
        dice: { 'Roll a die.': { count: 1 } },
      },
    },
    heard: { 'Roll a die.': { heard: 'Row a dye.', by: 'joe' } },
    lost: {},
  };

  it('joins what was said, wanted and heard', () => {
    expect(joinTable(parts).utterances).toEqual([
      {
        ...{ text: 'Mute yourself.', intent: 'mute', slots: {}, hard: 'microphone or voice' },
        half: halfOf('Mute yourself.'),
      },
      {
        ...{ text: 'Roll a die.', intent: 'dice', slots: { count: 1 }, half: halfOf('Roll a die.') },
        heard: { text: 'Row a dye.', by: 'joe' },
      },
    ]);
  });

  it('marks what is lost by what was heard', () => {
    const { utterances: rows } = joinTable({ ...parts, lost: { 'Row a dye.': 'could be a colour' } });
    expect(rows[1]?.heard?.lost).toBe('could be a colour');
  });

  it('judges what is lost by what was heard first, whatever hints make of it', () => {
    const heard = { 'Roll a die.': { heard: 'Roll a die.', unhinted: 'Row a tie.', plain: 'Row a dye.', by: 'joe' } };
    const row = (lost: TableParts['lost']) => joinTable({ ...parts, heard, lost }).utterances[1]?.heard;
    expect(row({ 'Row a dye.': 'gone' })).toMatchObject({ text: 'Roll a die.', lost: 'gone' });
    expect(row({})?.lost).toBeUndefined();
    expect(() => row({ 'Row a tie.': 'gone' })).toThrow('nobody heard it: Row a tie.');
  });

  it('names what does not fit', () => {
    expect(() => joinTable({ ...parts, lost: { 'Row a tie.': 'gone' } })).toThrow('nobody heard it: Row a tie.');
    expect(() => joinTable({ ...parts, heard: { 'Roll.': { heard: 'Roll.', by: 'joe' } } })).toThrow(
      'heard, but not in the table: Roll.',
    );
    const again = { ...parts.table.utterances, coin: { 'Roll a die.': {} } };
    expect(() => joinTable({ ...parts, table: { ...parts.table, utterances: again } })).toThrow(
      'said twice: Roll a die.',
    );
  });
});
