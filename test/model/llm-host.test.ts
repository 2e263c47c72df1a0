/** The language model where it lives: in a worker thread of the inference child, behind the responder. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InferenceHost } from '../../src/models/host/contract.js';
import { createInferenceHost } from '../../src/models/host/host.js';
import { TurnAborted } from '../../src/pipeline/abort.js';
import { systemClock } from '../../src/pipeline/clock.js';
import type { ReplyDelta } from '../../src/pipeline/messages.js';
import type { Scope } from '../../src/pipeline/stage.js';
import { Conversation } from '../../src/stages/response/conversation.js';
import type { LlamaEngineOptions } from '../../src/stages/response/llama-engine.js';
import { Llm, type LlmOptions } from '../../src/stages/response/llm.js';
import { noTools } from '../../src/tools/tool.js';
import { collect } from '../fakes/scope.js';
import { isPresent, modelPath } from './llm-model.js';

const settings: LlmOptions['settings'] = {
  ...{ max_tokens: 60, temperature: 0, top_p: 0.9, top_k: 40, min_p: 0.05, repeat_penalty: 1.1, seed: 'auto' },
  ...{ context_tokens: 512, first_token_timeout_ms: 60_000, tools: 'auto', languages: 'auto' },
  system_prompt: 'You are {name}, a helpful voice assistant. Answer in one short sentence.',
};
const clock = systemClock;

describe.skipIf(!isPresent)('answers through the inference host', () => {
  let host: InferenceHost;
  let llm: Llm;
  const lines: string[] = [];
  const faults: string[] = [];
  const conversation = new Conversation(clock, { maxHistory: 100, timeoutMs: 300_000 });

  beforeAll(async () => {
    const options: LlamaEngineOptions = { modelPath, threads: 1, contextTokens: 512, gpu: false };
    const module = new URL('../../dist/src/stages/response/llama-engine.js', import.meta.url).href;
    host = createInferenceHost({
      engines: { llm: { module, options } },
      nice: 0,
      onEvent: (event) => {
        if (event.type === 'line') lines.push(event.line);
      },
    });
    host.start();
    llm = new Llm({
      ...{ engine: host.engine('llm'), settings, assistantName: 'Parley', facts: undefined, tools: noTools },
      onFault: ({ message }) => faults.push(message),
      onQuestion: () => undefined,
    });
    await llm.rest(conversation, new AbortController().signal);
  });
  afterAll(() => host.close());

  function ask(
    text: string,
    { signal = new AbortController().signal, language = 'en' } = {},
  ): AsyncIterable<ReplyDelta> {
    const transcript = { kind: 'final', text, language, words: [] } as const;
    const scope: Scope = { id: '1', signal, clock, probe: { mark: () => undefined, count: () => undefined } };
    return llm.answer({ understood: { transcript, normalised: text.toLowerCase() }, scope, conversation });
  }

  it('comes from the model, in pieces, as plain words', async () => {
    const deltas = await collect(ask('What is the capital of France?'));
    expect(new Set(deltas.map((delta) => delta.source))).toEqual(new Set(['llm']));
    expect(deltas.length).toBeGreaterThan(2);
    expect(deltas.map((delta) => delta.text).join('')).toContain('Paris');
  });

  it('stops when the turn is aborted, and the next turn is answered', async () => {
    const controller = new AbortController();
    const reason = new TurnAborted('barge-in');
    let heard = 0;
    const reading = (async () => {
      for await (const delta of ask('Tell me a very long story about a bear.', { signal: controller.signal })) {
        if (delta.text !== '' && ++heard === 2) controller.abort(reason);
      }
    })();
    await expect(reading).rejects.toBe(reason);
    expect(heard).toBe(2);
    expect((await collect(ask('Who wrote the play Hamlet?'))).map((delta) => delta.source)).toContain('llm');
  });

  it('knows from its file which languages it cannot answer in', async () => {
    expect(await collect(ask('Wie spät ist es?', { language: 'de' }))).toEqual([
      { text: 'I heard German, but I can only answer in English.', source: 'fallback' },
    ]);
  });

  it('goes on when the conversation has grown longer than the context', async () => {
    for (let turn = 1; turn <= 20; turn++) {
      const user = `I would like to tell you about thing number ${turn}, which is a very nice thing indeed.`;
      conversation.begin(`${turn}`, { user, remembered: true });
      conversation.recordHeard(`${turn}`, `Thank you for telling me about the thing with the number ${turn}.`);
    }
    await llm.rest(conversation, new AbortController().signal);
    const deltas = await collect(ask('What is the capital of France?'));
    expect(deltas.map((delta) => delta.source)).toContain('llm');
    expect(faults).toEqual([]);
  });

  it('prints nothing', () => {
    expect(lines).toEqual([]);
  });
});
