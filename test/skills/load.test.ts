/** Skills of the user's own: what is loaded, what is left out, and the one line about each. */
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { loadSkills, skillsFolder, type LoadedSkills, type LoadSkillsOptions } from '../../src/skills/load.js';
import type { AnySkill } from '../../src/skills/skill.js';
import { normalise } from '../../src/stages/nlp/text.js';
import { openToAll, SkillFolders, skillSource } from '../fixtures/skills/folder.js';

const folders = new SkillFolders();
afterAll(() => {
  folders.remove();
});
afterEach(() => {
  vi.useRealTimers();
});

const none: LoadSkillsOptions = { ownFolder: undefined, builtIn: [] };
const load = (
  files: Readonly<Record<string, string>>,
  options: Partial<LoadSkillsOptions> = {},
): Promise<LoadedSkills> => loadSkills([folders.make(files)], { ...none, ...options });
const names = ({ skills }: LoadedSkills): string[] => skills.map(({ name }) => name);

describe('loadSkills', () => {
  it('takes default exports, named ones and lists, in the order of files', async () => {
    const plain = (name: string): string => skillSource(name).replace('export default', '').replace(/;\s*$/, '');
    const loaded = await load({
      'b.mjs': skillSource('second'),
      'a.js': `export const one = ${plain('first-a')}; export const helper = (x) => x; export const limit = 3;`,
      'c.mjs': `export default [${plain('third')}, ${plain('fourth')}];`,
      'd.cjs': `module.exports = { five: ${plain('fifth')}, six: ${plain('sixth')} };`,
      'notes.md': '# not a module',
      '.hidden.mjs': 'throw new Error("nobody runs this")',
      'data.json': '{}',
      'types.d.ts': 'export declare const x: number;',
    });
    expect(loaded.problems).toEqual([]);
    expect(names(loaded)).toEqual(['first-a', 'second', 'third', 'fourth', 'fifth', 'sixth']);
    expect(loaded.files.get('second')).toMatch(/b\.mjs$/);
    expect(await loaded.skills[1]?.answer({}, {} as never)).toBe('second');
  });

  it('lets a skill use what lies beside it, in a folder that is not looked through', async () => {
    const loaded = await load({
      'a.mjs': `import { word } from './lib/words.mjs';\n${skillSource('a').replace("answer: () => 'a'", 'answer: () => word')}`,
      'lib/words.mjs': "export const word = 'from beside';",
    });
    expect(loaded.problems).toEqual([]);
    expect(await loaded.skills[0]?.answer({}, {} as never)).toBe('from beside');
  });

  it('tells in one line what is wrong with a file and loads the others', async () => {
    const loaded = await load({
      'bad-syntax.mjs': 'export default {,};',
      'good.mjs': skillSource('good'),
      'nothing.mjs': 'export const answerToAll = 42;',
      'throws.mjs': '\n\nthrow new TypeError("first line\\nsecond line");',
      'unknown-import.mjs': "import 'no-such-package-anywhere';",
    });
    expect(names(loaded)).toEqual(['good']);
    expect(loaded.problems).toEqual([
      expect.stringMatching(/bad-syntax\.mjs: cannot be loaded: \S*Error: /),
      expect.stringMatching(/nothing\.mjs: exports no skill; wanted export default \{ name, about,/),
      expect.stringMatching(/throws\.mjs: cannot be loaded: TypeError: first line(?: \(line 3\))?$/),
      expect.stringMatching(/unknown-import\.mjs: cannot be loaded: .*no-such-package-anywhere/),
    ]);
    for (const line of loaded.problems) expect(line).not.toMatch(/\n/);
  });

  it('gives up a module that never finishes loading', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const begun = globalThis as { parleyLoading?: number };
    begun.parleyLoading = 0;
    const loading = load({
      'good.mjs': `globalThis.parleyLoading += 1;\n${skillSource('good')}`,
      'waits.mjs': 'globalThis.parleyLoading += 1; await new Promise(() => {});',
    });
    while (begun.parleyLoading < 2) await new Promise((resolve) => setImmediate(resolve));
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    vi.advanceTimersByTime(5000);
    const loaded = await loading;
    delete begun.parleyLoading;
    expect(names(loaded)).toEqual(['good']);
    expect(loaded.problems).toEqual([expect.stringMatching(/waits\.mjs: .*not loaded within 5 s$/)]);
  });

  it('keeps the first of two skills with one name', async () => {
    const { skills, problems } = await load({
      'a.mjs': skillSource('tea'),
      'b.mjs': skillSource('tea', "confirm: () => 'b'"),
    });
    expect(skills).toHaveLength(1);
    expect('confirm' in (skills[0] ?? {})).toBe(false);
    expect(problems).toEqual([
      expect.stringMatching(/b\.mjs: skill "tea": there is one of that name in .*a\.mjs; wanted/),
    ]);
  });

  it('says that one replaces a built-in skill, and which phrases nobody hears', async () => {
    const builtIn = [{ name: 'time' }] as unknown as readonly AnySkill[];
    const phrases = "phrases: ['what\\'s up [please]', 'roll two dice', 'plain']";
    const { problems, notes } = await load(
      { 'time.mjs': skillSource('time').replace(/phrases: \[[^\]]*\]/, phrases) },
      { builtIn, normalise: (text) => normalise(text, { names: ['parley'] }) },
    );
    expect(problems).toEqual([]);
    expect(notes).toEqual([
      expect.stringMatching(/time\.mjs: skill "time" replaces the built-in one of that name$/),
      expect.stringMatching(/phrase "what's up \[please\]": "what's up" is heard as "what is up"; write it so$/),
    ]);
  });

  it.skipIf(process.platform === 'win32')('runs nothing that everybody may write to', async () => {
    const marker = join(folders.make({}), 'ran');
    const source = `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(marker)}, '');\n${skillSource('a')}`;
    const file = folders.make({ 'a.mjs': source, 'b.mjs': skillSource('b') });
    openToAll(join(file, 'a.mjs'));
    const whole = folders.make({ 'a.mjs': source });
    openToAll(whole);
    const loaded = await loadSkills([file, whole], none);
    expect(names(loaded)).toEqual(['b']);
    expect(loaded.problems).toEqual([
      `${join(file, 'a.mjs')}: everybody on this machine may write to it; not loaded: chmod o-w it`,
      `${whole}: everybody on this machine may write to it; nothing in it is loaded: chmod o-w it`,
    ]);
    expect(existsSync(marker)).toBe(false);
  });

  it('wants the folders that are named, not the one that is always looked at', async () => {
    const home = folders.make({});
    const missing = join(home, 'none');
    const loaded = await loadSkills([missing], { ...none, ownFolder: join(home, 'own') });
    expect(loaded.problems).toEqual([`${missing}: no such folder; make it, or take it out of assistant.skills`]);
    const file = join(folders.make({ 'x.mjs': skillSource('x') }), 'x.mjs');
    expect((await loadSkills([file], none)).problems).toEqual([`${file}: not a folder; wanted a folder with skills`]);
  });

  it('loads a folder once, however often it is named', async () => {
    const folder = folders.make({ 'a.mjs': skillSource('a') });
    const loaded = await loadSkills([folder, `${folder}/`], { ...none, ownFolder: folder });
    expect([names(loaded), loaded.problems]).toEqual([['a'], []]);
  });

  it('refuses what is somebody’s project rather than a folder of skills, and what is no file', async () => {
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, index) => [`m${index}.mjs`, 'throw 1;']));
    const { problems } = await load(many);
    expect(problems).toEqual([expect.stringMatching(/has 101 modules, wanted at most 100/)]);
    const folder = folders.make({});
    mkdirSync(join(folder, 'a.mjs'));
    symlinkSync(join(folder, 'gone.mjs'), join(folder, 'b.mjs'));
    expect((await loadSkills([folder], none)).problems).toEqual([
      expect.stringMatching(/a\.mjs: not a file; wanted a module that exports a skill$/),
      expect.stringMatching(/b\.mjs: cannot be read \(.*ENOENT/),
    ]);
  });

  it('says so where Node reads no TypeScript', async () => {
    const { skills, problems } = await load({ 'a.ts': skillSource('a') });
    const { typescript } = process.features as { readonly typescript?: unknown };
    if (typescript === 'strip' || typescript === 'transform') expect(skills).toHaveLength(1);
    else
      expect(problems).toEqual([expect.stringMatching(/a\.ts: Node [\d.]+ reads no TypeScript; compile it to \.mjs/)]);
  });

  it('looks in the configuration folder by default', () => {
    expect(skillsFolder()).toMatch(/parley[\\/]skills$/);
  });
});
