import { describe, expect, it } from 'vitest';
import { areSame, plain } from '../../../../scripts/profile/nlp/judge.js';

describe('areSame', () => {
  it('does not mind how a text is written', () => {
    expect(areSame({ subject: "my wife's birthday" }, { subject: 'wifes birthday' })).toBe(true);
    expect(areSame({ subject: 'favourite colour' }, { subject: 'favorite color' })).toBe(true);
    expect(areSame({ list: 'to-do' }, { list: 'the To Do' })).toBe(true);
    expect(areSame({ item: ['eggs', 'a pear'] }, { item: ['egg', 'pears'] })).toBe(true);
  });

  it('minds what is another thing', () => {
    expect(areSame({ item: ['egg', 'pear'] }, { item: ['pear', 'egg'] })).toBe(false);
    expect(areSame({ item: ['egg'] }, { item: ['egg', 'pear'] })).toBe(false);
    expect(areSame({ seconds: 600 }, { seconds: 60 })).toBe(false);
    expect(areSame({ at: '2026-05-14T07:00' }, { at: '2026-05-14T19:00' })).toBe(false);
  });

  it('wants every slot, and no other', () => {
    expect(areSame({ seconds: 600, label: 'pasta' }, { seconds: 600 })).toBe(false);
    expect(areSame({ seconds: 600 }, { seconds: 600, label: 'pasta' })).toBe(false);
    expect(areSame({}, { all: false })).toBe(true);
  });

  it('takes either of several', () => {
    expect(areSame({ count: '1 | 2' }, { count: 2 })).toBe(true);
    expect(areSame({ count: '1 | 2' }, { count: 3 })).toBe(false);
  });

  it('compares sums as numbers', () => {
    expect(areSame({ result: 0.3 }, { result: 0.1 + 0.2 })).toBe(true);
    expect(areSame({ result: 0 }, { result: 0.1 })).toBe(false);
  });

  it('takes a room as part of the name or beside it', () => {
    expect(areSame({ action: 'on', name: 'light', area: 'kitchen' }, { action: 'on', name: 'kitchen lights' })).toBe(
      true,
    );
    expect(areSame({ action: 'on', name: 'light', area: 'kitchen' }, { action: 'on', name: 'light' })).toBe(false);
  });
});

describe('plain', () => {
  it('keeps words apart that only end alike', () => {
    expect(plain('glass')).not.toBe(plain('glas'));
    expect(plain('The eggs')).toBe('egg');
  });
});
