/** The language model where it lives: in a worker thread of the inference child, behind the answering stage. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InferenceHost } from '../../src/models/host/contract.js';
import { createInferenceHost } from '../../src/models/host/host.js';
import { TurnAborted } from '../../src/pipeline/abort.js';
import { chain } from '../../src/pipeline/chain.js';
import { systemClock } from '../../src/pipeline/clock.js';
import type { FinalTranscript, ReplyDelta } from '../../src/pipeline/messages.js';
import type { Scope } from '../../src/pipeline/stage.js';
import { createNlpStage } from '../../src/stages/nlp/nlp.js';
import { Conversation } from '../../src/stages/response/conversation.js';
import type { LlamaEngineOptions } from '../../src/stages/response/llama-engine.js';
import { createResponseStage, type ResponseSettings } from '../../src/stages/response/response.js';
import { Timers } from '../../src/stages/response/timers.js';
import { collect, stream } from '../fakes/scope.js';
import { isPresent, modelPath } from './llm-model.js';

const settings: ResponseSettings = {
  llm: {
    model: ['smollm2-135m-instruct'],
    max_tokens: 60,
    temperature: 0,
    context_tokens: 1024,
    threads: 1,
    first_token_timeout_ms: 60_000,
    system_prompt: 'You are a helpful voice assistant. Answer in one short sentence.',
  },
  response_generation: { cache: { enabled: true, size: 10, ttl: 60 } },
};

describe.skipIf(!isPresent)('answers through the inference host', () => {
  let host: InferenceHost;
  const lines: string[] = [];
  const clock = systemClock;
  const conversation = new Conversation(clock, { maxHistory: 4, timeoutMs: 300_000 });
  const timers = new Timers({ clock, onRing: () => undefined });

  beforeAll(async () => {
    const options: LlamaEngineOptions = { modelPath, threads: 1, contextTokens: 1024, gpu: false };
    const module = new URL('../../dist/src/stages/response/llama-engine.js', import.meta.url).href;
    host = createInferenceHost({
      engines: { llm: { module, options } },
      nice: 0,
      onEvent: (event) => {
        if (event.type === 'line') lines.push(event.line);
      },
    });
    host.start();
    const signal = new AbortController().signal;
    await createNlpStage({ names: ['parley'] }).warmUp?.(signal);
    await createStage().warmUp?.(signal);
  });
  afterAll(() => host.close());

  function createStage(): ReturnType<typeof createResponseStage> {
    return createResponseStage({ engine: host.engine('llm'), settings, conversation, timers, clock });
  }

  function ask(text: string, signal = new AbortController().signal): AsyncIterable<ReplyDelta> {
    const final: FinalTranscript = { kind: 'final', text, language: 'en', words: [] };
    const scope: Scope = { id: '1', signal, clock, probe: { mark: () => undefined, count: () => undefined } };
    return chain(createNlpStage({ names: ['parley'] }), createStage(), 0).run(stream(final), scope);
  }

  it('comes from the model, in pieces, as plain words', async () => {
    const deltas = await collect(ask('Hey Parley, what is the capital of France?'));
    expect(new Set(deltas.map((delta) => delta.source))).toEqual(new Set(['llm']));
    expect(deltas.length).toBeGreaterThan(2);
    expect(deltas.map((delta) => delta.text).join('')).toContain('Paris');
  });

  it('stops when the turn is aborted, and the next turn is answered', async () => {
    const controller = new AbortController();
    const reason = new TurnAborted('barge-in');
    let heard = 0;
    const reading = (async () => {
      for await (const delta of ask('Tell me a very long story about a bear.', controller.signal)) {
        if (delta.text !== '' && ++heard === 2) controller.abort(reason);
      }
    })();
    await expect(reading).rejects.toBe(reason);
    expect(heard).toBe(2);
    expect((await collect(ask('Who wrote the play Hamlet?'))).map((delta) => delta.source)).toContain('llm');
  });

  it('needs no model for a sum', async () => {
    expect(await collect(ask('What is twelve times seven?'))).toEqual([{ text: '12 times 7 is 84.', source: 'skill' }]);
  });

  it('prints nothing', () => {
    expect(lines).toEqual([]);
  });
});
