/** `parley skills`, and the first example of the documentation as a user would try it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { renderSkills, testUtterance, type Tested } from '../../src/cli/skills.js';
import { projectRoot, runParley } from '../fixtures/parley.js';
import { SkillFolders, skillSource } from '../fixtures/skills/folder.js';

const folders = new SkillFolders();
afterAll(() => {
  folders.remove();
});

/** Exactly the first block of code in the documentation, and the question below it. */
function readExample(): { readonly code: string; readonly question: string } {
  const text = readFileSync(join(projectRoot, 'docs/skills.md'), 'utf8');
  const code = /```js\n([\s\S]*?)```/.exec(text)?.[1] ?? '';
  const question = /```sh\nparley ask "([^"]+)"\n```/.exec(text)?.[1] ?? '';
  return { code, question };
}

const { code, question } = readExample();
const { home, skills } = folders.makeHome({ 'tea.mjs': code });
const state = folders.make({});
const envOf = (configHome: string): NodeJS.ProcessEnv => ({
  ...{ XDG_CONFIG_HOME: configHome, PARLEY_DATA: join(state, 'data'), PARLEY_MODELS: join(state, 'models') },
});
const env = envOf(home);

interface Listed {
  readonly skills: readonly { readonly name: string; readonly source: string; readonly file?: string }[];
  readonly folder: string;
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

describe('the example of the documentation', () => {
  it('has ten lines, and answers what the documentation asks', async () => {
    expect(code.trimEnd().split('\n').length).toBeLessThanOrEqual(10);
    const run = await runParley(['ask', question], env);
    expect([run.code, run.stdout, run.stderr]).toEqual([0, 'A black tea takes 4 minutes.\n', '']);
  });

  it('understands its own example, and slips of a recogniser', async () => {
    const run = await runParley(['skills', 'test', '--json', 'how long should black tea bru'], env);
    const tested = JSON.parse(run.stdout) as Tested;
    expect(tested.intent).toMatchObject({ name: 'tea', slots: { kind: 'black' } });
    expect(tested.intent?.confidence).toBeGreaterThan(0.7);
  });
});

describe('parley skills', () => {
  it('lists every skill with its source, and where those of your own lie', async () => {
    const run = await runParley(['skills', '--json'], env);
    expect([run.code, run.stderr]).toEqual([0, '']);
    const listed = JSON.parse(run.stdout) as Listed;
    expect(listed).toMatchObject({ folder: skills, problems: [], notes: [] });
    expect(listed.skills[0]).toMatchObject({ name: 'tea', source: 'own', file: join(skills, 'tea.mjs') });
    expect(listed.skills.find(({ name }) => name === 'arithmetic')).toMatchObject({ source: 'built-in' });
    const names = listed.skills.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('prints a table and, where something is wrong, a line about it and a code', async () => {
    const bad = folders.makeHome({
      'broken.mjs': 'throw new Error("no")',
      'time.mjs': skillSource('time').replace("examples: ['say time']", "examples: ['what is 2 plus 2']"),
      'typed.js': `import { defineSkill } from 'parley';\nimport { word } from './lib.txt.mjs';\n${skillSource('typed')}`,
      'lib.txt.mjs': 'export const word = 1; export default [];',
    });
    const run = await runParley(['skills'], envOf(bad.home));
    expect(run.code).toBe(1);
    expect(run.stderr).toBe(
      `not used: ${join(bad.skills, 'broken.mjs')}: cannot be loaded: Error: no (line 1)\n` +
        `not used: ${join(bad.skills, 'lib.txt.mjs')}: exports no skill; wanted export default { name, about, examples, phrases, answer }\n`,
    );
    expect(run.stdout).toMatch(/│ time +│ says its name +│ what is 2 plus 2 +│ your folder/);
    expect(run.stdout).toMatch(/│ typed +│ says its name +│ say typed +│ your folder/);
    expect(run.stdout).toContain(`skills of your own: ${bad.skills}\n`);
    expect(run.stdout).toMatch(/note: .*time\.mjs: skill "time" replaces the built-in one of that name\n/);
    expect(run.stdout).toMatch(/note: skill "time": its example "what is 2 plus 2" is understood as arithmetic\n/);
  });

  it('reads the folders of the settings as well, and says which is not there', async () => {
    const own = folders.make({ 'coffee.mjs': skillSource('coffee') });
    const set = ['--set', `assistant.skills=[${own}, ${join(own, 'none')}]`];
    const run = await runParley(['skills', '--json', ...set], env);
    const listed = JSON.parse(run.stdout) as Listed;
    expect(run.code).toBe(1);
    expect(listed.skills.slice(0, 2).map(({ name }) => name)).toEqual(['tea', 'coffee']);
    expect(listed.problems).toEqual([
      `${join(own, 'none')}: no such folder; make it, or take it out of assistant.skills`,
    ]);
  });

  it('tells what an utterance is understood to mean', async () => {
    const run = await runParley(['skills', 'test', 'Parley,', 'what is two plus two?'], env);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(
      /^heard as +what is 2 plus 2\nskill +arithmetic \(built-in\)\nslots +\{.*\}\nconfidence +1\.00\ntime +[\d.]+ ms\n$/,
    );
    const none = await runParley(['skills', 'test', 'why do cats purr'], env);
    expect(none.stdout).toMatch(/skill +none: the language model is asked\n/);
    const wrong = await runParley(['skills', 'test', ' '], env);
    expect([wrong.code, wrong.stderr]).toEqual([2, 'skills test: got nothing, wanted what somebody says\n']);
  });

  it('keeps to the width of the terminal, and shows no control characters', () => {
    const rows = [
      {
        name: 'x'.repeat(64),
        about: 'does \u001b[31m a lot '.repeat(10),
        examples: ['say so'],
        source: 'own' as const,
      },
    ];
    for (const columns of [80, 100, 120]) {
      const lines = renderSkills(rows, columns).split('\n');
      for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
    }
    expect(renderSkills(rows, 80)).not.toContain('\u001b');
  });

  it('measures more than one reading, and passes on what would be asked back', () => {
    let readings = 0;
    const understand = (): ReturnType<Parameters<typeof testUtterance>[0]['understand']> => {
      readings += 1;
      const intent = { name: 'tea', slots: {}, confidence: 0.6 };
      return { normalised: 'tee', suggestion: { text: 'tea', intent } };
    };
    const tested = testUtterance({ understand }, 'tee');
    expect(tested).toMatchObject({ normalised: 'tee', suggestion: { text: 'tea', name: 'tea', confidence: 0.6 } });
    expect(readings).toBeGreaterThan(1);
  });
});
