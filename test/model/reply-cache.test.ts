/** Kept answers in front of the real language model, which takes its time. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load.js';
import type { InferenceHost } from '../../src/models/host/contract.js';
import type { EngineHandle } from '../../src/models/host/engine.js';
import { createInferenceHost } from '../../src/models/host/host.js';
import { systemClock } from '../../src/pipeline/clock.js';
import type { ReplyDelta } from '../../src/pipeline/messages.js';
import type { Scope } from '../../src/pipeline/stage.js';
import { cached, ReplyCache, type Responder } from '../../src/stages/response/cache.js';
import { Conversation } from '../../src/stages/response/conversation.js';
import { Llm } from '../../src/stages/response/llm.js';
import type { LlamaEngineOptions } from '../../src/stages/response/llama-engine.js';
import { noTools } from '../../src/tools/tool.js';
import { collect } from '../fakes/scope.js';
import { isPresent, modelPath } from './llm-model.js';

const WAYS = [
  'What is the capital of France?',
  'Can you tell me what the capital of France is?',
  "Um, what's France's capital?",
  'The capital of France, what is it?',
];

const textOf = (deltas: readonly ReplyDelta[]): string => deltas.map(({ text }) => text).join('');

describe.skipIf(!isPresent)('the real model behind the cache', () => {
  let host: InferenceHost;
  let engine: EngineHandle;
  /** Answers that were begun. */
  let chats = 0;

  beforeAll(async () => {
    const options: LlamaEngineOptions = { modelPath, threads: 1, contextTokens: 1024, gpu: false };
    const module = new URL('../../dist/src/stages/response/llama-engine.js', import.meta.url).href;
    host = createInferenceHost({ engines: { llm: { module, options } }, nice: 0, onEvent: () => undefined });
    host.start();
    const inner = host.engine('llm');
    engine = {
      ready: (signal) => inner.ready(signal),
      call: (method, args, callOptions) => {
        if (method === 'chat') chats += 1;
        return inner.call(method, args, callOptions);
      },
    };
    await engine.ready(new AbortController().signal);
  });
  afterAll(() => host.close());

  async function open(): Promise<{ run: Responder; cache: ReplyCache }> {
    const { settings } = await loadConfig({ path: 'config/config.yaml' });
    const conversation = new Conversation(systemClock, { maxHistory: 4, timeoutMs: 300_000 });
    const llm = new Llm({
      ...{ engine, facts: undefined, tools: noTools, assistantName: 'Parley', onQuestion: () => undefined },
      settings: { ...settings.llm, first_token_timeout_ms: 60_000 },
      onFault: (error) => {
        throw error;
      },
    });
    const cache = new ReplyCache(systemClock, { size: 10, ttlMs: 600_000 });
    const run = cached((understood, scope) => llm.answer({ understood, scope, conversation }), {
      ...{ cache, near: true, names: ['Parley'], context: () => 'test', hasHistory: () => false },
      usedTools: (scope) => llm.usedTools(scope),
    });
    return { run, cache };
  }

  function ask(run: Responder, text: string, signal = new AbortController().signal): Promise<ReplyDelta[]> {
    const scope: Scope = {
      ...{ id: text, signal, clock: systemClock },
      probe: { mark: () => undefined, count: () => undefined },
    };
    const transcript = { kind: 'final', text, language: 'en', words: [] } as const;
    return collect(run({ transcript, normalised: text.toLowerCase() }, scope));
  }

  it('is asked once by ten who ask the same at once, each in their own way', async () => {
    const { run, cache } = await open();
    chats = 0;
    const asked = Array.from({ length: 10 }, (_, index) => ask(run, WAYS[index % WAYS.length] ?? ''));
    const replies = await Promise.all(asked);
    expect(new Set(replies.map(textOf)).size).toBe(1);
    expect(textOf(replies[0] ?? [])).toContain('Paris');
    expect(chats).toBe(1);
    expect(cache.stats).toMatchObject({ misses: 1, joins: 9, entries: 1 });
    for (const way of WAYS) expect((await ask(run, way)).map(({ source }) => source)).toEqual(['cache']);
    expect(chats).toBe(1);
  });
  it('is asked again by the next in line when the first gives up', async () => {
    const { run, cache } = await open();
    chats = 0;
    const controller = new AbortController();
    // Next in line is the plainest: some processors' arithmetic answers the others in a way that is not kept for anybody.
    const [plain = '', roundabout = '', ...further] = WAYS;
    const first = ask(run, roundabout, controller.signal);
    const others = [plain, ...further].map((way) => ask(run, way));
    controller.abort(new Error('enough'));
    await expect(first).rejects.toThrow('enough');
    const replies = await Promise.all(others);
    expect(new Set(replies.map(textOf)).size).toBe(1);
    expect(chats).toBeLessThanOrEqual(2);
    expect(cache.stats).toMatchObject({ joins: 2, entries: 1 });
  });
});
