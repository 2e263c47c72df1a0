/** The real voice with its cache: the same sentence is the same sound, fixed texts are ready, settings keep apart. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAssistant } from '../../src/assistant.js';
import type { Assistant } from '../../src/assistant/assistant.js';
import { createSilentSpeaker } from '../../src/audio/silent-speaker.js';
import { loadConfig } from '../../src/config/load.js';
import { openStore } from '../../src/models/store.js';
import type { SpokenAudio } from '../../src/pipeline/messages.js';
import { createInferenceHost } from '../../src/models/host/host.js';
import type { InferenceHost } from '../../src/models/host/contract.js';
import type { Keeping } from '../../src/stages/tts/kept-voice.js';
import type { PiperEngineOptions } from '../../src/stages/tts/piper-engine.js';
import { SoundFolder } from '../../src/stages/tts/sound-folder.js';
import { createSpeechStage } from '../../src/stages/tts/speech.js';
import { SpeechCache } from '../../src/stages/tts/speech-cache.js';
import { systemClock } from '../../src/pipeline/clock.js';
import { collect, stream, testScope } from '../fakes/scope.js';
import { isPresent, modelFolder } from './voice-folder.js';

const never = new AbortController().signal;
const settings = { speed: 1, variation: 1, speaker: 0, lexicon: {} };

function joined(spoken: readonly SpokenAudio[]): number[] {
  return spoken.flatMap((item) => (item.kind === 'audio' ? [...item.frame.samples] : []));
}

describe.skipIf(!isPresent)('a voice with a cache', () => {
  let host: InferenceHost;
  const folder = mkdtempSync(join(tmpdir(), 'sounds-'));

  beforeAll(async () => {
    const options: PiperEngineOptions = { modelFolder, threads: 1, providers: ['cpu'], streaming: true };
    const module = new URL('../../dist/src/stages/tts/piper-engine.js', import.meta.url).href;
    host = createInferenceHost({ engines: { tts: { module, options } }, nice: 0 });
    host.start();
    await host.engine('tts').ready(never);
  });
  afterAll(async () => {
    await host.close();
    rmSync(folder, { recursive: true });
  });

  const stageWith = (cache: SpeechCache): ReturnType<typeof createSpeechStage> => {
    const keeping: Keeping = { cache, voice: 'joe', serving: () => host };
    return createSpeechStage(host.engine('tts'), settings, keeping);
  };
  const bounds = { sizeBytes: 2_000_000, ttlMs: 60_000 };

  it('says a sentence the second time exactly as the first', async () => {
    const cache = new SpeechCache(systemClock, bounds);
    const sentence = { index: 0, text: 'The kettle is on, and the tea will be ready in four minutes.' };
    const first = await collect(stageWith(cache).run(stream(sentence), testScope()));
    const scope = testScope();
    const startMs = performance.now();
    let firstMs = 0;
    const again: SpokenAudio[] = [];
    for await (const item of stageWith(cache).run(stream(sentence), scope)) {
      if (again.length === 0) firstMs = performance.now() - startMs;
      again.push(item);
    }
    console.log(`hit: first sound after ${firstMs.toFixed(2)} ms, the voice's info included`);
    expect(scope.counts.get('tts.cache.hit')).toBe(1);
    expect(joined(again)).toEqual(joined(first));
    expect(again.at(-1)).toEqual(first.at(-1));
    // Two runs of the voice itself never sound the same: this was none.
    expect(
      joined(await collect(stageWith(new SpeechCache(systemClock, bounds)).run(stream(sentence), scope))),
    ).not.toEqual(joined(first));
  });

  it('finds on disk what it kept before a restart', async () => {
    const open = (): SpeechCache =>
      new SpeechCache(systemClock, {
        ...bounds,
        folder: new SoundFolder({
          ...{ ...bounds, path: folder },
          onFault: (error) => {
            throw error;
          },
        }),
      });
    const sentence = { index: 0, text: 'Good morning.' };
    const before = open();
    const first = await collect(stageWith(before).run(stream(sentence), testScope()));
    await before.settled();
    expect(readdirSync(folder)).toHaveLength(1);
    const after = open();
    expect(joined(await collect(stageWith(after).run(stream(sentence), testScope())))).toEqual(joined(first));
    expect(after.stats).toMatchObject({ hits: 1, diskHits: 1 });
  });

  it('holds its bound however much is said', async () => {
    const cache = new SpeechCache(systemClock, { sizeBytes: 400_000, ttlMs: 60_000 });
    for (let index = 0; index < 12; index += 1) {
      await collect(stageWith(cache).run(stream({ index, text: `Number ${index}.` }), testScope()));
      expect(cache.stats.bytes).toBeLessThanOrEqual(400_000);
    }
    expect(cache.stats.evictions).toBeGreaterThan(0);
  });
});

describe.skipIf(!isPresent)('an assistant that listens', () => {
  let assistant: Assistant | undefined;
  afterEach(async () => {
    await assistant?.close();
  });

  it('has its fixed texts ready before anybody needs them, and keeps them over a change of settings', async () => {
    const sets = [
      'turn.filler.kind=words',
      'turn.filler.words=[Let me see., Hmm.]',
      'tts.cache.prepare=[Good morning.]',
    ];
    const config = await loadConfig({ sets });
    const running = (assistant = await createAssistant({ config, store: openStore(), engines: ['tts'] }, never));
    expect(running.keptStats.sounds).toMatchObject({ entries: 0 });
    const ears = new AbortController();
    const speaker = createSilentSpeaker({ clock: running.clock, sampleRateHz: 22_050 });
    const listening = running.listen(silence(ears.signal), speaker, ears.signal).catch(() => undefined);
    await running.prepared();
    // Two fillers, one greeting, four apologies.
    expect(running.keptStats.sounds?.entries).toBeGreaterThanOrEqual(7);
    const firstSound = joined(await collect(running.say('Good morning.', never)));
    for (const text of ['Good morning.', 'Let me see.', 'Hmm.']) {
      const before = running.keptStats.sounds?.hits ?? 0;
      const first = await collect(running.say(text, never));
      expect(running.keptStats.sounds?.hits).toBe(before + 1);
      expect(joined(await collect(running.say(text, never)))).toEqual(joined(first));
    }
    const faster = await loadConfig({ sets: [...sets, 'tts.speed=1.3', 'tts.cache.prepare=[]'] });
    await running.applyConfig(faster, never);
    expect(joined(await collect(running.say('Good morning.', never)))).not.toEqual(firstSound);
    await running.applyConfig(config, never);
    expect(joined(await collect(running.say('Good morning.', never)))).toEqual(firstSound);
    ears.abort();
    await listening;
  });
});

async function* silence(
  signal: AbortSignal,
): AsyncGenerator<{ samples: Float32Array; sampleRateHz: number; startSample: number }, void, undefined> {
  for (let startSample = 0; !signal.aborted; startSample += 1024) {
    yield { samples: new Float32Array(1024), sampleRateHz: 16_000, startSample };
    await systemClock.sleep(64, signal).catch(() => undefined);
  }
}
