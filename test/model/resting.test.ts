/** What real engines leave behind in memory when they rest: little, against a process that never had them. */
import { describe, expect, it } from 'vitest';
import type { InferenceHost } from '../../src/models/host/contract.js';
import { childEnvironment } from '../../src/models/host/process.js';
import { readAll, never, spec, startHost } from '../models/host/fixture.js';
import { canHear, readClip, sttFolder } from './stt-clips.js';
import { isPresent, modelFolder } from './voice-folder.js';

const MB = 2 ** 20;
/** The child tells its size once a second. */
const LOOK_MS = 250;
/** Long enough that the child's size is told while all are loaded. */
const IDLE_MS = 2500;

const built = (path: string): string => new URL(`../../dist/src/stages/${path}`, import.meta.url).href;
const recogniser = (id: string) => ({
  module: built('stt/whisper-engine.js'),
  options: { modelFolder: sttFolder(id), computeType: 'auto', threads: 1, providers: ['cpu'], language: 'en' },
});
const voice = {
  module: built('tts/piper-engine.js'),
  options: { modelFolder, threads: 1, providers: ['cpu'], streaming: true },
};

const hasAll = canHear('whisper-base') && canHear('whisper-tiny.en') && isPresent;

/** Keeps the child alive, which would end if everything in it were at rest. */
const companion = spec('streams', { name: 'a' });

function accompany(host: InferenceHost): void {
  void host.engine('companion').call('count', { items: 1000 }, { signal: never })[Symbol.asyncIterator]().next();
}

function isResting(host: InferenceHost): boolean {
  const { companion, ...others } = host.stats().engines;
  return companion?.calls === 1 && Object.values(others).every(({ state }) => state === 'resting');
}

/** Sizes of the child: at its greatest until all rest, and at its least in the looks after that. */
async function weigh(host: InferenceHost): Promise<{ usedBytes: number; restedBytes: number }> {
  let usedBytes = 0;
  let restedBytes = Infinity;
  for (let looksLeft = 24; looksLeft > 0;) {
    const { rssBytes } = host.stats();
    if (isResting(host)) {
      restedBytes = Math.min(restedBytes, rssBytes);
      looksLeft -= 1;
    } else usedBytes = Math.max(usedBytes, rssBytes);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return { usedBytes, restedBytes };
}

describe('the memory of engines that rest', () => {
  it.skipIf(!hasAll || process.platform !== 'linux')('goes back to the system, but for a third', async () => {
    const residency = { idleMs: IDLE_MS };
    const small = startHost({ engines: { companion, stt: spec('streams', { name: 'a' }) }, residency });
    accompany(small.host);
    await small.host.engine('stt').ready(never);
    const { restedBytes: freshBytes } = await weigh(small.host);

    const engines = { companion, base: recogniser('whisper-base'), tiny: recogniser('whisper-tiny.en'), tts: voice };
    const { host } = startHost({ engines, residency });
    accompany(host);
    const samples = await readClip('en_read_whisper_jfk.wav');
    const calls = [
      ...(['base', 'tiny'] as const).map((name) => ({ name, method: 'transcribe', args: { samples, language: 'en' } })),
      { name: 'tts', method: 'synthesize', args: { text: 'The lazy dog sleeps for quite a while.', index: 0 } },
    ];
    await Promise.all(
      calls.map(({ name, method, args }) => readAll(host.engine(name).call(method, args, { signal: never }))),
    );
    const { usedBytes, restedBytes } = await weigh(host);
    const [fresh, used, rested] = [freshBytes, usedBytes, restedBytes].map((bytes) => Math.round(bytes / MB));
    console.log(`the child had ${used ?? 0} MB, resting ${rested ?? 0} MB; one without models has ${fresh ?? 0} MB`);
    expect(usedBytes).toBeGreaterThan(freshBytes + 300 * MB);
    expect(restedBytes).toBeLessThan(freshBytes + (usedBytes - freshBytes) / 3);
  });

  it('is left to the allocator where the user has told it what to do', () => {
    expect(childEnvironment({ MALLOC_MMAP_THRESHOLD_: '65536', A: 'b' })).toEqual({
      MALLOC_MMAP_THRESHOLD_: '65536',
      A: 'b',
    });
    expect(Number(childEnvironment({})['MALLOC_MMAP_THRESHOLD_'])).toBeGreaterThan(65_536);
  });
});
