/** A language model behind an address, with llama.cpp's real server: answers, aborts, and the local model in its place. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../src/models/host/engine.js';
import type { InferenceHost } from '../../src/models/host/contract.js';
import { createInferenceHost } from '../../src/models/host/host.js';
import { systemClock } from '../../src/pipeline/clock.js';
import type { ChatArgs, ChatEnd, ChatResult } from '../../src/stages/response/chat.js';
import { EnginesInTurn } from '../../src/stages/response/engines-in-turn.js';
import { createEngine, type OpenaiLlmOptions } from '../../src/stages/response/openai-engine.js';
import { collect } from '../fakes/scope.js';
import { answerOf, args, callChat } from '../stages/response/openai-server.js';
import { modelPath } from './llm-model.js';
import { canServe, startLlamaServer, type LlamaServer } from './openai-llama-server.js';

const contextTokens = 512;
const system = 'You are a helpful voice assistant. Answer in one or two short sentences.';
const question = (text: string, more: Partial<ChatArgs> = {}): ChatArgs => args(text, { system, ...more });

const optionsFor = (server: LlamaServer): OpenaiLlmOptions => ({
  ...{ baseUrl: `${server.address}/v1`, model: 'smollm2', apiKeyEnv: 'PARLEY_TEST_NO_SUCH_KEY', extra: {} },
  ...{ timeoutMs: 60_000, firstTokenTimeoutMs: 60_000, retries: 0 },
});

const textOf = (results: readonly ChatResult[]): string =>
  results.map((result) => (result.kind === 'delta' ? result.text : '')).join('');

async function isGenerating({ address }: LlamaServer): Promise<boolean> {
  const slots = (await (await fetch(`${address}/slots`)).json()) as { is_processing: boolean }[];
  return slots.some(({ is_processing: processing }) => processing);
}

describe.skipIf(!canServe)('a language model behind an address', () => {
  let server: LlamaServer;
  let engine: Engine;

  beforeAll(async () => {
    server = await startLlamaServer(contextTokens);
    engine = await createEngine(optionsFor(server));
  });

  afterAll(async () => {
    await engine.close?.();
    await server.kill();
  });

  it('warms up, and then knows what the server tells of its model', async () => {
    const results: unknown[] = [];
    for await (const result of callChat(engine, 'warmUp', { system, messages: [] })) results.push(result);
    expect(results).toEqual([expect.objectContaining({ promptTokens: expect.any(Number) as number })]);
    const { value } = await callChat(engine, 'info', {}).next();
    expect(value).toMatchObject({ name: 'smollm2', device: 'remote', contextTokens });
    expect((value as unknown as { parameters: number }).parameters).toBeGreaterThan(100e6);
  });

  it('answers, and finds the conversation read before when the next question comes', async () => {
    const first = await answerOf(engine, question('What is the capital of France?'));
    expect(first.text).toContain('Paris');
    const end = first.results.at(-1) as ChatEnd;
    expect(end.tokens).toBeGreaterThan(3);
    const messages = [
      { role: 'user', text: 'What is the capital of France?' },
      { role: 'assistant', text: first.text.trim() },
      { role: 'user', text: 'And of Germany?' },
    ] as const;
    const second = (await answerOf(engine, question('', { messages }))).results.at(-1) as ChatEnd;
    expect(second.promptTokens).toBeGreaterThan(end.promptTokens);
    expect(second.reusedTokens).toBeGreaterThan(end.promptTokens / 2);
  });

  it('stops the server with the caller', async () => {
    const caller = new AbortController();
    const long = question('Tell me a long story about a fox.', { maxTokens: 400 });
    const results = callChat(engine, 'chat', long, caller.signal);
    expect((await results.next()).value).toMatchObject({ kind: 'delta' });
    expect(await isGenerating(server)).toBe(true);
    caller.abort(new Error('barge-in'));
    await expect(collect(results)).rejects.toThrow('barge-in');
    await expect.poll(() => isGenerating(server), { timeout: 10_000 }).toBe(false);
  });

  it('leaves the oldest out of a conversation that is longer than the context', async () => {
    const messages = Array.from({ length: 30 }, (_, turn) => [
      { role: 'user' as const, text: `Please remember that number ${turn} is my favourite number of them all.` },
      { role: 'assistant' as const, text: `I will remember the number ${turn}, as you told me to do just now.` },
    ]).flat();
    const { results } = await answerOf(
      engine,
      question('', { messages: [...messages, { role: 'user', text: 'Hi!' }] }),
    );
    const { dropped, promptTokens } = results.at(-1) as ChatEnd;
    expect(dropped).toBeGreaterThanOrEqual(30);
    expect(promptTokens).toBeLessThan(contextTokens);
  });
});

describe.skipIf(!canServe)('the local model in place of a server', () => {
  let server: LlamaServer;
  let host: InferenceHost;
  const lines: string[] = [];
  let both: EnginesInTurn;

  beforeAll(async () => {
    server = await startLlamaServer(contextTokens);
    const module = (name: string): string => new URL(`../../dist/src/stages/response/${name}.js`, import.meta.url).href;
    const local = { modelPath, threads: 1, contextTokens, gpu: false };
    host = createInferenceHost({
      engines: {
        llm: { module: module('llama-engine'), options: local },
        'llm-server': { module: module('openai-engine'), options: optionsFor(server) },
      },
      nice: 0,
    });
    host.start();
    const engines = [
      { name: 'openai', handle: host.engine('llm-server') },
      { name: 'llama', handle: host.engine('llm') },
    ];
    both = new EnginesInTurn(engines, { clock: systemClock, onNotice: (line) => lines.push(line), startMs: 60_000 });
    const { signal } = new AbortController();
    await both.ready(signal);
    await collect(both.call('warmUp', { system, messages: [] }, { signal }));
  });

  afterAll(async () => {
    await host.close();
    await server.kill();
  });

  it('answers the same question when the server is gone, and says so once', async () => {
    const ask = async (text: string): Promise<string> =>
      textOf(
        (await collect(both.call('chat', question(text), { signal: new AbortController().signal }))) as ChatResult[],
      );
    expect(await ask('What is the capital of France?')).toContain('Paris');
    expect([both.preferred, lines]).toEqual(['openai', []]);
    await server.kill();
    expect(await ask('What is the capital of France?')).toContain('Paris');
    // Which city so small a model names is up to the processor's arithmetic.
    expect(await ask('What is the capital of Italy?')).toMatch(/Rome|Italy/);
    expect(both.preferred).toBe('llama');
    expect(lines).toEqual([
      expect.stringMatching(/^llm: openai does not answer: .*the connection is refused.*; llama answers meanwhile$/),
    ]);
  });
});
