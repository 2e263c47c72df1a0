/** `parley ask` without a terminal: one question, questions from a pipe, and what is told about each answer. */
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { askOnce, explainAnswer, type Answered, type Answerer } from '../../src/cli/ask-answer.js';
import type { ReplyDelta } from '../../src/pipeline/messages.js';
import { pipeParley } from '../fixtures/parley-pipe.js';
import { runParley } from '../fixtures/parley.js';
import { SkillFolders, skillSource } from '../fixtures/skills/folder.js';

const folders = new SkillFolders();
afterAll(() => {
  folders.remove();
});

const { home } = folders.makeHome({
  'fails.mjs': skillSource('fails').replace(
    "answer: () => 'fails'",
    "answer: () => { throw new Error('the reason'); }",
  ),
});
const state = folders.make({});
const env = {
  ...{ XDG_CONFIG_HOME: home, PARLEY_DATA: join(state, 'data') },
  // No weights, and nobody fetches them: what a skill answers needs no model.
  PARLEY_MODELS: join(state, 'models'),
};
const readJson = (text: string): Answered[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answered);

describe('parley ask TEXT', () => {
  it('answers by a skill without loading or fetching a model', async () => {
    const run = await runParley(['ask', 'what', 'is 12 times 12?'], env);
    expect([run.code, run.stderr]).toEqual([0, '']);
    expect(run.stdout).toMatch(/^.*\b144\b.*\n$/);
  });

  it('prints one JSON object with --json', async () => {
    const run = await runParley(['ask', '--json', 'What is 12 times 12?'], env);
    const [answered] = readJson(run.stdout);
    expect(answered).toMatchObject({
      ...{ text: 'What is 12 times 12?', source: 'skill', intent: 'arithmetic', confidence: 1 },
      reply: expect.stringContaining('144') as string,
    });
    expect(answered?.firstMs).toBeLessThanOrEqual(answered?.ms ?? 0);
  });

  it('fails with an apology and its reason where a skill fails', async () => {
    const run = await runParley(['ask', 'say fails', '--json'], env);
    expect(run.code).toBe(1);
    expect(run.stderr).toBe('the reason\n');
    expect(readJson(run.stdout)[0]).toMatchObject({ source: 'fallback', intent: 'fails' });
  });

  it('says that nothing rings once it has ended', async () => {
    const run = await runParley(['ask', 'set a timer for 20 minutes'], env);
    expect(run.code).toBe(0);
    expect(run.stderr).toBe('(it rings where parley start or a chat of parley ask runs)\n');
  });

  it('refuses a question that nobody can mean', async () => {
    const empty = await runParley(['ask', ' '], env);
    expect([empty.code, empty.stderr]).toEqual([2, 'ask: got an empty question, wanted some words\n']);
    const long = await runParley(['ask', 'a '.repeat(5000)], env);
    expect([long.code, long.stderr]).toEqual([2, 'a question of 9999 characters; wanted at most 8000\n']);
  });
});

describe('parley ask from a pipe', () => {
  it('answers one question a line, and the conversation goes on between them', async () => {
    const run = await pipeParley(['ask'], '\uFEFFwhat is 2 times 3\r\n\n  double that\nsay fails', env);
    const lines = run.stdout.toString().split('\n');
    expect(lines[0]).toMatch(/\b6\b/);
    expect(lines[1]).toMatch(/\b12\b/);
    expect(lines).toHaveLength(4);
    expect([run.code, run.stderr]).toEqual([1, 'the reason\n']);
  });

  it('prints one JSON object a line', async () => {
    const run = await pipeParley(['ask', '--json'], 'what is 2 times 3\nwhat is 5 minus 1\n', env);
    expect(readJson(run.stdout.toString()).map(({ text, source }) => [text, source])).toEqual([
      ['what is 2 times 3', 'skill'],
      ['what is 5 minus 1', 'skill'],
    ]);
  });

  it('wants something to be asked', async () => {
    const run = await pipeParley(['ask'], '\n\n', env);
    expect([run.code, run.stderr]).toEqual([
      ...[2, 'nothing was asked; wanted parley ask TEXT, or one question a line\n'],
    ]);
  });
});

/** Answers with these pieces; what it understands is scripted as well. */
function scripted(deltas: readonly ReplyDelta[], intent?: { name: string; confidence: number }): Answerer {
  return {
    config: { preset: 'balanced', presets: ['balanced'] } as unknown as Answerer['config'],
    skills: () => [],
    waiting: () => 0,
    understand: () => (intent === undefined ? {} : { intent }),
    forget: () => undefined,
    switchPreset: () => Promise.resolve(),
    async *ask(_text, signal) {
      for (const delta of deltas) {
        signal.throwIfAborted();
        yield delta;
      }
    },
  };
}

describe('askOnce', () => {
  const { signal } = new AbortController();
  const once = (answerer: Answerer): Promise<Answered> => askOnce(answerer, 'hi', { signal, onText: () => undefined });
  const intent = { name: 'tea', confidence: 0.8571 };

  it('names the skill only where a skill answered', async () => {
    const bySkill = await once(scripted([{ text: 'a', source: 'skill' }], intent));
    expect(bySkill).toMatchObject({ reply: 'a', source: 'skill', intent: 'tea', confidence: 0.86 });
    const byModel = await once(scripted([{ text: 'a', source: 'llm' }], intent));
    expect([byModel.source, byModel.intent]).toEqual(['llm', undefined]);
  });

  it('tells an answer that ended in an apology from a whole one', async () => {
    const answered = await once(
      scripted([
        { text: 'a', source: 'llm' },
        { text: ' b', source: 'fallback' },
      ]),
    );
    expect(answered).toMatchObject({ reply: 'a b', source: 'fallback' });
  });

  it('keeps what was said until it was stopped', async () => {
    const controller = new AbortController();
    const onText = (): void => {
      controller.abort(new Error('enough'));
    };
    const deltas: ReplyDelta[] = ['a', 'b'].map((text) => ({ text, source: 'llm' }));
    const answered = await askOnce(scripted(deltas), 'hi', { signal: controller.signal, onText });
    expect(answered).toMatchObject({ reply: 'a', stopped: true });
    expect(explainAnswer(answered)).toMatch(
      /^by the language model, first text after [\d.]+ ms, stopped after [\d.]+ ms$/,
    );
  });

  it('has no source where nothing was said', async () => {
    const answered = await once(scripted([]));
    expect(answered).toMatchObject({ reply: '' });
    expect('source' in answered || 'firstMs' in answered).toBe(false);
    expect(explainAnswer(answered)).toMatch(/^nothing was answered, done after/);
  });
});
