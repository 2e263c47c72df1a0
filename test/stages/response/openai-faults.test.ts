/** What goes wrong with a language model behind an address, over real sockets: one line each, and never a secret. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/models/host/engine.js';
import { createEngine, type OpenaiLlmOptions } from '../../../src/stages/response/openai-engine.js';
import { answerOf, args, callChat, ChatServer, event, replyEvents, type Mood } from './openai-server.js';
import { certificate, certificateKey } from './openai-certificate.js';

const server = new ChatServer();
const key = 'sk-test-9z8y7x6w';
const keyName = 'PARLEY_TEST_FAULT_KEY';
const secret = 'my pin is four seven one one';
const json = { 'content-type': 'application/json' };
const longer = { firstTokenTimeoutMs: 20_000, timeoutMs: 20_000 };

const options = (more: Partial<OpenaiLlmOptions> = {}): OpenaiLlmOptions => ({
  ...{ baseUrl: server.baseUrl, model: 'large', apiKeyEnv: keyName, extra: {}, retries: 0, ...longer },
  ...more,
});

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
  server.models = ['small', 'large'];
});

interface Fault {
  readonly line: string;
  readonly name: string;
  readonly said: string;
}

/** How a question fails, and what was said before. */
async function faultOf(own: Engine, ...moods: Mood[]): Promise<Fault> {
  server.moods.push(...moods);
  let said = '';
  try {
    for await (const result of callChat(own, 'chat', args(secret))) said += result.kind === 'delta' ? result.text : '';
  } catch (error) {
    const { message, name, stack = '' } = error as Error;
    expect(`${message}${stack}`).not.toContain(key);
    expect(`${message}${stack}`).not.toContain('pin is four');
    expect(message).not.toContain('\n');
    return { line: message, name, said };
  }
  throw new Error(`no fault, but "${said}"`);
}

async function faultWith(more: Partial<OpenaiLlmOptions>, ...moods: Mood[]): Promise<Fault> {
  const own = await createEngine(options(more));
  try {
    return await faultOf(own, ...moods);
  } finally {
    await own.close?.();
  }
}

async function listening(other: Server): Promise<number> {
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  return (other.address() as AddressInfo).port;
}

/** An address where connections are neither accepted nor refused, as on a machine that was switched off. */
async function openSilence(): Promise<{ port: number; close: () => void }> {
  const script = `const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    require('node:fs').writeSync(1, server.address().port + '\\n');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [first] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(first.toString());
  const sockets: Socket[] = [];
  // The queue of those who wait to be accepted is full when one of them no longer gets in.
  for (let isOpen = true; isOpen;) {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    isOpen = await Promise.any([once(socket, 'connect').then(() => true), sleep(300).then(() => false)]);
  }
  const close = (): void => {
    for (const socket of sockets) socket.destroy();
    child.kill('SIGKILL');
  };
  return { port, close };
}

describe('faults of a language model server', () => {
  it.each<[string, Mood, RegExp]>([
    [
      'a key that is refused',
      { status: 401, headers: json, body: `{"error":"bad ${key}"}` },
      /wants a key \(401\).*was refused/,
    ],
    [
      'a web page',
      { headers: { 'content-type': 'text/html' }, body: '<!doctype html><p>Hi' },
      /got a web page, wanted a stream/,
    ],
    ['JSON', { headers: json, body: '{"choices":[]}' }, /got JSON, wanted a stream of events/],
    ['events that are none', { body: 'data: {"choices":[{"del\n\n' }, /got events that are no JSON/],
    ['a redirect', { status: 307, headers: { location: '/elsewhere' }, body: '' }, /sends us elsewhere \(307\)/],
    [
      'an overloaded server',
      { status: 503, headers: json, body: '{"detail":"busy"}' },
      /cannot answer now \(503: busy\)/,
    ],
    [
      'an error page',
      { status: 502, headers: { 'content-type': 'text/html' }, body: '<html>Bad gateway' },
      /cannot answer now \(502\)/,
    ],
    [
      'an error among the events',
      { body: 'data: {"error":{"message":"out of memory"}}\n\n' },
      /\(500: out of memory\)/,
    ],
    ['an end before the beginning', { body: event({ role: 'assistant' }) }, /broke off in the middle/],
    [
      'a limit',
      { status: 429, headers: { ...json, 'retry-after': '3600' }, body: '{"error":"slow down"}' },
      /\(429: slow down\)/,
    ],
  ])('names %s', async (_what, mood, expected) => {
    const { line, name, said } = await faultOf(engine, mood);
    expect(line).toMatch(expected);
    expect(line).toContain(`llm.openai.base_url ${server.baseUrl}: `);
    expect([name, said]).toEqual(['ServerFault', '']);
  });

  it('lists the models of a server that lacks the one asked for', async () => {
    const missing = { status: 404, headers: json, body: '{"error":{"message":"model not found"}}' };
    const wrong = await faultWith({ model: 'huge' }, missing);
    expect(wrong.line).toMatch(/has no model "huge"; set llm\.openai\.model to one that it has: small, large$/);
    server.models = undefined;
    const { line } = await faultOf(engine, missing);
    expect(line).toMatch(/nothing answers at \/chat\/completions there \(404: model not found\); the address must end/);
  });

  it('tells a refused question from a server that cannot be used', async () => {
    const repeated = `{"error":{"message":"cannot read: ${secret.toUpperCase()}"}}`;
    const refused = await faultOf(engine, { status: 400, headers: json, body: repeated });
    expect(refused).toMatchObject({ name: 'QuestionRefused' });
    expect(refused.line).toMatch(/refused the question \(400\)/);
    const thoughts = await faultOf(engine, { body: replyEvents('<think>Well, let me', 'length') });
    expect(thoughts.name).toBe('QuestionRefused');
    expect(thoughts.line).toMatch(/only thought and never spoke/);
    const calls = event({ tool_calls: [{ index: 0, id: 'x', function: { name: 'format_disk', arguments: '{}' } }] });
    expect((await faultOf(engine, { body: calls + event({}, 'tool_calls') })).line).toMatch(
      /"format_disk" that it was not/,
    );
    expect((await faultOf(engine, { body: replyEvents('') })).line).toMatch(/answered with nothing/);
  });

  it('keeps what was said before a break, and asks no second time', async () => {
    const body = replyEvents('First this. Then that. And more.');
    const cut = body.indexOf('And');
    for (const mood of [
      { body, breaksAt: cut },
      { body, endsAt: cut },
    ]) {
      const { line, said } = await faultWith({ retries: 3 }, mood);
      expect(said.trim()).toMatch(/^First this\./);
      expect(line).toMatch(/broke off in the middle of its answer/);
    }
    expect(server.questions).toHaveLength(2);
  });

  it('asks again before the first word, as long as there is time', async () => {
    const busy = { status: 503, headers: { ...json, 'retry-after': '0' }, body: '{"error":"loading"}' };
    const own = await createEngine(options({ retries: 2 }));
    server.moods.push(busy, { breaksAt: 0 });
    expect((await answerOf(own)).text).toContain('forty two');
    expect(server.questions).toHaveLength(3);
    server.moods.push(busy, busy, busy);
    expect((await faultOf(own)).line).toMatch(/\(503: loading\)/);
    expect(server.questions).toHaveLength(6);
    await own.close?.();
  });

  it.each<[string, Mood]>([
    ['never answers', { hangs: 'before-head' }],
    ['never begins', { hangs: 'after-head' }],
    ['stops in its first event', { hangs: 40 }],
    ['only thinks', { body: event({ reasoning_content: 'Hm.' }) + event({ content: '<think>Hm' }), hangs: 9999 }],
  ])('gives a server up that %s', async (_what, mood) => {
    const before = server.dropped;
    const { line, said } = await faultWith({ firstTokenTimeoutMs: 200, retries: 2 }, mood);
    expect(line).toMatch(/no word came within 0\.2 s/);
    expect(said).toBe('');
    await expect.poll(() => server.dropped).toBe(before + 1);
  });

  it('gives an answer up that stalls in its middle', async () => {
    const body = replyEvents('First this. Then that.');
    const { line, said } = await faultWith({ timeoutMs: 200 }, { body, hangs: body.indexOf('that') });
    expect(said.trim()).toMatch(/^First this\./);
    expect(line).toMatch(/stopped coming for 0\.2 s/);
  });

  it('names what keeps it from the server', async () => {
    const gone = createServer();
    const port = await listening(gone);
    await new Promise((resolve) => gone.close(resolve));
    expect((await faultWith({ baseUrl: `http://127.0.0.1:${port}/v1` })).line).toMatch(
      /connection is refused\); start/,
    );
    expect((await faultWith({ baseUrl: 'http://no-such-host.invalid/v1' })).line).toMatch(
      /the name is not known|cannot be looked up/,
    );
    const secretive = `http://user:pass@127.0.0.1:${port}/v1?token=abc`;
    expect((await faultWith({ baseUrl: secretive })).line).not.toMatch(/pass|abc/);
  });

  it('does not wait long for a machine that answers nothing at all', async () => {
    const { port, close } = await openSilence();
    const { line } = await faultWith({ baseUrl: `http://127.0.0.1:${port}/v1`, firstTokenTimeoutMs: 1000 });
    expect(line).toMatch(/no server answers \(no connection in time\); start the server there/);
    close();
  });

  it('names what is wrong with a certificate, and what is no web server', async () => {
    const tls = createTlsServer({ cert: certificate, key: certificateKey }, (_request, response) => response.end());
    const port = await listening(tls);
    expect((await faultWith({ baseUrl: `https://127.0.0.1:${port}/v1` })).line).toMatch(
      /certificate is signed by itself\); name the file with its certificate in NODE_EXTRA_CA_CERTS/,
    );
    tls.close();
    const { line } = await faultWith({ baseUrl: server.baseUrl.replace('http:', 'https:') });
    expect(line).toMatch(/it does not speak https\); try http:\/\//);
    const other = createServer((socket) => socket.end('220 mail ready\r\n'));
    const otherPort = await listening(other);
    expect((await faultWith({ baseUrl: `http://127.0.0.1:${otherPort}/v1` })).line).toMatch(/is no web server/);
    other.close();
  });

  it('tells a key that is missing, and one that cannot be one', async () => {
    const wanted = { status: 401, headers: json, body: '{}' };
    const { line } = await faultWith({ apiKeyEnv: 'PARLEY_TEST_NO_SUCH_KEY' }, wanted);
    expect(line).toMatch(/the one in PARLEY_TEST_NO_SUCH_KEY is not set, so none was sent/);
    process.env['PARLEY_TEST_BAD_KEY'] = 'two words';
    await expect(createEngine(options({ apiKeyEnv: 'PARLEY_TEST_BAD_KEY' }))).rejects.toThrow(
      /holds characters that no key has/,
    );
    Reflect.deleteProperty(process.env, 'PARLEY_TEST_BAD_KEY');
  });

  it('refuses options that cannot be', async () => {
    await expect(createEngine({ ...options(), baseUrl: 'ftp://x' })).rejects.toThrow(/^llm\.openai: baseUrl: /);
  });
});
