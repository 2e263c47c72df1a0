/** Sentences of a voice, as sound for a microphone; and sound of a loudspeaker, as text. */
import type { AudioFrame } from '../../../src/audio/frame.js';
import { createResampler } from '../../../src/audio/resample.js';
import { join } from '../../../src/models/piper/trim.js';
import type { Delivery, Word } from '../../../src/pipeline/messages.js';
import { LINE_RATE_HZ } from './live-line.js';
import type { Side } from './side.js';

const FRAME_SAMPLES = 1024;

export async function sayAt16k(
  { assistant }: Pick<Side, 'assistant'>,
  text: string,
  signal: AbortSignal,
  delivery: Delivery = {},
): Promise<Float32Array> {
  const parts: Float32Array[] = [];
  let rateHz = LINE_RATE_HZ;
  for await (const spoken of assistant.say(text, signal, delivery)) {
    if (spoken.kind !== 'audio') continue;
    parts.push(spoken.frame.samples);
    rateHz = spoken.frame.sampleRateHz;
  }
  return to16k(join(parts), rateHz);
}

export interface ReadWords {
  readonly text: string;
  readonly words: readonly Word[];
}

/** What the assistant's recogniser reads in a sound at 16 kHz. */
export async function read(
  { assistant }: Pick<Side, 'assistant'>,
  samples: Float32Array,
  signal: AbortSignal,
): Promise<ReadWords> {
  const texts: string[] = [];
  const words: Word[] = [];
  for await (const segment of assistant.reading.transcribe(framesOf(samples), signal)) {
    if (segment.kind !== 'segment') continue;
    texts.push(segment.text);
    words.push(...segment.words);
  }
  return { text: texts.join(' '), words };
}

export async function to16k(samples: Float32Array, rateHz: number): Promise<Float32Array> {
  const resampler = await createResampler(rateHz, LINE_RATE_HZ);
  try {
    return join([resampler.process(samples), resampler.flush()]);
  } finally {
    resampler.close();
  }
}

/** Half a second of silence behind it, so that the last word is whole. */
async function* framesOf(samples: Float32Array): AsyncGenerator<AudioFrame, void, undefined> {
  const padded = join([samples, new Float32Array(LINE_RATE_HZ / 2)]);
  for (let at = 0; at < padded.length; at += FRAME_SAMPLES)
    yield { samples: padded.subarray(at, at + FRAME_SAMPLES), sampleRateHz: LINE_RATE_HZ, startSample: at };
}
