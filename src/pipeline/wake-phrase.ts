/** Takes the wake word off what was said, however the recogniser spelt it. */
import type { Transcript } from './messages.js';

/** Letters that may differ, as a share of the phrase's: names are what recognisers spell worst ("Hey Travis"). */
const MOST_DIFFERENT = 0.4;
/** The same where words come before it: the end of another sentence, which must not be taken for the phrase. */
const MOST_DIFFERENT_LATER = 0.25;
/** Words of the sentence before that the turn's audio may still hold. */
const MOST_WORDS_BEFORE = 3;

interface Token {
  readonly letters: string;
  /** Position behind the token in the text. */
  readonly end: number;
}

interface Match {
  /** Tokens from the start of the text to the end of the phrase. */
  readonly tokens: number;
  readonly different: number;
}

/**
 * The text behind the wake phrase that it begins with; the whole text when it begins with none. For turns that a wake
 * word opened: there something at the beginning is the phrase.
 * @param words as they are spoken, e.g. `['hey jarvis', 'alexa']`
 */
export function stripWakePhrase(text: string, words: readonly string[]): string {
  return strip(text, words).text;
}

/** The same for a transcript: a partial's `stable` remains the beginning of its text, a final's words remain its own. */
export function stripTranscript<T extends Transcript>(transcript: T, words: readonly string[]): T {
  const { text, tokens } = strip(transcript.text, words);
  if (tokens === 0) return transcript;
  if (transcript.kind === 'final') return { ...transcript, text, words: transcript.words.slice(tokens) };
  const stable = strip(transcript.stable, words);
  // As long as the stable part ends within the phrase, nothing behind the phrase is stable.
  return { ...transcript, text, stable: stable.tokens === tokens && text.startsWith(stable.text) ? stable.text : '' };
}

function strip(text: string, words: readonly string[]): { text: string; tokens: number } {
  const tokens = tokenise(text);
  const matches = words.flatMap((word) => findPhrase(tokens, lettersOf(word)) ?? []);
  const best = matches.sort((a, b) => a.different - b.different)[0];
  if (best === undefined) return { text, tokens: 0 };
  const rest = text.slice(tokens[best.tokens - 1]?.end ?? 0).replace(/^[\s\p{P}]+/u, '');
  return { text: rest.charAt(0).toUpperCase() + rest.slice(1), tokens: best.tokens };
}

/** Recognisers split and join words ("my croft", "a Lexa"): stretches of any number of words are compared as letters. */
function findPhrase(tokens: readonly Token[], phrase: string): Match | undefined {
  let best: Match | undefined;
  for (let from = 0; from <= Math.min(MOST_WORDS_BEFORE, tokens.length - 1); from++) {
    let letters = '';
    for (let to = from; to < tokens.length && letters.length < 2 * phrase.length; to++) {
      letters += tokens[to]?.letters ?? '';
      const different = countDifferences(letters, phrase) / phrase.length;
      const most = from === 0 ? MOST_DIFFERENT : MOST_DIFFERENT_LATER;
      if (different <= most && different < (best?.different ?? Infinity)) best = { tokens: to + 1, different };
    }
  }
  return best;
}

function tokenise(text: string): Token[] {
  return [...text.matchAll(/\S+/g)].map((match) => ({
    letters: lettersOf(match[0]),
    end: match.index + match[0].length,
  }));
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Letters to change, add, leave out or swap with their neighbour (optimal string alignment). */
function countDifferences(one: string, other: string): number {
  let [before, row]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const change = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const swap = isSwap ? (before[j - 2] ?? 0) + 1 : Infinity;
      next.push(Math.min(change, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    [before, row] = [row, next];
  }
  return row[other.length] ?? 0;
}
