/** Smart Turn 3: hears in the last eight seconds of a turn whether the speaker has finished. */
import { basename } from 'node:path';
import { Tensor, type InferenceSession } from 'onnxruntime-node';
import { openSession, type SessionOptions } from '../onnx/session.js';
import { BANDS, FRAMES, TurnFeatures } from './features.js';

const INPUT = 'input_features';
/** The graph's name for it; the numbers have been through the sigmoid already. */
const OUTPUT = 'logits';

export class SmartTurn {
  readonly name: string;
  readonly provider: string;
  readonly refused: readonly string[];
  readonly #session: InferenceSession;
  readonly #features = new TurnFeatures();

  private constructor(
    session: InferenceSession,
    about: { readonly name: string; readonly provider: string; readonly refused: readonly string[] },
  ) {
    this.name = about.name;
    this.provider = about.provider;
    this.refused = about.refused;
    this.#session = session;
  }

  /** Throws one line that names the file when it is no Smart Turn model. */
  static async load(path: string, options: SessionOptions): Promise<SmartTurn> {
    const { session, provider, refused } = await openSession(path, options);
    const { inputNames, outputNames } = session;
    if (!inputNames.includes(INPUT) || !outputNames.includes(OUTPUT)) {
      await session.release();
      throw new Error(
        `${path} takes ${inputNames.join(', ')} and gives ${outputNames.join(', ')}, ` +
          `wanted a Smart Turn 3 graph with ${INPUT} and ${OUTPUT}`,
      );
    }
    return new SmartTurn(session, { name: basename(path, '.onnx'), provider, refused });
  }

  /**
   * @param samples mono at 16 kHz: the turn so far, the pause included
   * @returns probability, 0…1, that the speaker has finished
   */
  async judge(samples: Float32Array): Promise<number> {
    const features = new Tensor('float32', this.#features.compute(samples), [1, BANDS, FRAMES]);
    const { [OUTPUT]: output } = await this.#session.run({ [INPUT]: features });
    const finished = (output?.data as Float32Array | undefined)?.[0];
    if (finished === undefined || !Number.isFinite(finished)) throw new Error(`${this.name}: the graph gave no number`);
    return Math.min(1, Math.max(0, finished));
  }

  async close(): Promise<void> {
    await this.#session.release();
  }
}
