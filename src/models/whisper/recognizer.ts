/** Text of one stretch of sound of at most 30 seconds: window, decoding, and the checks that keep inventions out. */
import { FRAMES_PER_POSITION } from './encoder.js';
import { decodeGreedily, type Decoded } from './greedy.js';
import { HOP_SAMPLES, SAMPLE_RATE_HZ, type LogMel } from './log-mel.js';
import { blockLevels, levelAt } from './loudness.js';
import { isInvented } from './invention.js';
import type { WhisperModel } from './model.js';
import { allowedTokens, buildPrompt } from './prompt.js';
import { timeWords, type TimedWord } from './words.js';

export interface RecognizeOptions {
  /** ISO 639-1, or `auto`. */
  readonly language: string;
  readonly task: 'transcribe' | 'translate';
  /** Tokens of an earlier hypothesis for the start of the same sound. */
  readonly draft: readonly number[];
  /** Asked between decoder steps. */
  readonly stop: () => boolean;
}

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

/** Real silence that the encoder sees after the sound; what follows comes from the cached tail. */
const PAD_FRAMES = 40;
/** A recording whose loudest blocks stay below this holds nothing that anyone said. */
const INAUDIBLE_DB = -65;
/** Less sound than this is not even a syllable. */
const LEAST_SAMPLES = 800;

export class Recognizer {
  readonly model: WhisperModel;
  readonly #allowed: Uint8Array;
  readonly #allowedFirst: Uint8Array;

  constructor(model: WhisperModel) {
    this.model = model;
    this.#allowed = allowedTokens(model.description, false);
    this.#allowedFirst = allowedTokens(model.description, true);
  }

  async recognize(sound: LogMel, options: RecognizeOptions): Promise<Hypothesis> {
    const language = options.language === 'auto' ? 'en' : options.language;
    if (sound.lengthSamples < LEAST_SAMPLES || levelAt(blockLevels(sound.samples), 0.98) < INAUDIBLE_DB) {
      return nothing(language);
    }
    const { encoder } = this.model;
    const positions = encoder.positionsFor(sound.lengthSamples / HOP_SAMPLES + PAD_FRAMES);
    const first = await this.#decode(sound, positions, options);
    const { audioPositions } = this.model.dimensions;
    if (first.decoded.ended !== 'loop' && first.decoded.ended !== 'budget') return this.#judge(sound, first);
    if (options.stop() || positions === audioPositions) return this.#judge(sound, first);
    // The short window went in circles: the model's own window settles it, at its price.
    const second = await this.#decode(sound, audioPositions, { ...options, draft: [] });
    return this.#judge(sound, second);
  }

  async #decode(
    sound: LogMel,
    positions: number,
    { language, task, draft, stop }: RecognizeOptions,
  ): Promise<{ decoded: Decoded; language: string }> {
    const { encoder, decoder, description } = this.model;
    const audio = await encoder.encode(sound.frames(positions * FRAMES_PER_POSITION + 1), positions);
    let spoken = language;
    if (language === 'auto') {
      decoder.begin(audio);
      const { logits } = await decoder.run([description.vocabulary.special.startOfTranscript], [0]);
      spoken = this.#bestLanguage(logits);
    }
    const decoded = await decodeGreedily(decoder, {
      audio,
      prompt: buildPrompt(description, { language: spoken, task }),
      draft,
      special: description.vocabulary.special,
      allowed: this.#allowed,
      allowedFirst: this.#allowedFirst,
      stop,
    });
    return { decoded, language: task === 'translate' ? 'en' : spoken };
  }

  #bestLanguage(logits: Float32Array): string {
    let best = 'en';
    let peak = -Infinity;
    for (const [language, token] of this.model.description.vocabulary.languages) {
      const score = logits[token] ?? -Infinity;
      if (score > peak) [best, peak] = [language, score];
    }
    return best;
  }

  #judge(sound: LogMel, { decoded, language }: { decoded: Decoded; language: string }): Hypothesis {
    const complete = decoded.ended !== 'stopped';
    const seconds = sound.lengthSamples / SAMPLE_RATE_HZ;
    if (complete && isInvented(decoded, seconds)) return { ...nothing(language), decoded };
    const { vocabulary } = this.model.description;
    const tokens = decoded.trace.map(({ token }) => token);
    return {
      text: vocabulary.decode(tokens).trim(),
      language,
      words: timeWords(decoded.trace, vocabulary, { durationMs: seconds * 1000, language }),
      tokens,
      complete,
      decoded,
    };
  }
}

function nothing(language: string): Hypothesis {
  return {
    text: '',
    language,
    words: [],
    tokens: [],
    complete: true,
    decoded: undefined,
  };
}
