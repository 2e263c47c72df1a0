/** Keeps the reference at one distance from its echo, however late the loudspeaker is this time. */
import { blockSamples } from './aec3.js';
import { LagEstimator, longestLagSamples, type Lag } from './lag.js';

/** An echo later than this (400 ms) is brought nearer at once: the canceller alone would hardly find it. */
const longestFirstLag = 6400;
/** Where it is brought to: 50 ms. */
const nearLag = 800;
/** Lower peaks may be chance. */
const leastSharpness = 10;
/** Two peaks that differ by no more tell of the same lag. */
const agreeSamples = 1;
/** An echo of the same room is at least so like the one before, a false one hardly ever. */
const leastLikeness = 0.55;
/** From one reply to the next, a loudspeaker's delay changes by no more: 120 ms. */
const jitterSamples = 1920;
/** Of a shape, each look in the midst of a reply keeps so much. */
const shapeMemory = 0.8;
/** A slow drift within a reply is left to the canceller, which follows it: 1 ms. */
const driftSamples = 16;
/** In blocks of 10 ms: until the lag has been seen, and from then on. */
const blocksPerLook = 5;
const blocksPerFarLook = 50;
/** Sound that must overlap for a lag to be believed. */
const overlapSamples = 1600;
/** A first echo is believed only after so much of a reply: 0.3 s. */
const leastHeardSamples = 4800;
/** An echo that is unlike the one before for so much of a reply is that of another room: 1.6 s. */
const changedSamples = 25_600;

/**
 * A loudspeaker is driven by another process each time, and each time the echo comes some ms earlier or later. A
 * canceller that has learnt the room takes seconds to find it again; so the reference is moved instead.
 */
export class Alignment {
  readonly #estimator = new LagEstimator();
  #shiftSamples = 0;
  /** The echo that the canceller has learnt, and its distance from the moved reference. */
  #learnt: { readonly lag: number; readonly shape: Float64Array } | undefined;
  #before: Lag | undefined;
  #blocks = 0;
  #isSure = false;

  /** The reference must be moved back by so much. */
  get shiftSamples(): number {
    return this.#shiftSamples;
  }

  /** Whether the lag has been seen in this reply. */
  get isSure(): boolean {
    return this.#isSure;
  }

  /** How late this reply's echo is, in samples; undefined until that is known. */
  get lagSamples(): number | undefined {
    return this.#isSure && this.#learnt ? this.#learnt.lag + this.#shiftSamples : undefined;
  }

  get hasLearnt(): boolean {
    return this.#learnt !== undefined;
  }

  /** A reply begins: its lag may be another. */
  restart(): void {
    this.#estimator.forgetMean();
    this.#before = undefined;
    this.#blocks = 0;
    this.#isSure = false;
  }

  /** One block of 10 ms of each, the reference not moved. True when the canceller must learn the echo anew. */
  push(mic: Float32Array, reference: Float32Array): boolean {
    this.#estimator.push(mic, reference);
    this.#blocks += 1;
    if (this.#blocks % (this.#isSure ? blocksPerFarLook : blocksPerLook) !== 0) return false;
    const heardSamples = this.#blocks * blockSamples;
    const lag = this.#estimator.estimate(Math.min(longestLagSamples, heardSamples - overlapSamples));
    const before = this.#before;
    this.#before = lag;
    if (this.#learnt && this.#recognise(this.#learnt)) return false;
    if (lag.sharpness < leastSharpness || before === undefined || before.sharpness < leastSharpness) return false;
    if (heardSamples < (this.#learnt ? changedSamples : leastHeardSamples)) return false;
    if (Math.abs(lag.samples - before.samples) > agreeSamples) return false;
    return this.#learn(lag.samples);
  }

  /** The room as it was: only the reference has moved, if anything. */
  #recognise({ lag, shape }: { readonly lag: number; readonly shape: Float64Array }): boolean {
    const found = this.#estimator.find(shape, lag + this.#shiftSamples, jitterSamples);
    if (found.likeness < leastLikeness) return false;
    const shift = found.samples - lag;
    const tolerated = this.#isSure ? driftSamples : 0;
    this.#isSure = true;
    if (Math.abs(shift - this.#shiftSamples) > tolerated) this.#shiftSamples = shift;
    const now = this.#estimator.shapeAt(found.samples);
    const mixed = shape.map((value, i) => shapeMemory * value + (1 - shapeMemory) * (now[i] ?? 0));
    this.#learnt = { lag: found.samples - this.#shiftSamples, shape: mixed };
    return true;
  }

  /** The first echo ever, or one in a room that has changed: the canceller will learn it where it is, if that is near. */
  #learn(samples: number): boolean {
    const seen = samples - this.#shiftSamples;
    const isNear = seen >= 0 && seen <= longestFirstLag;
    const lag = isNear ? seen : nearLag;
    this.#shiftSamples = samples - lag;
    this.#learnt = { lag, shape: this.#estimator.shapeAt(samples) };
    this.#isSure = true;
    return !isNear;
  }
}
