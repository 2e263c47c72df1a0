/** Speech embeddings of a stream, 80 ms at a time: the features that every openWakeWord model reads. */
import { Tensor, type InferenceSession } from 'onnxruntime-node';

/** One step of the stream at 16 kHz: 80 ms. */
export const HOP_SAMPLES = 1280;
/** Numbers of one embedding. */
export const EMBEDDING_LENGTH = 96;

/** What the spectrogram needs of the sound before a hop, so that its 10 ms frames go on without a seam. */
const CONTEXT_SAMPLES = 480;
const MEL_BANDS = 32;
/** Spectrogram frames of one hop. */
const HOP_FRAMES = 8;
/** Spectrogram frames under one embedding: 775 ms. */
const WINDOW_FRAMES = 76;
/** Hops until the first embedding has heard nothing but the stream. */
const FILLING_HOPS = Math.ceil(WINDOW_FRAMES / HOP_FRAMES);
/** The models were trained on 16-bit numbers. */
const FULL_SCALE = 32_768;

/** The two graphs of `openwakeword-features`. */
export interface FeatureGraphs {
  /** [1, samples] → [1, 1, frames, 32] in dB. */
  readonly spectrogram: InferenceSession;
  /** [n, 76, 32, 1] → [n, 1, 1, 96]. */
  readonly embedding: InferenceSession;
}

/**
 * Follows one stream. The spectrogram graph limits its range by the loudest sound of a run, so the runs are as long as
 * in the training of the models (one hop and its context): longer ones give other numbers.
 */
export class SpeechFeatures {
  readonly #graphs: FeatureGraphs;
  readonly #sound = new Float32Array(CONTEXT_SAMPLES + HOP_SAMPLES);
  readonly #mel = new Float32Array(WINDOW_FRAMES * MEL_BANDS);
  #hops = 0;

  constructor(graphs: FeatureGraphs) {
    this.#graphs = graphs;
  }

  /**
   * @param hop 1280 samples, −1…1, that follow those of the call before
   * @returns 96 numbers about the last 775 ms; undefined until the stream is that long
   */
  async push(hop: Float32Array): Promise<Float32Array | undefined> {
    this.#sound.copyWithin(0, HOP_SAMPLES);
    for (let i = 0; i < HOP_SAMPLES; i++) this.#sound[CONTEXT_SAMPLES + i] = (hop[i] ?? 0) * FULL_SCALE;
    const input = new Tensor('float32', this.#sound, [1, this.#sound.length]);
    const decibels = await runGraph(this.#graphs.spectrogram, input);
    this.#mel.copyWithin(0, HOP_FRAMES * MEL_BANDS);
    const from = this.#mel.length - HOP_FRAMES * MEL_BANDS;
    // The scale of the embedding's own training, which the spectrogram graph does not apply.
    for (let i = 0; i < HOP_FRAMES * MEL_BANDS; i++) this.#mel[from + i] = (decibels[i] ?? 0) / 10 + 2;
    this.#hops += 1;
    if (this.#hops < FILLING_HOPS) return undefined;
    return runGraph(this.#graphs.embedding, new Tensor('float32', this.#mel, [1, WINDOW_FRAMES, MEL_BANDS, 1]));
  }
}

/** One input, one output, whatever their names: each model's export chose its own. */
export async function runGraph(session: InferenceSession, input: Tensor): Promise<Float32Array> {
  const [inputName = '', outputName = ''] = [session.inputNames[0], session.outputNames[0]];
  const output = (await session.run({ [inputName]: input }))[outputName];
  if (!(output?.data instanceof Float32Array)) throw new Error(`the graph's output ${outputName} holds no numbers`);
  return output.data;
}
