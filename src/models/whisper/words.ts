/** Words and when they were said, from tokens and where their attention lay. */
import { POSITION_MS } from './encoder.js';
import type { TokenTrace } from './loop-guard.js';
import type { Vocabulary } from './vocabulary.js';

/** From the start of the recording; good to about a quarter of a second. */
export interface TimedWord {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  /** No space stands before it: the first word, and all words of languages written without spaces. */
  readonly glued: boolean;
  readonly tokens: readonly number[];
  /** Probability of its least likely token, 0…1; punctuation does not count. */
  readonly confidence: number;
}

/** Languages that write no spaces: each token is a word of its own. */
const spaceless = new Set(['zh', 'ja', 'yue', 'th', 'lo', 'my', 'km', 'bo']);

export interface TimingOptions {
  /** Length of the recording. */
  readonly durationMs: number;
  /** ISO 639-1. */
  readonly language: string;
}

/** Groups tokens into words; times never go back and end by `durationMs`. */
export function timeWords(trace: readonly TokenTrace[], vocabulary: Vocabulary, options: TimingOptions): TimedWord[] {
  const { durationMs } = options;
  const groups = groupTokens(trace, vocabulary, spaceless.has(options.language));
  const words = groups
    .map((group) => ({
      ...describeTokens(group, vocabulary),
      firstMs: (group[0]?.position ?? 0) * POSITION_MS,
      lastMs: (group.at(-1)?.position ?? 0) * POSITION_MS,
      glued: !vocabulary.startsWord(group[0]?.token ?? -1),
    }))
    .filter(({ text }) => text !== '');
  let freeMs = 0;
  return words.map(({ text, tokens, confidence, firstMs, lastMs, glued }, i) => {
    const previousMs = words[i - 1]?.lastMs ?? firstMs - WORD_MARGIN_MS;
    const nextMs = words[i + 1]?.firstMs ?? lastMs + WORD_MARGIN_MS;
    const startMs = clamp(Math.max((previousMs + firstMs) / 2, firstMs - WORD_MARGIN_MS), freeMs, durationMs);
    const endMs = clamp(Math.min((lastMs + nextMs) / 2, lastMs + WORD_MARGIN_MS), startMs, durationMs);
    freeMs = endMs;
    return { text, startMs: Math.round(startMs), endMs: Math.round(endMs), glued, tokens, confidence };
  });
}

function describeTokens(
  group: readonly TokenTrace[],
  vocabulary: Vocabulary,
): Pick<TimedWord, 'text' | 'tokens' | 'confidence'> {
  const tokens = group.map(({ token }) => token);
  const core = group.filter(({ token }) => !vocabulary.isMark(token));
  const least = Math.min(0, ...core.map(({ logProb }) => logProb));
  return { text: vocabulary.decode(tokens).trim(), tokens, confidence: Math.exp(least) };
}

function groupTokens(trace: readonly TokenTrace[], vocabulary: Vocabulary, each: boolean): TokenTrace[][] {
  const groups: TokenTrace[][] = [];
  for (const item of trace) {
    const last = groups.at(-1);
    // A character may take several tokens: until it is whole, the group has no text, or not all of it.
    const whole = last !== undefined && each && vocabulary.isWhole(last.map(({ token }) => token));
    if (last === undefined || whole || vocabulary.startsWord(item.token)) groups.push([item]);
    else last.push(item);
  }
  return groups;
}

/** Attention lies in the middle of a token's sound; a word reaches about this far around it. */
const WORD_MARGIN_MS = 250;

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
