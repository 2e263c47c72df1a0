/** Which language the decoder believes to hear. */
import type { Vocabulary } from './vocabulary.js';

export interface LanguageGuess {
  /** ISO 639-1. */
  readonly language: string;
  /** Among all languages of the model, 0…1. */
  readonly probability: number;
}

/** From the scores behind `<|startoftranscript|>`, likeliest first. */
export function readLanguages(scores: Float32Array, { languages }: Vocabulary): readonly LanguageGuess[] {
  let peak = -Infinity;
  for (const token of languages.values()) peak = Math.max(peak, scores[token] ?? -Infinity);
  const guesses = [...languages].map(([language, token]) => ({
    language,
    probability: Math.exp((scores[token] ?? -Infinity) - peak),
  }));
  const sum = guesses.reduce((total, { probability }) => total + probability, 0);
  return guesses
    .map(({ language, probability }) => ({ language, probability: probability / sum }))
    .sort((a, b) => b.probability - a.probability);
}

/** English for a model that knows nothing else. */
export function likeliestLanguage([best]: readonly LanguageGuess[]): string {
  return best?.language ?? 'en';
}
