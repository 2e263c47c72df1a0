/** Language models behind an OpenAI-compatible address: what is asked, what is said, over real sockets. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/models/host/engine.js';
import type { ChatTool } from '../../../src/stages/response/chat.js';
import { createEngine, type OpenaiLlmOptions } from '../../../src/stages/response/openai-engine.js';
import { answerOf, args, callChat, ChatServer, event, replyEvents } from './openai-server.js';

const server = new ChatServer();
const key = 'sk-test-1a2b3c4d5e';
const keyName = 'PARLEY_TEST_CHAT_KEY';

const options = (more: Partial<OpenaiLlmOptions> = {}): OpenaiLlmOptions => ({
  ...{ baseUrl: server.baseUrl, model: 'large', apiKeyEnv: keyName, extra: {} },
  ...{ timeoutMs: 20_000, firstTokenTimeoutMs: 20_000, retries: 1 },
  ...more,
});

const weather: ChatTool = {
  ...{ name: 'weather', description: 'The weather of a place.' },
  parameters: { type: 'object', properties: { place: { type: 'string' } }, required: ['place'] },
};

let engine: Engine;

beforeAll(async () => {
  process.env[keyName] = key;
  await server.open();
  engine = await createEngine(options());
});

afterAll(async () => {
  await engine.close?.();
  await server.close();
  Reflect.deleteProperty(process.env, keyName);
});

beforeEach(() => {
  server.asked.length = 0;
  server.moods.length = 0;
});

async function withEngine<T>(more: Partial<OpenaiLlmOptions>, work: (own: Engine) => Promise<T>): Promise<T> {
  const own = await createEngine(options(more));
  try {
    return await work(own);
  } finally {
    await own.close?.();
  }
}

describe('openai engine', () => {
  it('asks nothing until it is asked', async () => {
    await withEngine({}, async () => undefined);
    expect(server.asked).toEqual([]);
  });

  it('says what the server says, with its counts', async () => {
    const { text, results } = await answerOf(engine);
    expect(text.trim()).toBe('Certainly. It is forty two.');
    expect(results.filter(({ kind }) => kind === 'delta').length).toBeGreaterThan(1);
    expect(results.at(-1)).toEqual({
      ...{ kind: 'end', tokens: 5, promptTokens: 20, reusedTokens: 12, dropped: 0, stopReason: 'end' },
    });
  });

  it('asks as the protocol has it, and sends nothing else', async () => {
    await answerOf(engine, args('Hi', { topP: 0.9, seed: 7, stop: ['\nUser:'], topK: 40 }));
    const [asked] = server.asked;
    expect(asked?.path).toBe('/v1/chat/completions');
    expect(asked?.body).toEqual({
      ...{ model: 'large', stream: true, max_tokens: 40, temperature: 0, top_p: 0.9, seed: 7, stop: ['\nUser:'] },
      stream_options: { include_usage: true },
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hi' },
      ],
    });
    expect(Object.keys(asked?.headers ?? {}).sort()).toEqual([
      ...['accept', 'authorization', 'connection', 'content-length', 'content-type', 'host', 'user-agent'],
    ]);
    expect(asked?.headers.authorization).toBe(`Bearer ${key}`);
  });

  it('sends no key when there is none, and takes a slash and a query in the address', async () => {
    await withEngine(
      { apiKeyEnv: 'PARLEY_TEST_NO_SUCH_KEY', baseUrl: `${server.baseUrl}/?api-version=1`, extra: { think: false } },
      (own) => answerOf(own),
    );
    expect(server.asked[0]?.headers).not.toHaveProperty('authorization');
    expect(server.asked[0]?.path).toBe('/v1/chat/completions?api-version=1');
    expect(server.asked[0]?.body).toMatchObject({ think: false, model: 'large' });
  });

  it('keeps one connection from question to question', async () => {
    for (const text of ['One?', 'Two?', 'Three?']) await answerOf(engine, args(text));
    expect(new Set(server.asked.map(({ port }) => port)).size).toBe(1);
  });

  it('opens a new one when the server has closed it', async () => {
    await answerOf(engine);
    server.hangUp();
    expect((await answerOf(engine)).text).toContain('forty two');
  });

  it('says the same however the answer is cut, whatever ends its lines', async () => {
    const text = 'Ça va? 你好，世界 — naïve 🙂 ok. Next, please.';
    const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.constantFrom('\n', '\r\n'), async (pieces, end) => {
        server.moods.push({ pieces, body: `: ping${end}${end}${replyEvents(text).replaceAll('\n', end)}` });
        expect((await answerOf(engine)).text.trim()).toBe(text);
      }),
      { numRuns: 25 },
    );
  });

  it('hands words on before the answer is over, and closes the connection with the caller', async () => {
    const before = server.dropped;
    const body = replyEvents('I go on and on and on.');
    server.moods.push({ body, hangs: body.length - 200 });
    const caller = new AbortController();
    const results = callChat(engine, 'chat', args(), caller.signal);
    expect((await results.next()).value).toMatchObject({ kind: 'delta' });
    const rest = (async () => {
      for await (const result of results) expect(result.kind).toBe('delta');
    })();
    caller.abort(new Error('barge-in'));
    await expect(rest).rejects.toThrow('barge-in');
    await expect.poll(() => server.dropped).toBe(before + 1);
    expect((await answerOf(engine)).text).toContain('forty two');
  });

  it('closes the connection when its reader leaves, or the engine ends', async () => {
    const before = server.dropped;
    const body = replyEvents('I go on and on and on.');
    server.moods.push({ body, hangs: body.length - 200 }, { hangs: 'after-head' });
    for await (const result of callChat(engine, 'chat', args())) {
      expect(result.kind).toBe('delta');
      break;
    }
    await expect.poll(() => server.dropped).toBe(before + 1);
    const own = await createEngine(options({ retries: 0 }));
    const asked = answerOf(own).catch((error: unknown) => (error as Error).message);
    await expect.poll(() => server.asked.length).toBe(2);
    await own.close?.();
    expect(await asked).toContain('llm.openai.base_url');
    await expect.poll(() => server.dropped).toBe(before + 2);
  });

  it('does not wait for a server that leaves its answer open', async () => {
    const body = replyEvents('All said.');
    server.moods.push({ body, hangs: body.length });
    expect((await answerOf(engine)).text.trim()).toBe('All said.');
  });

  it('never says what a model thinks', async () => {
    const thought = 'Let me see. The user wants a number.';
    const spoken: [string, string][] = [
      ['apart', event({ reasoning_content: thought }) + event({ reasoning: thought }) + replyEvents('Forty two.')],
      ['marked', replyEvents(`<think>\n${thought}\n</think>\n\nForty two.`)],
      ['in brackets', replyEvents(`[THINK]${thought}[/THINK]Forty two.`)],
    ];
    for (const [how, body] of spoken) {
      server.moods.push({ body, pieces: [7, 3, 11] });
      expect((await answerOf(engine)).text.trim(), how).toBe('Forty two.');
    }
  });

  it('learns that a model begins inside its thoughts', async () => {
    await withEngine({}, async (own) => {
      const body = replyEvents('I ponder.</think>Forty two.');
      server.moods.push({ body }, { body });
      expect((await answerOf(own)).text).toContain('I ponder.');
      expect((await answerOf(own)).text.trim()).toBe('Forty two.');
    });
  });

  it('ends at a stop that the server did not see, and tells a cut from an end', async () => {
    server.moods.push({ body: replyEvents('It is blue.\nUser: and why?') });
    const stopped = await answerOf(engine, args('Hi', { stop: ['\nUser:'] }));
    expect(stopped.text.trim()).toBe('It is blue.');
    expect(stopped.results.at(-1)).toMatchObject({ stopReason: 'stop' });
    server.moods.push({ body: replyEvents('It is blue. And then it was', 'length') });
    const cut = await answerOf(engine);
    expect(cut.text.trim()).toBe('It is blue.');
    expect(cut.results.at(-1)).toMatchObject({ stopReason: 'length' });
  });

  it('joins the calls of tools, with what was said before', async () => {
    const body =
      event({ content: 'Let me look.' }) +
      event({ tool_calls: [{ index: 0, id: 'a1', type: 'function', function: { name: 'weather', arguments: '' } }] }) +
      ['{"pla', 'ce":"Zü', 'rich"}']
        .map((piece) => event({ tool_calls: [{ index: 0, function: { arguments: piece } }] }))
        .join('') +
      event({}, 'tool_calls');
    server.moods.push({ body, pieces: [13] });
    const { results } = await answerOf(engine, args('Rain?', { tools: [weather] }));
    expect(server.asked[0]?.body['tools']).toEqual([
      {
        type: 'function',
        function: { name: 'weather', description: weather.description, parameters: weather.parameters },
      },
    ]);
    expect(results.filter(({ kind }) => kind !== 'delta')).toEqual([
      { kind: 'call', id: 'a1', name: 'weather', args: { place: 'Zürich' } },
      expect.objectContaining({ kind: 'end', stopReason: 'call' }),
    ]);
  });

  it('hands the answers of tools back', async () => {
    const call = { id: 'a1', name: 'weather', args: { place: 'Bern' } };
    const messages = [
      { role: 'user', text: 'Rain?' },
      { role: 'assistant', text: '', calls: [call] },
      { role: 'tool', id: 'a1', name: 'weather', text: 'Dry.' },
    ] as const;
    await answerOf(engine, args('', { messages, tools: [weather] }));
    expect(server.asked[0]?.body['messages']).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Rain?' },
      {
        ...{ role: 'assistant', content: null },
        tool_calls: [{ id: 'a1', type: 'function', function: { name: 'weather', arguments: '{"place":"Bern"}' } }],
      },
      { role: 'tool', tool_call_id: 'a1', content: 'Dry.' },
    ]);
  });

  it('leaves out what a server does not know, from then on', async () => {
    const refusal = (message: string): object => ({
      ...{ status: 400, headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ error: { message, type: 'invalid_request_error' } }),
    });
    await withEngine({}, async (own) => {
      server.moods.push(
        refusal(
          "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
        ),
        refusal("Unsupported value: 'temperature' does not support 0 with this model."),
      );
      expect((await answerOf(own)).text).toContain('forty two');
      await answerOf(own);
    });
    const bodies = server.asked.map(({ body }) => body);
    expect(bodies).toHaveLength(4);
    expect(bodies.at(-1)).toMatchObject({ max_completion_tokens: 40 });
    expect(bodies.at(-1)).not.toHaveProperty('max_tokens');
    expect(bodies.at(-1)).not.toHaveProperty('temperature');
  });

  it('shortens a conversation that is too long for the server, from the front', async () => {
    const messages = ['One?', 'Two?', 'Three?'].flatMap(
      (text) =>
        [
          { role: 'user', text },
          { role: 'assistant', text: 'Yes.' },
        ] as const,
    );
    const body = '{"error":{"message":"the request exceeds the available context size","code":400}}';
    server.moods.push({ status: 400, headers: { 'content-type': 'application/json' }, body });
    const { results } = await answerOf(engine, args('', { messages: [...messages, { role: 'user', text: 'Four?' }] }));
    expect((server.asked[1]?.body['messages'] as { content: string }[]).map(({ content }) => content)).toEqual([
      ...['Be brief.', 'Three?', 'Yes.', 'Four?'],
    ]);
    expect(results.at(-1)).toMatchObject({ kind: 'end', dropped: 4 });
  });

  it('warms up once for all who ask, and not again soon', async () => {
    await withEngine({}, async (own) => {
      const warm = async (): Promise<unknown[]> => {
        const results: unknown[] = [];
        for await (const result of callChat(own, 'warmUp', { system: 'Be brief.', messages: [] })) results.push(result);
        return results;
      };
      server.moods.push({ body: replyEvents('<think>', 'length') });
      expect(await Promise.all([warm(), warm()])).toEqual(Array(2).fill([{ promptTokens: 20, reusedTokens: 12 }]));
      expect(await warm()).toEqual([]);
      expect(server.questions.map(({ body }) => body['max_tokens'])).toEqual([1]);
    });
  });

  it('tells what it is, without a server and with what the server tells', async () => {
    const info = async (own: Engine): Promise<unknown> => (await callChat(own, 'info', {}).next()).value;
    const expected = { name: 'large', device: 'remote', template: `OpenAI chat completions at ${server.baseUrl}` };
    expect(await info(engine)).toMatchObject({ ...expected, contextTokens: undefined });
    expect(server.asked).toEqual([]);
    await withEngine({}, async (own) => {
      for await (const result of callChat(own, 'warmUp', { system: '', messages: [] })) expect(result).toBeDefined();
      expect(await info(own)).toMatchObject({ ...expected, contextTokens: 8192 });
    });
  });
});
