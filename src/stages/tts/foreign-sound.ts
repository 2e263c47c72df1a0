/** Turns sound as another program made it into what a voice engine yields: one rate, no silence around it, word ends. */
import { createResampler, type Resampler } from '../../audio/resample.js';
import { join } from '../../models/piper/trim.js';
import { newTrim, scaled, tailAfter, toSamples } from './sounding.js';
import { writtenWords } from './spoken-text.js';
import type { SynthesizeRequest, VoiceOutput } from './voice-engine.js';
import { spreadWordEnds } from './word-spread.js';

/** Mono, −1…1. Rates may differ from part to part. */
export interface SoundPart {
  readonly samples: Float32Array;
  readonly sampleRateHz: number;
}

/** What a text without a word in it sounds like. */
export function silentEnd(text: string): VoiceOutput {
  return { kind: 'end', samples: 0, wordEnds: spreadWordEnds(writtenWords(text), 0) };
}

/** Hands parts on as they come, at `sampleRateHz`. The parts are read to their end, or returned when nobody reads on. */
export async function* voiceOutputs(
  parts: AsyncIterable<SoundPart>,
  request: SynthesizeRequest,
  sampleRateHz: number,
): AsyncGenerator<VoiceOutput, void, undefined> {
  const trim = newTrim(sampleRateHz);
  let resampler: Resampler | undefined;
  let samples = 0;
  try {
    for await (const part of parts) {
      const resampled: Float32Array[] = [];
      if (resampler?.fromHz !== part.sampleRateHz) {
        resampled.push(resampler?.flush() ?? new Float32Array(0));
        resampler?.close();
        resampler = await createResampler(part.sampleRateHz, sampleRateHz);
      }
      resampled.push(resampler.process(part.samples));
      const heard = trim.push(join(resampled));
      if (heard.length === 0) continue;
      samples += heard.length;
      yield { kind: 'audio', samples: scaled(heard, request.volume) };
    }
    const tail = toSamples(tailOf(request.text) / request.speed, sampleRateHz);
    const rest = join([trim.push(resampler?.flush() ?? new Float32Array(0)), trim.end(tail)]);
    samples += rest.length;
    if (rest.length > 0) yield { kind: 'audio', samples: scaled(rest, request.volume) };
    yield { kind: 'end', samples, wordEnds: spreadWordEnds(writtenWords(request.text), samples) };
  } finally {
    resampler?.close();
  }
}

function tailOf(text: string): number {
  const mark = /(?<mark>[,;:])["'”’)\]]*\s*$/u.exec(text)?.groups?.['mark'];
  // A word with white space behind it: the sentence goes on in the next text.
  return tailAfter(mark ?? '', /[\p{L}\p{N}]\s+$/u.test(text));
}
