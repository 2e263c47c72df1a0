/** People who speak in a room while a loudspeaker does, as loud as its echo or louder, and who of them was noticed. */
import { quantile } from 'simple-statistics';
import { seeded } from '../seeded.js';
import { isStopped } from './loop-figures.js';
import type { LoopReply } from './loop-voice.js';
import type { LoopRun } from './loop.js';
import type { RoomSpeech } from './run.js';

const rateHz = 16_000;
/** From one to the next, and before the first. */
const everyMs = { from: 9000, to: 15_000 };
/** Nobody begins to speak later before the end. */
const lastMs = 4000;
/** In less time nobody might speak. */
export const shortestSeconds = Math.floor((everyMs.to + lastMs) / 1000) + 1;
/** Quieter than this is no part of a voice's level: −50 dB of full scale. */
const quietPower = 1e-5;
const blockSamples = 320;
/** A turn may begin with a breath before the first word, and a reply be stopped when its last word is read. */
const beforeMs = 400;
const afterMs = 2000;
/** A reply that is over sooner need not yield. */
const yieldMs = 1000;

export interface Crowd {
  /** Mono at 16 kHz, from the first sound to the last. */
  readonly voices: readonly Float32Array[];
  /** Level of the loudspeaker in the microphone, dB of full scale. */
  readonly echoDb: number;
  /** Level of the voices over that. */
  readonly overDb: number;
  readonly seconds: number;
}

export interface UserFigures {
  /** Who began to speak while a reply sounded that stopped for them or went on for a second. */
  readonly users: number;
  /** Replies that were stopped for them, and turns in which words of them were read. */
  readonly stopped: number;
  readonly read: number;
  /** Turns that opened while nobody spoke. */
  readonly ownTurns: number;
  /** From the first sound to the stop. */
  readonly stopMs: readonly number[];
}

export function placeUsers({ voices, echoDb, overDb, seconds }: Crowd): RoomSpeech[] {
  const random = seeded(11);
  const placed: RoomSpeech[] = [];
  const next = (): number => everyMs.from + random() * (everyMs.to - everyMs.from);
  for (let atMs = next(); atMs < seconds * 1000 - lastMs; atMs += next()) {
    const voice = voices[placed.length % voices.length];
    if (voice === undefined) break;
    const gain = 10 ** ((echoDb + overDb - levelDb(voice)) / 20);
    placed.push({ samples: voice.map((sample) => gain * sample), atMs: Math.round(atMs) });
  }
  return placed;
}

export function judgeUsers({ events, spans }: LoopRun, speech: readonly RoomSpeech[]): UserFigures {
  const windows = speech.map(({ samples, atMs }) => ({
    atMs,
    from: atMs - beforeMs,
    to: atMs + (samples.length / rateHz) * 1000 + afterMs,
  }));
  const reports = events.filter((event) => event.type === 'turn');
  const stops = reports.filter(isStopped).map(({ atMs }) => atMs);
  const starts = events.filter((event) => event.type === 'speech.start');
  const readTurns = new Set(reports.filter(({ transcript }) => transcript !== '').map(({ turn }) => turn));
  const stopFor = ({ atMs, to }: (typeof windows)[number]): number | undefined =>
    stops.find((ms) => within(ms, atMs, to));
  const overReply = windows.filter((one) => {
    const span = spans.find(({ start, end }) => within(toSamples(one.atMs), start, end));
    return span !== undefined && (stopFor(one) !== undefined || span.end > toSamples(one.atMs + yieldMs));
  });
  const stopMs = overReply.flatMap((one) => {
    const stop = stopFor(one);
    return stop === undefined ? [] : [stop - one.atMs];
  });
  const isRead = ({ from, to }: { readonly from: number; readonly to: number }): boolean =>
    starts.some(({ atMs, turn }) => within(atMs, from, to) && readTurns.has(turn));
  return {
    ...{ users: overReply.length, stopped: stopMs.length, read: overReply.filter(isRead).length, stopMs },
    ownTurns: starts.filter(({ atMs }) => !windows.some(({ from, to }) => within(atMs, from, to))).length,
  };
}

/** As cells of a table. */
export function describeStops(stopMs: readonly number[]): string {
  return stopMs.length === 0 ? '–' : `${quantile(stopMs, 0.5).toFixed(0)} / ${quantile(stopMs, 0.95).toFixed(0)}`;
}

/** Of the voice in all replies. */
export function voiceLevelDb(replies: readonly LoopReply[]): number {
  const levels = replies.map(({ samples }) => 10 ** (levelDb(samples) / 10));
  return 10 * Math.log10(levels.reduce((sum, power) => sum + power, 0) / levels.length);
}

/** Of the blocks in which there is a sound. */
function levelDb(samples: Float32Array): number {
  let sum = 0;
  let count = 0;
  for (let at = 0; at + blockSamples <= samples.length; at += blockSamples) {
    const power = samples.subarray(at, at + blockSamples).reduce((total, x) => total + x * x, 0) / blockSamples;
    if (power < quietPower) continue;
    sum += power;
    count += 1;
  }
  return 10 * Math.log10(sum / Math.max(1, count) + 1e-12);
}

function within(value: number, from: number, to: number): boolean {
  return value >= from && value < to;
}

function toSamples(ms: number): number {
  return Math.round((ms / 1000) * rateHz);
}
