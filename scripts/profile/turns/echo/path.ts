/** The way from a loudspeaker to a microphone: delay, reflections, drift of the clocks, noise. */
import FFT from 'fft.js';
import { seeded } from '../seeded.js';

const rateHz = 16_000;
const samplesPerMs = rateHz / 1000;
/** Reflections die away within 120 ms: a furnished room. */
const reflectionSamples = 120 * samplesPerMs;
/** First reflection, after the direct sound. */
const firstReflection = 8;
const usualNoiseDb = -66;
/** A frame and the reflections before it. */
const fftSamples = 4096;
const longestFrame = fftSamples - reflectionSamples;

export interface EchoPathOptions {
  readonly gainDb: number;
  readonly delayMs: number;
  readonly driftPpm?: number;
  readonly noiseDb?: number;
  readonly seed?: number;
}

export class EchoPath {
  readonly #fft = new FFT(fftSamples);
  /** Spectrum of the response, and room for the sound's. */
  readonly #response = new Float64Array(2 * fftSamples);
  readonly #spectrum = new Float64Array(2 * fftSamples);
  readonly #padded = new Float64Array(fftSamples);
  readonly #delaySamples: number;
  readonly #drift: number;
  readonly #noise: number;
  readonly #random: () => number;
  #origin: number | undefined;
  /** The loudspeaker's sound around the stretch wanted, so that it is read once. */
  #sound = new Float32Array(0);

  constructor(options: EchoPathOptions) {
    const { gainDb, delayMs, driftPpm = 0, noiseDb = usualNoiseDb, seed = 1 } = options;
    this.#random = seeded(seed);
    this.#padded.set(makeResponse(this.#random, 10 ** (gainDb / 20)));
    this.#fft.realTransform(this.#response, this.#padded);
    this.#delaySamples = Math.round(delayMs * samplesPerMs);
    this.#drift = driftPpm / 1e6;
    this.#noise = 10 ** (noiseDb / 20);
  }

  /**
   * `count` samples (up to 2176) of the microphone from `moment` on; `played` is the loudspeaker's sound at a moment.
   */
  hear(moment: number, count: number, played: (moment: number) => number): Float32Array<ArrayBuffer> {
    this.#origin ??= moment;
    const from = moment - this.#delaySamples - reflectionSamples;
    if (this.#sound.length !== count + reflectionSamples) this.#sound = new Float32Array(count + reflectionSamples);
    const sound = this.#sound;
    let isSilent = true;
    for (let i = 0; i < sound.length; i++) {
      sound[i] = this.#drift === 0 ? played(from + i) : this.#between(from + i, played);
      isSilent &&= sound[i] === 0;
    }
    const echo = isSilent ? undefined : this.#reflect(sound);
    const out = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      // A place in the transform's output holds a real and an imaginary part.
      const sum = this.#noise * gaussian(this.#random) + (echo?.[2 * (i + reflectionSamples)] ?? 0);
      out[i] = Math.max(-1, Math.min(1, sum));
    }
    return out;
  }

  /** Convolves by overlap-save: what lies behind the reflections' length is right. */
  #reflect(sound: Float32Array): Float64Array {
    if (sound.length > fftSamples) throw new Error(`a frame has up to ${longestFrame} samples`);
    this.#padded.fill(0);
    this.#padded.set(sound);
    this.#fft.realTransform(this.#spectrum, this.#padded);
    for (let bin = 0; bin <= fftSamples; bin += 2) {
      const [re, im] = [this.#spectrum[bin] ?? 0, this.#spectrum[bin + 1] ?? 0];
      const [rr, ri] = [this.#response[bin] ?? 0, this.#response[bin + 1] ?? 0];
      this.#spectrum[bin] = re * rr - im * ri;
      this.#spectrum[bin + 1] = re * ri + im * rr;
    }
    this.#fft.completeSpectrum(this.#spectrum);
    const out = new Float64Array(2 * fftSamples);
    this.#fft.inverseTransform(out, this.#spectrum);
    return out;
  }

  /** Cubic interpolation (Catmull–Rom) at the moment that the drift makes of this one. */
  #between(moment: number, played: (moment: number) => number): number {
    const at = moment - (moment - (this.#origin ?? 0)) * this.#drift;
    const base = Math.floor(at);
    const x = at - base;
    const [a, b, c, d] = [played(base - 1), played(base), played(base + 1), played(base + 2)];
    return b + 0.5 * x * (c - a + x * (2 * a - 5 * b + 4 * c - d + x * (3 * (b - c) + d - a)));
  }
}

/** Direct sound and exponentially dying reflections, together of `gain` for white noise. */
function makeResponse(random: () => number, gain: number): Float32Array {
  const response = new Float32Array(reflectionSamples);
  response[0] = 1;
  for (let i = firstReflection; i < response.length; i++) {
    response[i] = 0.25 * gaussian(random) * Math.exp((-5 * i) / reflectionSamples);
  }
  const energy = response.reduce((sum, value) => sum + value * value, 0);
  return response.map((value) => (value * gain) / Math.sqrt(energy));
}

/** Mean 0, deviation 1, near enough to a bell curve. */
function gaussian(random: () => number): number {
  return 2 * (random() + random() + random() - 1.5);
}
