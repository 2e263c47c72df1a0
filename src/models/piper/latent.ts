/** Makes the latent no further than it is needed: the flow runs in windows ahead of the decoder's. */
import type { Tensor } from 'onnxruntime-node';
import { planCrop } from './crop.js';
import { floats } from './frames.js';
import { runWindow, type RunnablePart } from './windowed-run.js';

/** Shortest stretch beyond what is needed at once: a run's context is as much work as 40 frames. */
const aheadFrames = 32;

export class Latent {
  readonly frames: number;
  readonly #flow: RunnablePart | undefined;
  readonly #outputs: Readonly<Record<string, Tensor>>;
  readonly #source: Float32Array;
  readonly #made: Float32Array;
  #ready: number;
  #start: number;

  /** `outputs`: what the text part made; `main`: which of it is the flow's input, or the latent itself without a flow. */
  constructor(outputs: Readonly<Record<string, Tensor>>, main: string, flow: RunnablePart | undefined) {
    this.frames = outputs[main]?.dims.at(-1) ?? 0;
    this.#flow = flow;
    this.#outputs = outputs;
    this.#source = floats(outputs[main]);
    this.#made = flow === undefined ? this.#source : new Float32Array(this.#source.length);
    this.#ready = flow === undefined ? this.frames : -1;
    this.#start = 0;
  }

  /** Rows of `frames` moments; good from `from` to `to`. Windows follow each other in time. */
  async upTo(from: number, to: number): Promise<Float32Array> {
    if (this.#ready < 0) {
      this.#start = from;
      this.#ready = from;
    }
    if (this.#flow !== undefined && this.#ready < to) await this.#advance(this.#flow, to);
    return this.#made;
  }

  async #advance(flow: RunnablePart, wanted: number): Promise<void> {
    const from = this.#ready;
    // The first window waits for nothing that it does not need; later ones have a lead.
    const isFirst = from === this.#start;
    const ahead = isFirst ? wanted : wanted + Math.max(aheadFrames, wanted - from);
    // What is left would cost more in context than in frames.
    const to = !isFirst && this.frames - ahead <= flow.seam.contextFrames ? this.frames : Math.min(ahead, this.frames);
    const given = { source: this.#source, frames: this.frames, outputs: this.#outputs };
    const plan = planCrop(flow.seam, { from, to, frames: this.frames }, flow.perFrame);
    const { data, rowLength, skip } = await runWindow(flow, plan, given);
    for (let channel = 0; channel < data.length / rowLength; channel += 1) {
      const start = channel * rowLength + skip;
      this.#made.set(data.subarray(start, start + to - from), channel * this.frames + from);
    }
    this.#ready = to;
  }
}
