/** What the real model keeps of a conversation: after drafts, reopened turns and barge-ins, over forty turns, for several speakers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/models/host/engine.js';
import type { ChatArgs, ChatEnd, ChatMessage, ChatResult, WarmUpArgs } from '../../src/stages/response/chat.js';
import { createEngine } from '../../src/stages/response/llama-engine.js';
import { collect } from '../fakes/scope.js';
import { isPresent, modelPath, testCall } from './llm-model.js';

const SYSTEM = 'You are a helpful voice assistant. Answer in one short sentence.';
const CONTEXT_TOKENS = 512;
/** What a template writes around a question, a word of it that is joined to the mark behind it, and the opened reply. */
const FEW = 18;

const user = (text: string): ChatMessage => ({ role: 'user', text });
const assistant = (text: string): ChatMessage => ({ role: 'assistant', text });

describe.skipIf(!isPresent)('what is kept', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await createEngine({ modelPath, threads: 1, contextTokens: CONTEXT_TOKENS, gpu: false, sessions: 2 });
  });
  afterAll(async () => {
    await engine.close?.();
  });

  function call<T>(method: string, args: unknown, testing = testCall()): Promise<T[]> {
    const found = engine.methods[method];
    if (found === undefined) throw new Error(`no method ${method}`);
    return collect(found(args, testing) as AsyncIterable<T>);
  }

  async function chat(
    messages: readonly ChatMessage[],
    rest: Partial<ChatArgs> = {},
  ): Promise<ChatEnd & { text: string }> {
    const args: ChatArgs = { system: SYSTEM, messages, maxTokens: 8, temperature: 0, ...rest };
    const results = await call<ChatResult>('chat', args);
    const end = results.find((result): result is ChatEnd => result.kind === 'end');
    if (end === undefined) throw new Error('no end');
    const text = results.map((result) => (result.kind === 'delta' ? result.text : '')).join('');
    return { ...end, text };
  }

  const warm = (messages: readonly ChatMessage[], rest: Partial<WarmUpArgs> = {}): Promise<unknown> =>
    call('warmUp', { system: SYSTEM, messages, ...rest });
  const fresh = ({ promptTokens, reusedTokens }: ChatEnd): number => promptTokens - reusedTokens;

  it('costs the same question nothing again after a draft that was dropped', async () => {
    const messages = [user('Tell me why the sea is so salty, please.')];
    const first = await chat(messages);
    const again = await chat(messages);
    // Only the token that the first word is drawn from.
    expect(fresh(again)).toBe(1);
    expect(again.text).toBe(first.text);
  });

  it('costs only what was added when a turn was taken back and went on', async () => {
    await chat([user('Tell me about the highest mountain')]);
    const longer = await chat([user('Tell me about the highest mountain in the south of Spain')]);
    expect(fresh(longer)).toBeLessThan(FEW);
  });

  it('keeps all before a reply that was cut short by a barge-in, and the part of it that was heard', async () => {
    const question = user('Why do cats purr when they sleep on a sofa?');
    const { text } = await chat([question], { maxTokens: 30 });
    const heard = text.split(' ').slice(0, 4).join(' ');
    const next = [question, assistant(heard), user('And dogs?')];
    expect(fresh(await chat(next))).toBeLessThan(FEW);
    // Read while nobody waits, the next question costs even less.
    await warm(next.slice(0, 2));
    expect(fresh(await chat([...next.slice(0, 2), user('And mice?')]))).toBeLessThan(FEW);
  });

  it('keeps two conversations apart, also when they speak at the same time, and gives up the one not used for longest', async () => {
    const of = (conversation: string, text: string): Promise<ChatEnd & { text: string }> =>
      chat([user(text)], { conversation });
    const [a, b] = await Promise.all([of('a', 'What is the capital of France?'), of('b', 'Who wrote Hamlet?')]);
    const alone = await of('a', 'What is the capital of France?');
    expect(fresh(alone)).toBe(1);
    expect(alone.text).toBe(a.text);
    expect(fresh(await of('c', 'How far is the moon?'))).toBeGreaterThan(5);
    expect(fresh(await of('a', 'What is the capital of France?'))).toBe(1);
    const again = await of('b', 'Who wrote Hamlet?');
    expect(fresh(again)).toBeGreaterThan(5);
    expect(again.text).toBe(b.text);
  });

  it('never overflows, and reads anew only once in many turns', async () => {
    const messages: ChatMessage[] = [];
    const costs: number[] = [];
    for (let turn = 1; turn <= 40; turn++) {
      const question = user(`This is thing number ${turn} that I would like to tell you about today.`);
      const end = await chat([...messages, question], { conversation: 'long', maxTokens: 4 });
      expect(end.promptTokens + end.tokens).toBeLessThanOrEqual(CONTEXT_TOKENS);
      costs.push(fresh(end));
      messages.push(question, assistant(`I see, that was thing number ${turn}.`));
    }
    const dear = costs.slice(1).filter((cost) => cost > 80);
    expect(dear.length).toBeGreaterThan(0);
    expect(dear.length).toBeLessThanOrEqual(6);
  });
});
