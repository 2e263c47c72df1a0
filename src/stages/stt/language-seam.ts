/** Where in a recording one language ends and another begins. */
import type { LanguageLook } from '../../models/whisper/languages.js';
import { BLOCK_MS, blockLevels } from '../../models/whisper/loudness.js';
import type { LanguageSwitch } from './language-tracker.js';

/** The evidence lags behind the sound by up to 2.5 s and is hardly ever ahead of it. */
const EARLIEST_MS = 3500;
const LATEST_MS = 500;
/** How many quiet places are tried, and how far apart they lie at least. */
const MOST_PLACES = 8;
const APART_MS = 300;
/** The quiet of a place is that of so much sound around it. */
const AROUND_BLOCKS = 3;
/** Sound on either side that is asked for its language: more blurs the seam, less says too little. */
const SIDE_MS = 2000;
/** Less sound than this says nothing about its language. */
const LEAST_SIDE_MS = 300;
/** Nats that a quieter place gains for each dB, down to where quiet is quiet. */
const QUIET_GAIN = 0.02;
const QUIET_DB = -70;
const LEAST_PROBABILITY = 1e-3;

interface Place {
  readonly atMs: number;
  readonly levelDb: number;
}

/**
 * The quiet moment with most of the one language before it and most of the other behind, in ms; 0 where all is in the new
 * language. `samples` are at 16 kHz; the times of `change` count from their start.
 */
export async function findSeam(samples: Float32Array, change: LanguageSwitch, look: LanguageLook): Promise<number> {
  const { from, to, sinceMs, atMs: endMs } = change;
  const earliestMs = Math.max(LEAST_SIDE_MS, sinceMs - EARLIEST_MS);
  const latestMs = Math.min(sinceMs + LATEST_MS, endMs - LEAST_SIDE_MS);
  const hear = async (language: string, fromMs: number, toMs: number): Promise<number> => {
    const guesses = await look({ fromMs: Math.max(0, fromMs), toMs: Math.min(endMs, toMs) });
    const probability = guesses.find((guess) => guess.language === language)?.probability ?? 0;
    return Math.log(Math.max(probability, LEAST_PROBABILITY));
  };
  const places = quietPlaces(samples, earliestMs, latestMs);
  const loudestDb = Math.max(...places.map(({ levelDb }) => levelDb));
  let best = { atMs: sinceMs, score: -Infinity };
  if (sinceMs <= EARLIEST_MS) best = { atMs: 0, score: 2 * (await hear(to, 0, SIDE_MS)) };
  for (const { atMs, levelDb } of places) {
    const before = await hear(from, atMs - SIDE_MS, atMs);
    const behind = await hear(to, atMs, atMs + SIDE_MS);
    const score = before + behind + QUIET_GAIN * (loudestDb - Math.max(levelDb, QUIET_DB));
    if (score > best.score) best = { atMs, score };
  }
  return best.atMs;
}

/** The quietest moments between two times, none close to a quieter one. */
function quietPlaces(samples: Float32Array, fromMs: number, toMs: number): Place[] {
  const levels = blockLevels(samples);
  const last = Math.min(levels.length, Math.floor(toMs / BLOCK_MS));
  const places: Place[] = [];
  for (let i = Math.ceil(fromMs / BLOCK_MS); i < last; i++) {
    const around = levels.slice(Math.max(0, i - AROUND_BLOCKS), i + AROUND_BLOCKS);
    places.push({ atMs: i * BLOCK_MS, levelDb: Math.max(...around) });
  }
  places.sort((a, b) => a.levelDb - b.levelDb);
  const chosen: Place[] = [];
  for (const place of places) {
    if (chosen.length === MOST_PLACES) break;
    if (chosen.every(({ atMs }) => Math.abs(atMs - place.atMs) >= APART_MS)) chosen.push(place);
  }
  return chosen;
}
