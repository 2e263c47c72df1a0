/** What a programme in captions is worth: words lost and taken back, and what it cost. */
import type { Caption } from '../../../src/pipeline/captions.js';
import type { Effort } from '../../../src/models/whisper/effort.js';
import { ErrorCount } from '../wer/errors.js';
import { toUnits } from '../wer/english.js';
import { memoryFacts, type MemorySample } from '../live/memory.js';
import type { Aired } from './programme.js';
import type { SeenSwitch } from './switches.js';
import type { WordLags } from './word-lags.js';

export interface CaptionRun {
  readonly words: WordLags;
  readonly switches: readonly SeenSwitch[];
  readonly aired: readonly Aired[];
  readonly memory: readonly MemorySample[];
  readonly effort: Effort;
  readonly counts: ReadonlyMap<string, number>;
  readonly lengthMs: number;
  readonly tookMs: number;
  readonly cpuMs: number;
}

/** Positions of Whisper's own window. */
const WINDOW_POSITIONS = 1500;
/** Word times are good to about this. */
const WORD_TOLERANCE_MS = 400;

export function captionFacts({ words, aired, memory, effort, switches, ...run }: CaptionRun): Record<string, unknown> {
  const { committed } = words;
  return {
    ...{ captions: committed.length, words: words.lags.length, clips: aired.length },
    retractions: words.retracted + (run.counts.get('retraction') ?? 0),
    ...{ clipsWithoutWords: silentClips(aired, committed).length, wer: round(errorRate(aired, committed)) },
    ends: countEnds(committed),
    ...(switches.length === 0 ? {} : { switches: switches.map(describeSwitch) }),
    sentencesPerMinute: round(committed.length / (run.lengthMs / 60_000)),
    speed: round(run.lengthMs / run.tookMs),
    cpuShare: round(run.cpuMs / run.tookMs),
    ...memoryFacts(memory),
    encoder: encoderFacts(effort),
  };
}

function describeSwitch({ from, to, atMs, seenAfterMs }: SeenSwitch): string {
  return `${from} → ${to} at ${round(atMs / 1000)} s, seen after ${Math.round(seenAfterMs)} ms`;
}

/** What was computed, and what was not, because it was known: see `Effort`. */
export function encoderFacts(effort: Effort): Record<string, number | undefined> {
  const { encoderRuns: runs, encoderPositions, encoderKept, languageLooks, quietLooks, cacheHits } = effort;
  const saved = cacheHits + languageLooks + quietLooks;
  return {
    ...{ runs, languageLooks, quietLooks, cacheHits },
    // A look at the language, or at a sound that is known or has only silence behind it, would each be a run.
    runsSavedPercent: percent(saved, runs + saved),
    positionsKeptPercent: percent(encoderKept, encoderKept + encoderPositions),
    ofWholeWindowsPercent: percent(encoderPositions, (runs + saved) * WINDOW_POSITIONS),
    encoderMs: Math.round(effort.encoderMs),
    decoderMs: Math.round(effort.decoderMs),
  };
}

/** Clips with speech in whose time no word was heard. */
export function silentClips(aired: readonly Aired[], captions: readonly Caption[]): Aired[] {
  const spans = captions.flatMap(({ words }) => words);
  return aired.filter(
    ({ clip, startMs, endMs }) =>
      clip.kind !== 'noise' &&
      !spans.some((word) => word.endMs > startMs - WORD_TOLERANCE_MS && word.startMs < endMs + WORD_TOLERANCE_MS),
  );
}

/** Over the clips whose words are known; undefined where there are none, or others lie between them. */
function errorRate(aired: readonly Aired[], captions: readonly Caption[]): number | undefined {
  if (aired.some(({ clip }) => clip.text === null)) return undefined;
  const errors = new ErrorCount();
  const words = captions.flatMap((caption) => caption.words);
  // One pass of all clips at a time: an hour at once would be a table of a hundred million cells.
  for (let from = 0; from < aired.length; from += CLIPS_TOGETHER) {
    const clips = aired.slice(from, from + CLIPS_TOGETHER);
    const startMs = from === 0 ? -Infinity : (clips[0]?.startMs ?? 0);
    const endMs = aired[from + CLIPS_TOGETHER]?.startMs ?? Infinity;
    const said = clips.map(({ clip }) => clip.text ?? '').join(' ');
    const heard = words.filter((word) => middleMs(word) >= startMs && middleMs(word) < endMs);
    errors.add(toUnits(said, 'en'), toUnits(heard.map(({ text }) => text).join(' '), 'en'));
  }
  return errors.rate;
}

const CLIPS_TOGETHER = 40;

function countEnds(captions: readonly Caption[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { end = 'end' } of captions) counts[end] = (counts[end] ?? 0) + 1;
  return counts;
}

function middleMs({ startMs, endMs }: { readonly startMs: number; readonly endMs: number }): number {
  return (startMs + endMs) / 2;
}

function percent(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : Math.round((1000 * part) / whole) / 10;
}

function round(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Number(value.toPrecision(4));
}
