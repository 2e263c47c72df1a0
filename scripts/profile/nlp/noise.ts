/** Noise of rooms, and speech in it: pink noise, several people talking at once, and mixing to a given distance. */
import { seeded } from '../turns/seeded.js';

/** Quieter than this share of the peak is a pause, and does not count for the level of speech. */
const PAUSE_SHARE = 0.03;
/** Of the speech, of full scale: what a microphone at a table gives. */
const SPEECH_RMS = 0.05;

/**
 * As much power in each octave. Six one-pole filters over white noise.
 * Source: Voss and Clarke, "1/f noise" in music and speech (1975); the poles are spread an octave and a half apart.
 */
export function pinkNoise(length: number, seed: number): Float32Array {
  const random = seeded(seed);
  const poles = [0.9985, 0.9955, 0.986, 0.957, 0.87, 0.65];
  const state = poles.map(() => 0);
  return Float32Array.from({ length }, () => {
    const white = 2 * random() - 1;
    poles.forEach((pole, i) => (state[i] = pole * (state[i] ?? 0) + Math.sqrt(1 - pole) * white));
    return state.reduce((sum, value) => sum + value, 0) + 0.3 * white;
  });
}

/** `voices` of these recordings, as loud as each other, each from another place on; a short one begins again. */
export function babble(
  recordings: readonly Float32Array[],
  { length, seed, voices = 4 }: { readonly length: number; readonly seed: number; readonly voices?: number },
): Float32Array {
  const random = seeded(seed);
  const out = new Float32Array(length);
  for (let voice = 0; voice < voices; voice++) {
    const recording = recordings[Math.floor(random() * recordings.length)];
    if (recording === undefined) throw new Error('babble: got no recordings, wanted one at least');
    const from = Math.floor(random() * recording.length);
    const gain = 1 / speechRms(recording);
    for (let i = 0; i < length; i++) {
      out[i] = (out[i] ?? 0) + gain * (recording[(from + i) % recording.length] ?? 0);
    }
  }
  return out;
}

/** The speech at a usual level, `pad` samples of noise before and behind it; `noise` is as long as all of that. */
export function inNoise(
  speech: Float32Array,
  noise: Float32Array,
  { snrDb, pad }: { readonly snrDb: number; readonly pad: number },
): Float32Array {
  const gain = SPEECH_RMS / speechRms(speech);
  const noiseGain = SPEECH_RMS / 10 ** (snrDb / 20) / rms(noise);
  return noise.map((sample, i) => noiseGain * sample + gain * (speech[i - pad] ?? 0));
}

export function rms(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

/** Of what is no pause. */
export function speechRms(samples: Float32Array): number {
  const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return rms(samples.filter((sample) => Math.abs(sample) > PAUSE_SHARE * peak));
}
