/** What the recogniser makes of decoded tokens: text with timed words, or nothing where nobody spoke. */
import type { Decoded } from './greedy.js';
import { isInvented } from './invention.js';
import { SAMPLE_RATE_HZ, type LogMel } from './log-mel.js';
import { trimRounds } from './loop-guard.js';
import { BLOCK_MS, blockLevels, findLoud } from './loudness.js';
import type { Vocabulary } from './vocabulary.js';
import { timeWords, type TimedWord } from './words.js';

export interface Hypothesis {
  readonly text: string;
  readonly language: string;
  readonly words: readonly TimedWord[];
  /** For the next draft. */
  readonly tokens: readonly number[];
  /** False when `stop` cut it short. */
  readonly complete: boolean;
  readonly decoded: Decoded | undefined;
}

export interface HypothesisOptions {
  readonly sound: LogMel;
  /** Spoken, ISO 639-1. */
  readonly language: string;
  readonly task: 'transcribe' | 'translate';
  readonly vocabulary: Vocabulary;
}

export function readHypothesis(decoded: Decoded, { sound, language, task, vocabulary }: HypothesisOptions): Hypothesis {
  const complete = decoded.ended !== 'stopped';
  const said = decoded.ended === 'end' ? trimRounds(decoded.trace, (token) => vocabulary.startsWord(token)) : undefined;
  const trace = decoded.trace.slice(0, said);
  const tokens = trace.map(({ token }) => token);
  const text = vocabulary.decode(tokens).trim();
  const loudSeconds = (findLoud(blockLevels(sound.samples)).filter(Boolean).length * BLOCK_MS) / 1000;
  if (complete && isInvented(decoded, loudSeconds, text)) return { ...silence(language), decoded };
  const durationMs = (sound.lengthSamples * 1000) / SAMPLE_RATE_HZ;
  const written = task === 'translate' ? 'en' : language;
  const words = timeWords(trace, vocabulary, { durationMs, language: written });
  return { text, language, words, tokens, complete, decoded };
}

/** What is heard where nobody speaks. `language` may be `auto`. */
export function silence(language: string): Hypothesis {
  return {
    text: '',
    language: language === 'auto' ? 'en' : language,
    words: [],
    tokens: [],
    complete: true,
    decoded: undefined,
  };
}
