/** The sound of one reply: grows at its end and is read from any sample on. */

export class ReplyAudio {
  readonly #parts: Float32Array[] = [];
  /** Where each part begins. */
  readonly #starts: number[] = [];
  #total = 0;

  /** Samples so far. */
  get length(): number {
    return this.#total;
  }

  push(samples: Float32Array): void {
    if (samples.length === 0) return;
    this.#parts.push(samples);
    this.#starts.push(this.#total);
    this.#total += samples.length;
  }

  /** Up to `count` samples from `from` on, which is within the sound; fewer at its end. A copy. */
  read(from: number, count: number): Float32Array {
    const out = new Float32Array(Math.max(0, Math.min(count, this.#total - from)));
    let part = this.#partAt(from);
    for (let filled = 0; filled < out.length; part++) {
      const samples = this.#parts[part] ?? out;
      const first = from + filled - (this.#starts[part] ?? 0);
      const piece = samples.subarray(first, first + out.length - filled);
      out.set(piece, filled);
      filled += piece.length;
    }
    return out;
  }

  /** The last part that begins at or before `sample`. */
  #partAt(sample: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= sample) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
