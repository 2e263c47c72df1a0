/** How loud the echo of a reply can be at most, learnt from how loud it was. Pure. */

/** Levels are compared over the last 0.5 s, as it is not known how late the echo is. */
const blocks = 50;
/** A sum of fewer blocks tells nothing. */
const leastBlocks = 15;
/** A reply quieter than −60 dB of full scale leaves no echo worth comparing with. */
const silentPower = 1e-6;
/** Quieter moments show the echo alone, louder ones somebody's voice with it: the level falls fast and rises slowly. */
const falling = 0.3;
const rising = 0.01;
/** So much louder than the loudest echo (6 dB) is a voice. */
const voiceFactor = 4;
/** A voice is taken to go on for so many blocks after its last loud one. */
const holdBlocks = 20;

export class ReturnLevel {
  readonly #mic = new Float64Array(blocks);
  readonly #played = new Float64Array(blocks);
  #at = 0;
  #seen = 0;
  #gain: number | undefined;
  #hold = 0;
  #micPower = 0;

  /** A reply begins: the blocks before it do not count. */
  restart(): void {
    this.#seen = 0;
    this.#mic.fill(0);
    this.#played.fill(0);
  }

  /** One block of 10 ms of each. True when the microphone is louder than any echo could be. */
  isVoice(mic: Float32Array, reference: Float32Array): boolean {
    this.#mic[this.#at] = power(mic);
    this.#played[this.#at] = power(reference);
    this.#micPower += 0.3 * ((this.#mic[this.#at] ?? 0) - this.#micPower);
    this.#at = (this.#at + 1) % blocks;
    this.#seen += 1;
    const played = sum(this.#played) / Math.min(this.#seen, blocks);
    if (played > silentPower && this.#seen >= leastBlocks) this.#learn(sum(this.#mic) / sum(this.#played));
    if (this.#gain === undefined) return false;
    const loudest = this.#played.reduce((most, value) => Math.max(most, value), silentPower);
    if (this.#micPower > voiceFactor * this.#gain * loudest) this.#hold = holdBlocks;
    else this.#hold = Math.max(0, this.#hold - 1);
    return this.#hold > 0;
  }

  #learn(gain: number): void {
    this.#gain ??= gain;
    this.#gain += (gain < this.#gain ? falling : rising) * (gain - this.#gain);
  }
}

function power(samples: Float32Array): number {
  return samples.reduce((total, sample) => total + sample * sample, 0) / samples.length;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
