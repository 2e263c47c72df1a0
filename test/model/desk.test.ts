/** Dictation measured at a real desk: the hotkey by XTEST, a spoken word, a real window; and without one, from recordings. */
import { describe, expect, it } from 'vitest';
import { join } from 'node:path';
import { benchDesk } from '../../scripts/profile/dictation/desk/bench.js';
import { missingDesk } from '../../scripts/profile/dictation/desk/tools.js';
import { modelsFolder } from '../../src/models/store.js';
import { missingModels, runParley, samples } from '../fixtures/parley.js';

interface Told {
  readonly bench: string;
  readonly rows: readonly { readonly name: string; readonly n: number; readonly p50: number }[];
  readonly targets: Readonly<Record<string, unknown>>;
  readonly facts: Readonly<Record<string, unknown>>;
}

const missing = missingModels();
const missingTools = missing ?? missingDesk();
if (missingTools !== undefined) console.warn(`skipped: ${missingTools}`);

const question = join(samples, 'what-time-is-it.wav');
const namesOf = ({ rows }: Pick<Told, 'rows'>): string[] => rows.map(({ name }) => name);
const lastLine = (text: string): Told => JSON.parse(text.trim().split('\n').at(-1) ?? '') as Told;

describe.skipIf(missingTools !== undefined)('bench dictation --desk', () => {
  it('brings what is said into the window, and tells every part of the way', async () => {
    const [measured] = await benchDesk({
      ...{ version: '0.0.0', hotkey: 'Ctrl+Alt+Space', speaker: 'joe', models: ['whisper-tiny.en'], each: 1, args: [] },
      folderOf: (id) => join(modelsFolder(), id),
      signal: new AbortController().signal,
      onDictated: () => undefined,
    });
    const report = measured?.report;
    expect(report?.facts).toMatchObject({ utterances: 2, arrived: 2, right: 2 });
    const names = report?.rows.map(({ name }) => name);
    expect(names).toEqual([
      ...['hotkey-to-capture', 'hotkey-to-new-sound', 'chunk', 'chunk-longest'],
      ...['speech-end-to-text-1s', 'speech-end-to-text-3s', 'text-to-window', 'whole-1s', 'whole-3s'],
    ]);
    for (const { name, p50 } of report?.rows ?? []) expect(p50, name).toBeGreaterThan(0);
  });
});

describe.skipIf(missing !== undefined)('profile --mode', () => {
  it('dictation: the parts of recordings that are dictated, without a desktop', async () => {
    const run = await runParley(['profile', '--mode', 'dictation', '--input', question, '--rounds', '2', '--json']);
    expect(run.code, run.stderr).toBe(0);
    const report = lastLine(run.stdout);
    expect(namesOf(report)).toEqual(
      expect.arrayContaining(['audio', 'vad', 'chunk', 'speech-end-to-text', 'text-to-file', 'whole']),
    );
    expect(report.facts).toMatchObject({ mode: 'dictation', takes: 2, withoutWords: 0 });
    expect(JSON.stringify(report.facts['texts'])).toMatch(/What time is it\?.*What time is it\?/);
    expect(report.facts['leftOut']).toMatch(/hotkey/);
  });

  it('captions: from a word to its being shown and committed; the file may name the mode', async () => {
    const sets = ['--set', 'pipeline.mode=captions', '--rounds', '1', '--input', question];
    const run = await runParley(['profile', ...sets, '--json']);
    expect(run.code, run.stderr).toBe(0);
    const report = lastLine(run.stdout);
    expect(namesOf(report)).toEqual([
      ...['audio', 'vad', 'word-to-shown', 'shown-to-stable', 'stable-to-committed', 'word-to-committed'],
      'commit-delay',
    ]);
    expect(report.facts).toMatchObject({ mode: 'captions', retractions: 0, words: 4 });
    expect(Object.keys(report.targets)).toContain('word-to-shown');
  });

  it('says which modes there are', async () => {
    const run = await runParley(['profile', '--mode', 'karaoke']);
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining('Allowed choices are assistant, dictation')]);
  });
});
