/** The file with the questions of earlier chats: bounded, for its owner alone, and never in the way. */
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { historyFile } from '../../src/assistant/data-folder.js';
import { History, MOST_ENTRIES } from '../../src/cli/ask-history.js';
import { SkillFolders } from '../fixtures/skills/folder.js';

const folders = new SkillFolders();
afterAll(() => {
  folders.remove();
});

function open(file: string | undefined): { readonly history: History; readonly notices: string[] } {
  const notices: string[] = [];
  return { history: new History({ file, onNotice: (line) => notices.push(line) }), notices };
}

describe('History', () => {
  it('gives the newest first, as it was written by another', () => {
    const file = join(folders.make({}), 'deep', 'questions');
    const { history, notices } = open(file);
    expect(history.load()).toEqual([]);
    history.add('one');
    history.add('two\u001b[31m\ttabs');
    history.add('   begins with a space');
    history.add('x'.repeat(1001));
    history.add('');
    expect(open(file).history.load()).toEqual(['two [31m tabs', 'one']);
    expect(notices).toEqual([]);
  });

  it.skipIf(process.platform === 'win32')('is for its owner alone, whoever made the file', () => {
    const file = join(folders.make({ questions: 'old\n' }), 'questions');
    chmodSync(file, 0o644);
    open(file).history.add('new');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).toBe('old\nnew\n');
  });

  it('is cut when it grows, and gives no more than it may', () => {
    const lines = Array.from({ length: 2 * MOST_ENTRIES + 1 }, (_, index) => `question ${index}`);
    const file = join(folders.make({}), 'questions');
    writeFileSync(file, `${lines.join('\n')}\n`);
    const loaded = open(file).history.load();
    expect(loaded).toEqual(lines.slice(-MOST_ENTRIES).reverse());
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(MOST_ENTRIES + 1);
  });

  it('tells once why it keeps nothing', () => {
    const folder = join(folders.make({}), 'folder');
    mkdirSync(folder);
    const { history, notices } = open(folder);
    expect(history.load()).toEqual([]);
    history.add('one');
    history.add('two');
    expect(notices).toEqual([
      expect.stringMatching(/folder: questions are not kept \(.*\); PARLEY_HISTORY names another/),
    ]);
  });

  it('keeps nothing where no file is named', () => {
    const { history, notices } = open(undefined);
    history.add('one');
    expect([history.load(), notices]).toEqual([[], []]);
  });
});

describe('historyFile', () => {
  it('is in the state folder unless the environment says otherwise', () => {
    expect(historyFile({})).toMatch(/parley[\\/]ask-history$/);
    expect(historyFile({ PARLEY_HISTORY: 'off' })).toBeUndefined();
    expect(historyFile({ PARLEY_HISTORY: '/tmp/mine' })).toBe(join('/tmp', 'mine'));
  });
});
