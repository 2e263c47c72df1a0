/** Voices behind an OpenAI-compatible address, against a server that really speaks. */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Engine } from '../../../src/models/host/engine.js';
import { createEngine, type OpenaiEngineOptions } from '../../../src/stages/tts/openai-engine.js';
import { wavFile } from '../../audio/wav-bytes.js';
import { callEngine, infoOf, speakWhole } from '../../fixtures/engine-call.js';
import { SpeechServer, type Mood } from '../../fixtures/speech-server.js';

const server = new SpeechServer();
const key = 'sk-test-5e4d3c2b1a';
const keyName = 'PARLEY_TEST_SPEECH_KEY';

const options = (more: Partial<OpenaiEngineOptions> = {}): OpenaiEngineOptions => ({
  ...{ baseUrl: server.baseUrl, model: 'tts-1', voice: 'alloy', apiKeyEnv: keyName, timeoutMs: 10_000 },
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
});

/** The line with which one sentence fails. */
async function faultOf(mood: Mood, args: { engine?: Engine; text?: string } = {}): Promise<string> {
  server.moods.push(mood);
  const failed = await speakWhole(args.engine ?? engine, { text: args.text ?? 'Good morning.' }).then(
    () => 'no fault',
    (error: unknown) => (error as Error).message,
  );
  expect(failed).not.toContain(key);
  expect(failed).not.toContain('\n');
  return failed;
}

describe('openai engine', () => {
  it('speaks what the server speaks, at one rate, with an end for every word', async () => {
    const text = 'Good morning, it is 7:30.';
    const spoken = await speakWhole(engine, { text });
    expect(spoken.samples.length).toBeGreaterThan(24_000);
    expect(spoken.samples.some((sample) => Math.abs(sample) > 0.1)).toBe(true);
    expect(spoken.wordEnds).toHaveLength(5);
    expect(spoken.wordEnds.at(-1)).toBe(spoken.samples.length);
    expect(await infoOf(engine)).toMatchObject({ engine: 'openai', voice: 'alloy', sampleRateHz: 24_000, notes: [] });
  });

  it('asks as the protocol has it', async () => {
    await speakWhole(engine, { text: '**Hello**, Siobhan!', speed: 1.25, lexicon: { siobhan: 'shivawn' } });
    const [asked] = server.asked;
    expect(asked?.path).toBe('/v1/audio/speech');
    expect(asked?.body).toEqual({
      ...{ model: 'tts-1', voice: 'alloy', input: 'Hello, shivawn!', response_format: 'wav', speed: 1.25 },
    });
    expect(asked?.headers).toMatchObject({ authorization: `Bearer ${key}`, 'content-type': 'application/json' });
    await speakWhole(engine, { text: 'Hello.' });
    expect(server.asked[1]?.body).not.toHaveProperty('speed');
  });

  it('sends no key when there is none, and takes a slash at the end of the address', async () => {
    const own = await createEngine(options({ apiKeyEnv: 'PARLEY_TEST_NO_SUCH_KEY', baseUrl: `${server.baseUrl}/` }));
    expect(server.asked[0]?.headers).not.toHaveProperty('authorization');
    expect(server.asked[0]?.path).toBe('/v1/audio/speech');
    await own.close?.();
  });

  it('keeps one connection from sentence to sentence', async () => {
    for (const text of ['One.', 'Two.', 'Three.']) await speakWhole(engine, { text });
    expect(new Set(server.asked.map(({ port }) => port)).size).toBe(1);
  });

  it('opens a new one when the server has closed it', async () => {
    await speakWhole(engine, { text: 'One.' });
    server.hangUp();
    expect((await speakWhole(engine, { text: 'Two.' })).samples.length).toBeGreaterThan(0);
  });

  it('gives the same samples however the answer is cut', async () => {
    const whole = await speakWhole(engine, { text: 'Cut me.' });
    const sizes = fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 2, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(sizes, async (pieces) => {
        server.moods.push({ pieces: [...pieces, 4001] });
        expect((await speakWhole(engine, { text: 'Cut me.' })).samples).toEqual(whole.samples);
      }),
      { numRuns: 15 },
    );
  });

  it('hands samples on before the answer is over, and drops the request with the caller', async () => {
    const before = server.dropped;
    server.moods.push({ hangs: 30_000 });
    const caller = new AbortController();
    const outputs = callEngine(engine, 'synthesize', { text: 'I go on and on.', index: 0 }, caller.signal);
    const first = await outputs.next();
    expect(first.value).toMatchObject({ kind: 'audio' });
    const next = outputs.next();
    caller.abort(new Error('barge-in'));
    await expect(next).rejects.toThrow('barge-in');
    await expect.poll(() => server.dropped).toBe(before + 1);
    expect((await speakWhole(engine, { text: 'Still here.' })).samples.length).toBeGreaterThan(0);
  });

  it('drops the request when its reader leaves', async () => {
    const before = server.dropped;
    server.moods.push({ hangs: 30_000 });
    for await (const output of callEngine(engine, 'synthesize', { text: 'I go on and on.', index: 0 })) {
      expect(output.kind).toBe('audio');
      break;
    }
    await expect.poll(() => server.dropped).toBe(before + 1);
  });

  it('asks for nothing when there is nothing to say', async () => {
    expect(await speakWhole(engine, { text: '🙂 ***' })).toEqual({
      samples: new Float32Array(0),
      wordEnds: [0, 0],
      pieces: 0,
    });
    expect(server.asked).toEqual([]);
  });

  it('scales the sound here', async () => {
    const loud = await speakWhole(engine, { text: 'Hello.' });
    const quiet = await speakWhole(engine, { text: 'Hello.', volume: 0.5 });
    expect(quiet.samples[4000]).toBeCloseTo((loud.samples[4000] ?? 0) / 2, 6);
  });

  it('asks for a text beyond the limit in pieces', async () => {
    server.moods.push({ body: wavFile(Buffer.alloc(200, 0x20)) }, { body: wavFile(Buffer.alloc(200, 0x20)) });
    await speakWhole(engine, { text: 'A sentence of words. '.repeat(200) });
    expect(server.asked.map(({ body }) => String(body['input']).length)).toEqual([4094, 104]);
  });

  it('tries once more after as long as the server asks, and speaks', async () => {
    server.moods.push({ status: 429, headers: { 'retry-after': '0.05' }, body: 'busy' });
    expect((await speakWhole(engine, { text: 'Hello.' })).samples.length).toBeGreaterThan(0);
    expect(server.asked).toHaveLength(2);
    server.moods.push({ status: 500, body: 'one' }, { status: 503, body: 'two' });
    expect(await faultOf({})).toContain('(503: two)');
  });

  it('does not wait for longer than the sentence may', async () => {
    const said = await faultOf({
      status: 429,
      headers: { 'retry-after': '3600' },
      body: '{"error":{"message":"quota"}}',
    });
    expect(said).toContain('(429: quota)');
    expect(server.asked).toHaveLength(1);
  });

  it('takes raw sound from a server that makes no WAV, and says so', async () => {
    const refusal = { status: 400, body: '{"detail":"response_format must be mp3 or pcm"}' };
    server.moods.push(refusal);
    const own = await createEngine(options());
    expect(server.asked.map(({ body }) => body['response_format'])).toEqual(['wav', 'pcm']);
    expect((await infoOf(own)).notes).toHaveLength(1);
    const wav = await speakWhole(engine, { text: 'The same voice.' });
    const raw = await speakWhole(own, { text: 'The same voice.' });
    expect(Math.abs(raw.samples.length - wav.samples.length)).toBeLessThan(50);
    await own.close?.();
  });

  it.each<[string, Mood, string]>([
    [
      'a page',
      { headers: { 'content-type': 'text/html' }, body: '<html>hi' },
      'got a web page, wanted WAV or 16-bit PCM',
    ],
    ['an MP3', { headers: { 'content-type': 'audio/mpeg' }, body: 'ID3\u0004 and so on' }, 'got an MP3, wanted WAV'],
    ['nothing', { body: '' }, 'got an empty answer'],
    ['a head alone', { body: wavFile(Buffer.alloc(0)) }, 'got an empty answer'],
    [
      'an error with 200',
      { headers: { 'content-type': 'application/json' }, body: '{"error":"no voice"}' },
      '(200: no voice)',
    ],
    [
      'an unknown voice',
      { status: 400, body: '{"error":{"message":"no such voice"}}' },
      'voice "alloy" (400: no such voice)',
    ],
    [
      'a bad field',
      { status: 422, body: '{"detail":[{"msg":"bad speed"}]}' },
      '(422: bad speed); see tts.openai.model',
    ],
    [
      'a refused key',
      { status: 401, body: `{"error":{"message":"bad key ${key}"}}` },
      `the one in ${keyName} was refused`,
    ],
    ['a quoted key', { status: 418, body: `bad key ${key}` }, '(418: bad key …)'],
    ['another address', { status: 308, headers: { location: 'https://example.org' } }, 'sends us elsewhere (308)'],
    ['a broken answer', { breaksAt: 20_000 }, 'broke off in the middle of its sound (the connection was closed)'],
    ['no answer', { breaksAt: 0 }, 'no speech server answers'],
  ])('fails with one line on %s', async (_name, mood, said) => {
    const line = await faultOf(mood);
    expect(line).toContain(said);
    expect(line.startsWith(`tts.openai.base_url ${server.baseUrl}: `)).toBe(true);
  });

  it.each<[string, Mood, string]>([
    ['before the head', { hangs: 'before-head' }, 'no sound came within 0.3 s'],
    ['behind the head', { hangs: 'after-head' }, 'no sound came within 0.3 s'],
    ['behind the WAV head', { hangs: 44 }, 'no sound came within 0.3 s'],
    ['in its midst', { hangs: 30_000 }, 'the sound stopped coming for 0.3 s'],
  ])('does not wait for a server that hangs %s', async (_name, mood, said) => {
    const own = await createEngine(options({ timeoutMs: 300 }));
    expect(await faultOf(mood, { engine: own })).toContain(said);
    await own.close?.();
  });

  it('does not load where nothing speaks', async () => {
    const wrongPath = createEngine(options({ baseUrl: server.baseUrl.replace('/v1', '') }));
    await expect(wrongPath).rejects.toThrow(
      /nothing speaks at \/audio\/speech there \(404: Not Found\); the address must end/,
    );
    const closedPort = await freePort();
    const down = createEngine(options({ baseUrl: `http://user:${key}@127.0.0.1:${closedPort}/v1?token=${key}` }));
    await expect(down).rejects.toThrow(
      `tts.openai.base_url http://127.0.0.1:${closedPort}/v1: no speech server answers (the connection is refused); start`,
    );
    await expect(createEngine(options({ baseUrl: 'ftp://x' }))).rejects.toThrow('voice options: baseUrl');
  });

  it('says where a key is not one, without it', async () => {
    process.env['PARLEY_TEST_BROKEN_KEY'] = `${key}\n# comment`;
    const failed = await createEngine(options({ apiKeyEnv: 'PARLEY_TEST_BROKEN_KEY' })).catch(String);
    expect(failed).toContain('tts.openai.api_key_env: PARLEY_TEST_BROKEN_KEY holds characters that no key has');
    expect(failed).not.toContain(key);
    Reflect.deleteProperty(process.env, 'PARLEY_TEST_BROKEN_KEY');
  });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
