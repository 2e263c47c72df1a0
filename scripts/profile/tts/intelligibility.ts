/** How well a voice is understood: what it says is transcribed by a recogniser, and word errors are counted. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createResampler } from '../../../src/audio/resample.js';
import { readWav } from '../../../src/audio/wav.js';
import { join as joined } from '../../../src/models/piper/trim.js';
import { toUnits } from '../wer/english.js';
import { countErrors, ErrorCount } from '../wer/errors.js';
import type { PeerVoice } from './peer.js';
import type { ReadAloudSentence } from './read-aloud.js';
import { soundOf } from './saying.js';
import type { Voice } from './voice.js';

const RATE_HZ = 16_000;
const WORST = 10;

export interface Heard {
  readonly text: string;
  /** Of the words to be heard; 0 where the transcript says the same in figures. */
  readonly errors: number;
}

export interface ReadingResult extends ReadAloudSentence {
  readonly heard: Heard;
  readonly peer?: Heard;
}

export interface IntelligibilityOptions {
  readonly voice: Voice;
  /** Speech at 16 kHz to text. */
  readonly transcribe: (samples: Float32Array) => Promise<string>;
  readonly peer?: PeerVoice | undefined;
  readonly signal: AbortSignal;
  readonly onSentence: (result: ReadingResult, count: number) => void;
}

export async function measureIntelligibility(
  sentences: readonly ReadAloudSentence[],
  options: IntelligibilityOptions,
): Promise<ReadingResult[]> {
  const { voice, transcribe, peer } = options;
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  try {
    const results: ReadingResult[] = [];
    for (const sentence of sentences) {
      options.signal.throwIfAborted();
      const sound = await toRate(await soundOf(voice, sentence.written), voice.info.sampleRateHz);
      const heard = judge(sentence, await transcribe(sound));
      const wav = join(folder, 'peer.wav');
      await peer?.say(sentence.written, wav);
      const theirs = peer && judge(sentence, await transcribe((await readWav(wav, RATE_HZ)).samples));
      const result = { ...sentence, heard, ...(theirs === undefined ? {} : { peer: theirs }) };
      results.push(result);
      options.onSentence(result, results.length);
    }
    return results;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A transcript may have the sentence in words or in figures: the form with fewer errors is what was meant. */
export function judge({ written, spoken }: ReadAloudSentence, text: string): Heard {
  const heard = toUnits(text, 'en');
  const errors = Math.min(countErrors(toUnits(spoken, 'en'), heard), countErrors(toUnits(written, 'en'), heard));
  return { text, errors };
}

export function readingFacts(results: readonly ReadingResult[]): Record<string, unknown> {
  const words = results.reduce((sum, { spoken }) => sum + toUnits(spoken, 'en').length, 0);
  if (words === 0) return {};
  const rate = (pick: (result: ReadingResult) => Heard | undefined): number =>
    results.reduce((sum, result) => sum + (pick(result)?.errors ?? 0), 0) / words;
  const hasPeer = results.every(({ peer }) => peer !== undefined);
  return {
    'wer.sentences': results.length,
    'wer.words': words,
    wer: rate(({ heard }) => heard),
    'wer.asSpoken': strictRate(results, ({ heard }) => heard),
    'wer.withoutError': results.filter(({ heard }) => heard.errors === 0).length,
    ...(hasPeer ? { 'wer.peer': rate(({ peer }) => peer) } : {}),
    ...(hasPeer ? { 'wer.peer.asSpoken': strictRate(results, ({ peer }) => peer) } : {}),
    worst: [...results]
      .sort((a, b) => b.heard.errors - a.heard.errors)
      .slice(0, WORST)
      .filter(({ heard }) => heard.errors > 0)
      .map(({ written, heard }) => ({ errors: heard.errors, written, heard: heard.text })),
  };
}

/** Against the words alone. */
function strictRate(
  results: readonly ReadingResult[],
  pick: (result: ReadingResult) => Heard | undefined,
): number | undefined {
  const count = new ErrorCount();
  for (const result of results) count.add(toUnits(result.spoken, 'en'), toUnits(pick(result)?.text ?? '', 'en'));
  return count.rate;
}

async function toRate(samples: Float32Array, rateHz: number): Promise<Float32Array> {
  const resampler = await createResampler(rateHz, RATE_HZ);
  try {
    return joined([resampler.process(samples), resampler.flush()]);
  } finally {
    resampler.close();
  }
}
