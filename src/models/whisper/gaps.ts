/** Hears again what a text passes over: where sound lies between two words, the recording is cut and read in two parts. */
import { LogMel, SAMPLE_RATE_HZ, type MelAnalysis } from './log-mel.js';
import { blockLevels, quietestSample } from './loudness.js';
import type { Hypothesis } from './hypothesis.js';
import { findUnheard } from './unheard.js';
import type { Vocabulary } from './vocabulary.js';

/** Parts shorter than this are no speech of their own. */
const LEAST_PART_SAMPLES = SAMPLE_RATE_HZ / 2;

export interface GapOptions {
  readonly vocabulary: Vocabulary;
  readonly analysis: MelAnalysis;
  /** Reads one part. */
  readonly read: (part: LogMel) => Promise<Hypothesis>;
}

/** The same hypothesis where nothing was passed over, else that of the two parts in a row. */
export async function fillGap(sound: LogMel, heard: Hypothesis, options: GapOptions): Promise<Hypothesis> {
  const cut = findCut(sound.samples, heard, options.vocabulary);
  if (cut === undefined) return heard;
  const parts: Hypothesis[] = [];
  for (const samples of [sound.samples.subarray(0, cut), sound.samples.subarray(cut)]) {
    const part = new LogMel(options.analysis);
    part.append(samples);
    parts.push(await options.read(part));
  }
  const [front = heard, rest = heard] = parts;
  return joinParts(front, rest, (cut / SAMPLE_RATE_HZ) * 1000);
}

/** The quietest place in the first half of what was passed over. */
function findCut(samples: Float32Array, { decoded }: Hypothesis, vocabulary: Vocabulary): number | undefined {
  if (decoded === undefined || decoded.trace.length === 0) return undefined;
  const isWord = (token: number): boolean => !vocabulary.isMark(token);
  const unheard = findUnheard(decoded.trace, { levels: blockLevels(samples), isWord });
  if (unheard === undefined) return undefined;
  const from = (unheard.fromMs * SAMPLE_RATE_HZ) / 1000;
  const half = ((unheard.toMs - unheard.fromMs) * SAMPLE_RATE_HZ) / 2000;
  const to = Math.min(samples.length, from + Math.max(SAMPLE_RATE_HZ, half));
  const cut = quietestSample(samples, from, to);
  return cut < LEAST_PART_SAMPLES || samples.length - cut < LEAST_PART_SAMPLES ? undefined : cut;
}

/** `rest` begins `offsetMs` after `front`. */
function joinParts(front: Hypothesis, rest: Hypothesis, offsetMs: number): Hypothesis {
  const moved = rest.words.map((word, i) => ({
    ...word,
    glued: word.glued && !(i === 0 && front.words.length > 0),
    startMs: Math.round(word.startMs + offsetMs),
    endMs: Math.round(word.endMs + offsetMs),
  }));
  return {
    ...front,
    language: front.words.length > 0 ? front.language : rest.language,
    text: [front.text, rest.text].filter((text) => text !== '').join(' '),
    words: [...front.words, ...moved],
    tokens: [...front.tokens, ...rest.tokens],
    complete: front.complete && rest.complete,
  };
}
