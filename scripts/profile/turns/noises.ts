/** Sounds of a room that are no speech, made from numbers: coughs, clicks, knocks. Peak 0.5, 16 kHz. */
import { LINE_RATE_HZ } from './live-line.js';
import { seeded } from './seeded.js';

const PEAK = 0.5;

/** Air bursts through an open throat, then a rasping tail; one to three in a row. */
export function cough(seed: number): Float32Array {
  const random = seeded(seed);
  const bursts = 1 + Math.floor(random() * 3);
  const out = new Float32Array(toSamples(bursts * 380));
  for (let burst = 0; burst < bursts; burst++) {
    const throat = resonator(450 + 400 * random(), 250);
    const mouth = resonator(1400 + 900 * random(), 500);
    const pitch = 90 + 80 * random();
    const from = toSamples(burst * 380);
    for (let i = 0; i < toSamples(330) && from + i < out.length; i++) {
      const ms = (i / LINE_RATE_HZ) * 1000;
      const explosion = Math.min(1, ms / 6) * Math.exp(-ms / 55);
      const rasp =
        ms < 90 ? 0 : 0.25 * Math.exp(-(ms - 90) / 80) * (Math.sin(2 * Math.PI * pitch * (ms / 1000)) > 0 ? 1 : 0.3);
      const air = (2 * random() - 1) * (explosion + rasp);
      out[from + i] = throat(air) + 0.6 * mouth(air);
    }
  }
  return toPeak(out);
}

/** A switch or a mouse: a few milliseconds. */
export function click(seed: number): Float32Array {
  return struck(seed, { count: 2, gapMs: 90, decayMs: 4, tone: 3000 });
}

/** Knuckles on wood, or a door. */
export function knock(seed: number): Float32Array {
  return struck(seed, { count: 3, gapMs: 180, decayMs: 40, tone: 160 });
}

interface Strike {
  readonly count: number;
  readonly gapMs: number;
  readonly decayMs: number;
  /** Hz. */
  readonly tone: number;
}

function struck(seed: number, { count, gapMs, decayMs, tone }: Strike): Float32Array {
  const random = seeded(seed);
  const out = new Float32Array(toSamples(count * gapMs + 6 * decayMs));
  for (let strike = 0; strike < count; strike++) {
    const body = resonator(tone * (0.8 + 0.4 * random()), tone / 3);
    const from = toSamples(strike * gapMs * (0.9 + 0.2 * random()));
    for (let i = 0; i < toSamples(6 * decayMs) && from + i < out.length; i++) {
      const at = from + i;
      out[at] = (out[at] ?? 0) + body((2 * random() - 1) * Math.exp(-(i / LINE_RATE_HZ) * (1000 / decayMs)));
    }
  }
  return toPeak(out);
}

/** Two poles: lets a band pass. */
function resonator(hz: number, widthHz: number): (input: number) => number {
  const radius = Math.exp((-Math.PI * widthHz) / LINE_RATE_HZ);
  const turn = 2 * radius * Math.cos((2 * Math.PI * hz) / LINE_RATE_HZ);
  let [last, before] = [0, 0];
  return (input) => {
    const output = input + turn * last - radius * radius * before;
    [last, before] = [output, last];
    return output * (1 - radius);
  };
}

/** The loudest sample becomes 0.5. */
export function toPeak(samples: Float32Array, peak = PEAK): Float32Array {
  const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return loudest === 0 ? samples : samples.map((sample) => (sample * peak) / loudest);
}

function toSamples(ms: number): number {
  return Math.round((ms / 1000) * LINE_RATE_HZ);
}
