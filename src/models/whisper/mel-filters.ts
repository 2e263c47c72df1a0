/** Triangular mel filters over the bins of a power spectrum, on Slaney's scale and with his area norm. */

/** One filter: its first bin and its weights from there on. */
export interface MelFilter {
  readonly firstBin: number;
  readonly weights: Float64Array;
}

/** Linear below 1 kHz, logarithmic above. Source: Slaney, Auditory Toolbox (1998), as librosa's default has it. */
const LINEAR_HZ_PER_MEL = 200 / 3;
const BREAK_HZ = 1000;
const BREAK_MEL = BREAK_HZ / LINEAR_HZ_PER_MEL;
const LOG_STEP = Math.log(6.4) / 27;

function hzToMel(hz: number): number {
  return hz < BREAK_HZ ? hz / LINEAR_HZ_PER_MEL : BREAK_MEL + Math.log(hz / BREAK_HZ) / LOG_STEP;
}

function melToHz(mel: number): number {
  return mel < BREAK_MEL ? mel * LINEAR_HZ_PER_MEL : BREAK_HZ * Math.exp(LOG_STEP * (mel - BREAK_MEL));
}

export interface MelOptions {
  readonly sampleRateHz: number;
  readonly fftSamples: number;
  readonly bands: number;
}

/** `bands` filters from 0 Hz to half the sample rate. */
export function melFilters({ sampleRateHz, fftSamples, bands }: MelOptions): MelFilter[] {
  const topMel = hzToMel(sampleRateHz / 2);
  const edges = Array.from({ length: bands + 2 }, (_, i) => melToHz((topMel * i) / (bands + 1)));
  const bins = Array.from({ length: fftSamples / 2 + 1 }, (_, bin) => (bin * sampleRateHz) / fftSamples);
  return Array.from({ length: bands }, (_, band) => {
    const [low = 0, center = 0, high = 0] = edges.slice(band, band + 3);
    const area = 2 / (high - low);
    const weights = bins.map(
      (hz) => Math.max(0, Math.min((hz - low) / (center - low), (high - hz) / (high - center))) * area,
    );
    const firstBin = Math.max(
      0,
      weights.findIndex((weight) => weight > 0),
    );
    const lastBin = weights.findLastIndex((weight) => weight > 0);
    return { firstBin, weights: Float64Array.from(weights.slice(firstBin, lastBin + 1)) };
  });
}
