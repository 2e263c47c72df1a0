/** The assistant's own voice as a speaker for tests: 16 kHz, and where each word ends. */
import { createResampler } from '../../../../src/audio/resample.js';
import type { Assistant } from '../../../../src/assistant/assistant.js';

const RATE_HZ = 16_000;

export interface SpokenPhrase {
  /** Mono at 16 kHz. */
  readonly samples: Float32Array;
  /** For each word of the text, in ms from the start. */
  readonly wordEndsMs: readonly number[];
}

/** @param assistant loaded with its voice */
export async function speakPhrase(
  assistant: Pick<Assistant, 'say'>,
  text: string,
  signal: AbortSignal,
): Promise<SpokenPhrase> {
  const parts: Float32Array[] = [];
  const wordEndsMs: number[] = [];
  let sampleRateHz = RATE_HZ;
  let before = 0;
  for await (const spoken of assistant.say(text, signal)) {
    if (spoken.kind === 'audio') {
      parts.push(spoken.frame.samples);
      ({ sampleRateHz } = spoken.frame);
    } else if (spoken.kind === 'sentence-end') {
      for (const end of spoken.wordEnds) wordEndsMs.push(((before + end) * 1000) / sampleRateHz);
      before += spoken.samples;
    }
  }
  return { samples: await resample(parts, sampleRateHz), wordEndsMs };
}

async function resample(parts: readonly Float32Array[], fromHz: number): Promise<Float32Array> {
  const resampler = await createResampler(fromHz, RATE_HZ);
  try {
    const out = [...parts.map((part) => resampler.process(part).slice()), resampler.flush().slice()];
    const samples = new Float32Array(out.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of out) {
      samples.set(part, at);
      at += part.length;
    }
    return samples;
  } finally {
    resampler.close();
  }
}
