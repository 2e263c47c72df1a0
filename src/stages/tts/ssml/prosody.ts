/** Values of `<prosody>`, `<emphasis>` and `<break>` as factors and milliseconds. */
import type { Delivery } from '../../../pipeline/messages.js';
import { longestPauseMs } from './pieces.js';

/** Speed and volume as factors on the voice's own. */
export interface Prosody {
  readonly speed: number;
  readonly volume: number;
}

/** Undefined for a value that is none; `wanted` then says what is. */
type Reader = (value: string) => ((current: number) => number) | undefined;

const limits = { speed: [0.25, 4], volume: [0, 4] } as const;

const rateWords: Readonly<Record<string, number>> = {
  'x-slow': 0.6,
  slow: 0.8,
  medium: 1,
  default: 1,
  fast: 1.25,
  'x-fast': 1.6,
};
export const rateWanted = `${Object.keys(rateWords).join(', ')}, a share of 25% to 400%, or a change such as +20%`;

const volumeWords: Readonly<Record<string, number>> = {
  silent: 0,
  'x-soft': 0.25,
  soft: 0.5,
  medium: 1,
  default: 1,
  loud: 1.4,
  'x-loud': 2,
};
export const volumeWanted = `${Object.keys(volumeWords).join(', ')}, −60dB to +12dB, or a change such as +20%`;

/** Words are levels of the voice; shares and changes are relative to what is around them. */
export const readRate: Reader = (value) =>
  fromWord(rateWords, value) ?? fromShare(value, limits.speed) ?? fromFactor(value, limits.speed);

export const readVolume: Reader = (value) =>
  fromWord(volumeWords, value) ?? fromDecibels(value) ?? fromShare(value, limits.volume);

function fromWord(words: Readonly<Record<string, number>>, value: string): ReturnType<Reader> {
  const level = Object.hasOwn(words, value) ? words[value] : undefined;
  return level === undefined ? undefined : () => level;
}

function fromShare(value: string, range: readonly [number, number]): ReturnType<Reader> {
  const match = /^([+-]?)(\d{1,4}(?:\.\d{1,6})?)%$/.exec(value);
  if (match === null) return undefined;
  const share = Number(match[2]) / 100;
  return within(match[1] === '' ? share : match[1] === '+' ? 1 + share : 1 - share, range);
}

/** The plain number of SSML 1.0. */
function fromFactor(value: string, range: readonly [number, number]): ReturnType<Reader> {
  return /^\d{1,4}(?:\.\d{1,6})?$/.test(value) ? within(Number(value), range) : undefined;
}

function fromDecibels(value: string): ReturnType<Reader> {
  const match = /^([+-]?\d{1,3}(?:\.\d{1,6})?)dB$/i.exec(value);
  const db = Number(match?.[1]);
  return match === null || db < -60 || db > 12 ? undefined : within(10 ** (db / 20), limits.volume);
}

function within(factor: number, [least, most]: readonly [number, number]): ReturnType<Reader> {
  return factor < least || factor > most ? undefined : (current) => current * factor;
}

/** A voice without stress of its own is made a little slower and louder, or faster and softer. */
export const emphasisLevels: Readonly<Record<string, Prosody>> = {
  strong: { speed: 0.85, volume: 1.3 },
  moderate: { speed: 0.92, volume: 1.15 },
  none: { speed: 1, volume: 1 },
  reduced: { speed: 1.08, volume: 0.85 },
};

/** What nested tags come to together, within what a voice takes; nothing where it is the voice's own. */
export function toDelivery({ speed, volume, speaker }: Prosody & Pick<Delivery, 'speaker'>): Delivery {
  return {
    ...(speed === 1 ? {} : { speed: Math.min(limits.speed[1], Math.max(limits.speed[0], speed)) }),
    ...(volume === 1 ? {} : { volume: Math.min(limits.volume[1], volume) }),
    ...(speaker === undefined ? {} : { speaker }),
  };
}

/** Silence beyond the breath that the voice takes anyway, in ms. */
export const breakStrengths: Readonly<Record<string, number>> = {
  none: 0,
  'x-weak': 80,
  weak: 160,
  medium: 320,
  strong: 640,
  'x-strong': 1200,
};

export const timeWanted = `a time from 0ms to ${longestPauseMs / 1000}s such as 500ms or 1.5s`;

/** "500ms", "1.5s" → ms; undefined for anything else and for what is too long. */
export function readTimeMs(value: string): number | undefined {
  const match = /^\+?(\d{0,6}(?:\.\d{1,6})?)(ms|s)$/.exec(value);
  if (match === null || match[1] === '') return undefined;
  const ms = Number(match[1]) * (match[2] === 's' ? 1000 : 1);
  return ms <= longestPauseMs ? ms : undefined;
}
