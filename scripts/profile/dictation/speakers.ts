/** Our voices, as those who dictate in a measurement. */
import { createResampler } from '../../../src/audio/resample.js';
import type { EngineSpec } from '../../../src/models/host/engine.js';
import { join } from '../../../src/models/piper/trim.js';
import { soundOf } from '../tts/saying.js';
import { openHere, type Voice } from '../tts/voice.js';

const RATE_HZ = 16_000;

export const speakers = ['joe', 'emma', 'michael', 'espeak'] as const;
export type Speaker = (typeof speakers)[number];

/** Folder of a model id. */
export type FolderOf = (id: string) => string;

/** Loaded, in this thread. Throws EngineError when the voice cannot be used. */
export function openSpeaker(name: Speaker, folderOf: FolderOf, signal: AbortSignal): Promise<Voice> {
  return openHere(specOf(name, folderOf), signal);
}

/** Mono at 16 kHz. */
export async function speechOf(voice: Voice, text: string): Promise<Float32Array> {
  const samples = await soundOf(voice, text);
  const { sampleRateHz } = voice.info;
  if (sampleRateHz === RATE_HZ) return samples;
  const resampler = await createResampler(sampleRateHz, RATE_HZ);
  try {
    return join([resampler.process(samples), resampler.flush()]);
  } finally {
    resampler.close();
  }
}

function specOf(name: Speaker, folderOf: FolderOf): EngineSpec {
  const engine = (file: string): string => new URL(`../../../src/stages/tts/${file}-engine.js`, import.meta.url).href;
  const shared = { providers: ['cpu'], threads: 2 };
  switch (name) {
    case 'joe': {
      const modelFolder = folderOf('piper-en_US-joe-medium');
      return { module: engine('piper'), options: { ...shared, modelFolder, streaming: false, computeType: 'auto' } };
    }
    case 'espeak':
      return { module: engine('espeak'), options: { voice: 'en-us' } };
    default: {
      const voice = name === 'emma' ? 'bf_emma' : 'am_michael';
      const modelFolder = folderOf('kokoro-82m-int8');
      return { module: engine('kokoro'), options: { ...shared, modelFolder, voice, slowestRtf: 10 } };
    }
  }
}
