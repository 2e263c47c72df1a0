/** Voices whose sound is made elsewhere, where they live: in a worker thread of the inference child. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasTool } from '../../../src/programs/find.js';
import { createInferenceHost } from '../../../src/models/host/host.js';
import type { InferenceHost } from '../../../src/models/host/contract.js';
import type { OpenaiEngineOptions } from '../../../src/stages/tts/openai-engine.js';
import { createSpeechStage } from '../../../src/stages/tts/speech.js';
import type { SystemEngineOptions } from '../../../src/stages/tts/system-engine.js';
import { collect, stream, testScope } from '../../fakes/scope.js';
import { SpeechServer } from '../../fixtures/speech-server.js';

const server = new SpeechServer();
const isHere = process.platform === 'linux' && hasTool('espeak-ng');
if (!isHere) console.warn('skipped: no espeak-ng here; run apt-get install espeak-ng');

const moduleOf = (name: string): string => new URL(`../../../dist/src/stages/tts/${name}.js`, import.meta.url).href;
const settings = { speed: 1, variation: 1, speaker: 0, lexicon: {} };

describe('voices from elsewhere in the inference host', () => {
  let host: InferenceHost;

  beforeAll(async () => {
    await server.open();
    const openai: OpenaiEngineOptions = {
      ...{ baseUrl: server.baseUrl, model: 'tts-1', voice: 'alloy', apiKeyEnv: 'PARLEY_TEST_NO_SUCH_KEY' },
      timeoutMs: 10_000,
    };
    const system: SystemEngineOptions = { voice: 'default' };
    const engines = {
      openai: { module: moduleOf('openai-engine'), options: openai },
      lost: { module: moduleOf('openai-engine'), options: { ...openai, baseUrl: 'http://127.0.0.1:1/v1' } },
      ...(isHere ? { system: { module: moduleOf('system-engine'), options: system } } : {}),
    };
    host = createInferenceHost({ engines, nice: 0 });
    host.start();
    await host.engine('openai').ready(testScope().signal);
  });

  afterAll(async () => {
    await host.close();
    await server.close();
  });

  it.each(['openai', ...(isHere ? ['system'] : [])])('speaks by %s', async (name) => {
    const scope = testScope();
    const stage = createSpeechStage(host.engine(name), settings);
    await stage.warmUp?.(scope.signal);
    const sentence = { text: 'Good morning to you.', index: 0 };
    const spoken = await collect(stage.run(stream(sentence), scope));
    const end = spoken.at(-1);
    expect(end).toMatchObject({ kind: 'sentence-end' });
    const samples = spoken.reduce((sum, item) => sum + (item.kind === 'audio' ? item.frame.samples.length : 0), 0);
    expect(samples).toBeGreaterThan(10_000);
    expect(end?.kind === 'sentence-end' ? end.wordEnds.at(-1) : 0).toBe(samples);
  });

  it('drops the request as soon as the turn ends', async () => {
    const before = server.dropped;
    server.moods.push({ hangs: 30_000 });
    const caller = new AbortController();
    const outputs = host
      .engine('openai')
      .call('synthesize', { text: 'On and on.', index: 0 }, { signal: caller.signal });
    const iterator = outputs[Symbol.asyncIterator]();
    expect((await iterator.next()).value).toMatchObject({ kind: 'audio' });
    caller.abort(new Error('barge-in'));
    await expect(iterator.next()).rejects.toThrow('barge-in');
    await expect.poll(() => server.dropped).toBe(before + 1);
  });

  it('says in one line why it cannot load', async () => {
    const { signal } = testScope();
    await expect(host.engine('lost').ready(signal)).rejects.toThrow(
      'tts.openai.base_url http://127.0.0.1:1/v1: no speech server answers (the connection is refused)',
    );
  });
});
