/** Makes the latent no further than it is needed: the flow runs in windows ahead of the decoder's. */
import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Seam } from './cut.js';
import { besideTensors, floats, sliceFrames } from './frames.js';

/** After the first window the sound has a lead, so the flow's context is paid rarely. */
const laterFrames = 512;

export interface Flow {
  readonly session: InferenceSession;
  readonly seam: NonNullable<Seam['flow']>;
}

export class Latent {
  readonly frames: number;
  readonly #flow: Flow | undefined;
  readonly #outputs: Readonly<Record<string, Tensor>>;
  readonly #source: Float32Array;
  readonly #made: Float32Array;
  #ready: number;

  /** `outputs`: what the text part made; `main`: which of it is the flow's input, or the latent itself without a flow. */
  constructor(outputs: Readonly<Record<string, Tensor>>, main: string, flow: Flow | undefined) {
    this.frames = outputs[main]?.dims.at(-1) ?? 0;
    this.#flow = flow;
    this.#outputs = outputs;
    this.#source = floats(outputs[main]);
    this.#made = flow === undefined ? this.#source : new Float32Array(this.#source.length);
    this.#ready = flow === undefined ? this.frames : 0;
  }

  /** Frames `from`…`to` of the latent. */
  async slice(from: number, to: number): Promise<Tensor> {
    while (this.#ready < to && this.#flow !== undefined) await this.#advance(this.#flow, to);
    return sliceFrames(this.#made, this.frames, from, to);
  }

  async #advance({ session, seam }: Flow, wanted: number): Promise<void> {
    const start = this.#ready;
    const reach = start === 0 ? wanted : Math.max(wanted, start + laterFrames);
    // What is left would cost more in context than in frames.
    const end = this.frames - reach <= seam.contextFrames ? this.frames : reach;
    const from = Math.max(0, start - seam.contextFrames);
    const to = Math.min(this.frames, end + seam.contextFrames);
    const beside = besideTensors(this.#outputs, seam.beside, { frames: this.frames, from, to });
    const made = await session.run({ ...beside, [seam.main]: sliceFrames(this.#source, this.frames, from, to) });
    const part = floats(Object.values(made)[0]);
    const length = to - from;
    for (let channel = 0; channel < part.length / length; channel += 1) {
      const row = part.subarray(channel * length + start - from, channel * length + end - from);
      this.#made.set(row, channel * this.frames + start);
    }
    this.#ready = end;
  }
}
