/** Which language the decoder believes to hear, in all of a sound or in a part of it. */
import type { Decoder } from './decoder.js';
import { POSITION_MS, type EncodedAudio } from './encoder.js';
import type { Stretch } from './unheard.js';
import type { Vocabulary } from './vocabulary.js';

export interface LanguageGuess {
  /** ISO 639-1. */
  readonly language: string;
  /** Among all languages of the model, 0…1. */
  readonly probability: number;
}

/** Tells what is spoken in a part of the sound at hand, likeliest first. Costs one token of the decoder. */
export type LanguageLook = (stretch: Stretch) => Promise<readonly LanguageGuess[]>;

/** Decides on a language by looking at parts of a sound. */
export type LanguageChoice = (look: LanguageLook) => Promise<string>;

/** A score that leaves no share. */
const NEVER = -1e9;

/** One pass of the decoder over its first token: behind it stand the languages' tokens. */
export async function guessLanguages(
  decoder: Decoder,
  { vocabulary }: { readonly vocabulary: Vocabulary },
  audio: EncodedAudio,
): Promise<readonly LanguageGuess[]> {
  const decoding = decoder.begin([audio]);
  const tokens = [vocabulary.special.startOfTranscript];
  const [step] = await decoder.run(decoding, [{ member: 0, tokens, rows: [0] }]);
  decoder.end(decoding);
  return readLanguages(step?.logits ?? new Float32Array(0), vocabulary);
}

/**
 * The same encoded sound, of which the decoder hears a part only: no second run of the encoder is needed. The silence
 * behind the sound's end, at `endMs`, stays.
 */
export function hearOnly(audio: EncodedAudio, { fromMs, toMs }: Stretch, endMs: number): EncodedAudio {
  const positionOf = (ms: number): number => Math.min(Math.max(0, Math.floor(ms / POSITION_MS)), audio.positions);
  const bias = audio.bias.slice();
  bias.fill(NEVER, 0, positionOf(fromMs));
  bias.fill(NEVER, positionOf(toMs), positionOf(endMs));
  return { ...audio, bias };
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
