/** Power spectra of windows whose length is no power of two, two real windows to one transform. */
import FFT from 'fft.js';

/**
 * Discrete Fourier transform of any length as a convolution with a chirp.
 * Source: Bluestein, A linear filtering approach to the computation of the discrete Fourier transform (1970).
 */
export class PowerSpectrum {
  /** Bins of the result: half the length and one. */
  readonly bins: number;
  readonly #length: number;
  readonly #size: number;
  readonly #fft: FFT;
  readonly #chirp: Float64Array;
  readonly #kernel: Float64Array;
  readonly #work: Float64Array;
  readonly #product: Float64Array;

  constructor(length: number) {
    this.bins = length / 2 + 1;
    this.#length = length;
    this.#size = 2 ** Math.ceil(Math.log2(2 * length - 1));
    this.#fft = new FFT(this.#size);
    this.#chirp = makeChirp(length);
    this.#work = new Float64Array(2 * this.#size);
    this.#product = new Float64Array(2 * this.#size);
    this.#kernel = this.#transformKernel();
  }

  /** Squared magnitudes of `first` and `second`, each of the spectrum's length, into `powers` (2 × bins). */
  compute(first: Float64Array, second: Float64Array, powers: Float64Array): void {
    const { bins } = this;
    this.#convolve(first, second);
    const n = this.#length;
    const p = this.#product;
    for (let k = 0; k < bins; k++) {
      const mirror = k === 0 ? 0 : n - k;
      // The last factor of the chirp: bin k and its mirror together part the two windows.
      const re = at(p, 2 * k) * this.#real(k) - at(p, 2 * k + 1) * this.#imaginary(k);
      const im = at(p, 2 * k) * this.#imaginary(k) + at(p, 2 * k + 1) * this.#real(k);
      const reMirror = at(p, 2 * mirror) * this.#real(mirror) - at(p, 2 * mirror + 1) * this.#imaginary(mirror);
      const imMirror = at(p, 2 * mirror) * this.#imaginary(mirror) + at(p, 2 * mirror + 1) * this.#real(mirror);
      powers[k] = ((re + reMirror) ** 2 + (im - imMirror) ** 2) / 4;
      powers[bins + k] = ((im + imMirror) ** 2 + (reMirror - re) ** 2) / 4;
    }
  }

  #real(n: number): number {
    return at(this.#chirp, 2 * n);
  }

  #imaginary(n: number): number {
    return at(this.#chirp, 2 * n + 1);
  }

  #convolve(first: Float64Array, second: Float64Array): void {
    const work = this.#work;
    const p = this.#product;
    for (let n = 0; n < this.#length; n++) {
      const re = this.#real(n);
      const im = this.#imaginary(n);
      work[2 * n] = at(first, n) * re - at(second, n) * im;
      work[2 * n + 1] = at(first, n) * im + at(second, n) * re;
    }
    work.fill(0, 2 * this.#length);
    this.#fft.transform(p, work);
    const kernel = this.#kernel;
    for (let i = 0; i < 2 * this.#size; i += 2) {
      const re = at(p, i) * at(kernel, i) - at(p, i + 1) * at(kernel, i + 1);
      work[i + 1] = at(p, i) * at(kernel, i + 1) + at(p, i + 1) * at(kernel, i);
      work[i] = re;
    }
    this.#fft.inverseTransform(p, work);
  }

  #transformKernel(): Float64Array {
    const kernel = new Float64Array(2 * this.#size);
    const time = new Float64Array(2 * this.#size);
    for (let i = 0; i < this.#length; i++) {
      for (const at of [i, (this.#size - i) % this.#size]) {
        time[2 * at] = this.#chirp[2 * i] ?? 0;
        time[2 * at + 1] = -(this.#chirp[2 * i + 1] ?? 0);
      }
    }
    this.#fft.transform(kernel, time);
    return kernel;
  }
}

/** exp(−iπn²/length), with n² reduced first: large angles lose digits. */
function makeChirp(length: number): Float64Array {
  const chirp = new Float64Array(2 * length);
  for (let n = 0; n < length; n++) {
    const angle = (-Math.PI * ((n * n) % (2 * length))) / length;
    chirp[2 * n] = Math.cos(angle);
    chirp[2 * n + 1] = Math.sin(angle);
  }
  return chirp;
}

/** An element that is known to be there; arrays are read millions of times a second here. */
function at(array: Float64Array | number[], index: number): number {
  return array[index] as number;
}
