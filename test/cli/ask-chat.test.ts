/** The chat of `parley ask`, on a real terminal. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SkillFolders } from '../fixtures/skills/folder.js';
import { missingTerminal, openTerminal, type Terminal } from './ask-terminal.js';

const folders = new SkillFolders();
afterAll(() => {
  folders.remove();
});

/** Says one word at once, and the other never. */
const slow = `export default {
  name: 'slow', about: 'takes its time', examples: ['count slowly'], phrases: ['count slowly'],
  async *answer(_slots, { signal }) {
    yield 'One,';
    await new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    yield 'two.';
  },
};`;

const { home } = folders.makeHome({ 'slow.mjs': slow });
const state = folders.make({});
const history = join(state, 'kept', 'questions');
const env = {
  ...{ XDG_CONFIG_HOME: home, PARLEY_DATA: join(state, 'data'), PARLEY_HISTORY: history },
  // No weights: nothing here may need the language model.
  PARLEY_MODELS: join(state, 'models'),
};

async function open(...args: string[]): Promise<Terminal> {
  const terminal = openTerminal(['ask', ...args], env);
  await terminal.until(/Ctrl-D ends\.\s+> $/);
  return terminal;
}

const why = missingTerminal();
if (why !== undefined) console.warn(`the chat of parley ask is not tested: ${why}`);

describe.skipIf(why !== undefined)('the chat of parley ask', () => {
  it('answers, goes on from the answer before, and tells what answered', async () => {
    const chat = await open();
    chat.type('what is 2 times 3\r');
    await chat.until(/\b6\b[^\n]*\s+> $/);
    chat.type('double that\r');
    await chat.until(/\b12\b[^\n]*\s+> $/);
    chat.type('/why\r');
    await chat.until(/by the skill arithmetic, confidence 1, first text after [\d.]+ ms, done after [\d.]+ ms\s+> $/);
    chat.type('/quit\r');
    expect(await chat.ended).toBe(0);
  });

  it('has commands, and says what there is where one is mistyped', async () => {
    const chat = await open();
    chat.type('/help\r');
    await chat.until(/\/skills +what can be asked[\s\S]*\/preset NAME[\s\S]*> $/);
    chat.type('/skills\r');
    await chat.until(/slow +count slowly[\s\S]*> $/);
    chat.type('/wy\r');
    await chat.until(/\/wy: unknown command, did you mean \/why\? \(\/help lists them\)\s+> $/);
    chat.type('/preset\r');
    await chat.until(/preset balanced; there are low-latency, balanced, high-quality\s+> $/);
    chat.type('/preset fast\r');
    await chat.until(/unknown, got "fast", wanted low-latency[^\n]*\s+preset balanced stays\s+> $/);
    chat.type('/preset low-latency\r');
    await chat.until(/preset low-latency\s+> $/);
    chat.type('/forget\r');
    await chat.until(/what was said so far is forgotten\s+> $/);
    chat.type('\u0004');
    expect(await chat.ended).toBe(0);
  });

  it('stops an answer with Ctrl-C and ends with two of them', async () => {
    const chat = await open();
    chat.type('count slowly\r');
    await chat.until(/One,/);
    // Typed ahead: asked when the answer is over.
    chat.type('what is 3 plus 4\r');
    chat.type('\u0003');
    await chat.until(/> what is 3 plus 4[\s\S]*\b7\b[^\n]*\s+> $/);
    expect(chat.text()).not.toContain('two.');
    chat.type('never sent');
    chat.type('\u0003');
    await chat.until(/\(Ctrl-C again, or \/quit, ends\)\s+> $/);
    chat.type('\u0003');
    expect(await chat.ended).toBe(0);
    expect(readFileSync(history, 'utf8')).not.toContain('never sent');
  });

  it('keeps questions for the arrow keys, for their owner alone', async () => {
    const first = await open();
    first.type('what is 5 plus 6\r');
    await first.until(/\b11\b[^\n]*\s+> $/);
    first.type(' what is 1 plus 1\r');
    await first.until(/\b2\b[^\n]*\s+> $/);
    first.type('/quit\r');
    await first.ended;
    expect(statSync(history).mode & 0o777).toBe(0o600);
    const kept = readFileSync(history, 'utf8');
    expect(kept).toContain('what is 5 plus 6\n');
    expect(kept).not.toMatch(/1 plus 1|\/quit/);
    const second = await open();
    second.type('\u001b[A\r');
    await second.until(/> what is 5 plus 6[\s\S]*\b11\b[^\n]*\s+> $/);
    second.type('/quit\r');
    await second.ended;
  });

  it('keeps nothing with --no-history, nor where nothing is kept on disk', async () => {
    for (const args of [['--no-history'], ['--set', 'assistant.memory=process']]) {
      const before = existsSync(history) ? readFileSync(history, 'utf8') : '';
      const chat = await open(...args);
      chat.type('what is 8 plus 9\r');
      await chat.until(/\b17\b[^\n]*\s+> $/);
      chat.type('/quit\r');
      expect(await chat.ended).toBe(0);
      expect(existsSync(history) ? readFileSync(history, 'utf8') : '').toBe(before);
    }
  });

  it('lets a timer ring above the line that is being typed', async () => {
    const chat = await open();
    chat.type('set a timer for 1 second\r');
    await chat.until(/second[\s\S]*> $/);
    chat.type('half a que');
    await chat.until(/timer[^\n]*\s+> (?:.*> )?half a que$/i);
    chat.type('\u0003\u0003');
    expect(await chat.ended).toBe(0);
  });
});
