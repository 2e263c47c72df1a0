/** One wake word's classifier: how likely the last second and a half were that word. */
import { Tensor, type InferenceSession } from 'onnxruntime-node';
import { EMBEDDING_LENGTH, runGraph } from './features.js';

export class WordModel {
  readonly #session: InferenceSession;
  /** Embeddings that one answer needs; 80 ms each. */
  readonly length: number;

  /** @param session [1, n, 96] → [1, 1]; throws what else it is, naming `file` */
  constructor(session: InferenceSession, file: string) {
    this.#session = session;
    this.length = windowLength(session, file);
  }

  /**
   * @param embeddings at least `length` of them, the latest last
   * @returns 0…1
   */
  async score(embeddings: Float32Array): Promise<number> {
    const window = embeddings.subarray(-this.length * EMBEDDING_LENGTH);
    const input = new Tensor('float32', window, [1, this.length, EMBEDDING_LENGTH]);
    return (await runGraph(this.#session, input))[0] ?? 0;
  }
}

function windowLength(session: InferenceSession, file: string): number {
  const [input] = session.inputMetadata;
  const shape = input?.isTensor === true ? input.shape : [];
  const [, length] = shape;
  if (shape.length === 3 && typeof length === 'number' && length > 0 && shape[2] === EMBEDDING_LENGTH) return length;
  throw new Error(
    `${file}: got a graph that reads [${shape.join(', ')}], wanted an openWakeWord model that reads [1, n, ${EMBEDDING_LENGTH}]`,
  );
}
