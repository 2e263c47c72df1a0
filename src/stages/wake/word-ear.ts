/** Hears one stretch of a stream for all words at once: one set of features, one window, several classifiers. */
import { EMBEDDING_LENGTH, SpeechFeatures, type FeatureGraphs } from './features.js';
import type { WordModel } from './word-model.js';

export class WordEar {
  readonly #features: SpeechFeatures;
  readonly #words: readonly WordModel[];
  readonly #window: Float32Array;
  /** Embeddings still missing in the window. */
  #missing: number;

  constructor(graphs: FeatureGraphs, words: readonly WordModel[]) {
    this.#features = new SpeechFeatures(graphs);
    this.#words = words;
    this.#missing = Math.max(...words.map(({ length }) => length));
    this.#window = new Float32Array(this.#missing * EMBEDDING_LENGTH);
  }

  /**
   * @param hop 1280 samples at 16 kHz, −1…1
   * @returns one score (0…1) for each word; undefined until enough was heard to tell
   */
  async hear(hop: Float32Array): Promise<readonly number[] | undefined> {
    const embedding = await this.#features.push(hop);
    if (embedding === undefined) return undefined;
    this.#window.copyWithin(0, EMBEDDING_LENGTH);
    this.#window.set(embedding, this.#window.length - EMBEDDING_LENGTH);
    this.#missing = Math.max(0, this.#missing - 1);
    if (this.#missing > 0) return undefined;
    const scores: number[] = [];
    for (const word of this.#words) scores.push(await word.score(this.#window));
    return scores;
  }
}
