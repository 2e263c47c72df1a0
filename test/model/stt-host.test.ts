/** The recogniser where it lives: in a worker thread of the inference child, behind the stage that the assistant uses. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Settings } from '../../src/config/schema.js';
import type { InferenceHost } from '../../src/models/host/contract.js';
import { createInferenceHost } from '../../src/models/host/host.js';
import type { UtteranceEvent } from '../../src/pipeline/messages.js';
import type { WhisperEngineOptions } from '../../src/stages/stt/whisper-engine.js';
import { createWhisperStage, readWhisperInfo } from '../../src/stages/stt/whisper.js';
import { collect, testScope } from '../fakes/scope.js';
import { toWords } from '../fixtures/words.js';
import { canHear, readClip, sttFolder } from './stt-clips.js';

const id = 'whisper-tiny.en';
const settings: Settings['stt'] = {
  model: id,
  streaming: true,
  partial_results: true,
  partial_interval_ms: 400,
  language: 'en',
  task: 'transcribe' as const,
  hints: [],
  optimization: { device: 'cpu', compute_type: 'auto', num_workers: 1 },
};

async function* speak(samples: Float32Array): AsyncGenerator<UtteranceEvent> {
  for (let at = 0; at < samples.length; at += 512) {
    yield { kind: 'audio', frame: { samples: samples.slice(at, at + 512), sampleRateHz: 16_000, startSample: at } };
  }
  yield { kind: 'pause' };
}

describe.skipIf(!canHear(id))('a recogniser in the inference host', () => {
  let host: InferenceHost;
  beforeAll(async () => {
    const options: WhisperEngineOptions = {
      modelFolder: sttFolder(id),
      computeType: 'auto',
      threads: 1,
      providers: ['cpu'],
      language: 'en',
    };
    const module = new URL('../../dist/src/stages/stt/whisper-engine.js', import.meta.url).href;
    host = createInferenceHost({ engines: { stt: { module, options } }, nice: 0 });
    host.start();
    await host.engine('stt').ready(testScope().signal);
  });
  afterAll(() => host.close());

  it('warms up and tells what it is', async () => {
    const { signal } = testScope();
    await createWhisperStage(host.engine('stt'), settings).warmUp?.(signal);
    expect(await readWhisperInfo(host.engine('stt'), signal)).toMatchObject({ model: id, computeType: 'int8' });
  });

  it('hears two turns and survives a cancelled one between them', async () => {
    const stage = createWhisperStage(host.engine('stt'), settings);
    const samples = await readClip('en_question_assistant_sdk_python_whattimeisit.wav');
    const first = (await collect(stage.run(speak(samples), testScope()))).at(-1);
    expect(first?.kind).toBe('final');
    expect(toWords(first?.text ?? '')).toEqual(['what', 'time', 'is', 'it']);
    const scope = testScope();
    const cancelled = collect(stage.run(speak(await readClip('en_read_whisper_jfk.wav')), scope));
    scope.controller.abort(new Error('misfire'));
    await expect(cancelled).rejects.toThrow('misfire');
    const again = (await collect(stage.run(speak(samples), testScope()))).at(-1);
    expect(again?.text).toBe(first?.text);
  });
});
