import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, describe, expect, it } from 'vitest';
import { openKeep, type Keep } from '../../../src/skills/keep/database.js';
import { limits } from '../../../src/skills/keep/limits.js';

const folder = mkdtempSync(join(tmpdir(), 'parley-keep-'));
let count = 0;
const newFile = (): string => join(folder, String(count++), 'keep.db');

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function open(file: string): { readonly keep: Keep; readonly notices: string[] } {
  const notices: string[] = [];
  const now = (): Date => new Date('2026-11-19T12:00:00Z');
  return { keep: openKeep({ file, now, onNotice: (line) => notices.push(line) }), notices };
}

describe('lists', () => {
  it('keep items in order, each once, whatever the case and the number', () => {
    const { lists } = open(':memory:').keep;
    expect(lists.add('shopping', 'Eggs')).toBe(true);
    expect(lists.add('the Shopping list', 'an egg')).toBe(false);
    expect(lists.add('shopping', 'two boxes of cherries')).toBe(true);
    expect(lists.add('to do', 'call the bank')).toBe(true);
    expect(lists.names()).toEqual(['shopping', 'to do']);
    expect(lists.items('Shopping').map(({ text }) => text)).toEqual(['Eggs', 'two boxes of cherries']);
    expect(lists.items('party')).toEqual([]);
  });
  it('give up what is alike, or the only item with the words', () => {
    const { lists } = open(':memory:').keep;
    for (const text of ['eggs', '2 bottles of milk', 'chocolate milk', 'buses', 'glass', 'potatoes', 'berries'])
      lists.add('shopping', text);
    const gone = (text: string): readonly string[] => lists.remove('shopping', text).map((item) => item.text);
    expect(gone('egg')).toEqual(['eggs']);
    expect(gone('egg')).toEqual([]);
    expect(gone('milk')).toEqual([]);
    expect(gone('bottle of milk')).toEqual(['2 bottles of milk']);
    expect(gone('milk')).toEqual(['chocolate milk']);
    expect(gone('potato')).toEqual(['potatoes']);
    expect(gone('berry')).toEqual(['berries']);
    expect(gone('glasses')).toEqual(['glass']);
    expect(lists.clear('shopping')).toBe(1);
    expect(lists.names()).toEqual([]);
  });
  it('are bounded', () => {
    const { lists } = open(':memory:').keep;
    expect(() => lists.add('shopping', 'x'.repeat(limits.text + 1))).toThrow('too long');
    expect(() => lists.add('x'.repeat(limits.name + 1), 'milk')).toThrow('too long');
    expect(() => lists.add('shopping', ' ')).toThrow('nothing to keep');
    for (let item = 0; item < limits.items; item++) lists.add('shopping', `thing ${item}`);
    expect(() => lists.add('other', 'milk')).toThrow('full');
  });
});

describe('facts', () => {
  it('are kept one to a subject', () => {
    const { facts } = open(':memory:').keep;
    facts.set('Name', 'Ada');
    facts.set('favourite colour', 'green');
    facts.set('name ', 'Grace');
    expect(facts.get('NAME')).toBe('Grace');
    expect(facts.list()).toEqual([
      { subject: 'name', value: 'Grace' },
      { subject: 'favourite colour', value: 'green' },
    ]);
    expect(facts.forget('favourite colour')).toBe(true);
    expect(facts.forget('favourite colour')).toBe(false);
    expect(facts.get('favourite colour')).toBeUndefined();
    expect(facts.forgetAll()).toBe(1);
    expect(facts.list()).toEqual([]);
  });
  it('are bounded, and the last one can still be changed', () => {
    const { facts } = open(':memory:').keep;
    for (let fact = 0; fact < limits.facts; fact++) facts.set(`thing ${fact}`, 'x');
    expect(() => {
      facts.set('one more', 'x');
    }).toThrow('too much');
    facts.set('thing 3', 'y');
    expect(facts.get('thing 3')).toBe('y');
  });
});

describe('the file', () => {
  it('is made with its folder, for its owner alone, and survives', () => {
    const file = newFile();
    const first = open(file);
    first.keep.lists.add('shopping', "milk'); DROP TABLE item; -- ñ 🥚");
    first.keep.facts.set('name', 'Ada');
    first.keep.close();
    first.keep.close();
    const second = open(file);
    expect(second.keep.lists.items('shopping').map(({ text }) => text)).toEqual(["milk'); DROP TABLE item; -- ñ 🥚"]);
    expect(second.keep.facts.get('name')).toBe('Ada');
    second.keep.close();
    expect([...first.notices, ...second.notices]).toEqual([]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
  it('that is no database is set aside, whole', () => {
    const file = newFile();
    mkdirSync(join(file, '..'));
    const text = 'shopping: eggs, milk\n'.repeat(200);
    writeFileSync(file, text);
    const { keep, notices } = open(file);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain(`${file} is damaged: it was set aside as ${file}.damaged-20261119-120000`);
    expect(readFileSync(`${file}.damaged-20261119-120000`, 'utf8')).toBe(text);
    keep.facts.set('name', 'Ada');
    keep.close();
    expect(open(file).keep.facts.get('name')).toBe('Ada');
  });
  it('that is damaged inside is set aside with what SQLite wrote beside it', () => {
    const file = newFile();
    const { keep } = open(file);
    for (let item = 0; item < 500; item++) keep.lists.add('shopping', `thing number ${item} of many`);
    keep.close();
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4096 * 2, 4096 * 6);
    writeFileSync(file, bytes);
    const second = open(file);
    expect(second.notices).toHaveLength(1);
    expect(second.keep.lists.names()).toEqual([]);
    expect(readdirSync(join(file, '..')).some((name) => name.includes('.damaged-'))).toBe(true);
    second.keep.close();
  });
  it('in a place that cannot be is told of once, and everything goes on in memory', () => {
    const blocked = newFile();
    mkdirSync(join(blocked, '..'));
    writeFileSync(blocked, '');
    for (const file of [join(blocked, 'keep.db'), folder]) {
      const { keep, notices } = open(file);
      expect(notices).toHaveLength(1);
      expect(notices[0]).toMatch(
        /cannot be used \((?:a part of its path is a file|it is a folder)\): .*kept in memory/,
      );
      keep.lists.add('shopping', 'milk');
      expect(keep.lists.items('shopping')).toHaveLength(1);
      keep.close();
    }
  });
  it.skipIf(process.getuid?.() === 0)('that may not be written is read, and not changed', () => {
    const file = newFile();
    const first = open(file);
    first.keep.facts.set('name', 'Ada');
    first.keep.close();
    chmodSync(file, 0o400);
    const { keep, notices } = open(file);
    expect(notices[0]).toContain('permission denied');
    expect(keep.facts.get('name')).toBe('Ada');
    keep.close();
  });
  it('of a later version is left alone', () => {
    const file = newFile();
    open(file).keep.close();
    const raw = new Database(file);
    raw.exec("PRAGMA user_version = 99; INSERT INTO fact (subject, value) VALUES ('name', 'Grace')");
    const { keep, notices } = open(file);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toContain('later version');
    keep.facts.set('name', 'Ada');
    keep.close();
    expect(raw.prepare('SELECT value FROM fact').all()).toEqual([{ value: 'Grace' }]);
    expect(raw.pragma('user_version')).toEqual([{ user_version: 99 }]);
    raw.close();
  });
});
