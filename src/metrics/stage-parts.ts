/** Where the milliseconds of a turn went: consecutive parts that add up to voice-to-voice. */
import type { TurnReport } from '../pipeline/report.js';

/** The parts in the order in which they follow one another, each from the end of the one before it. */
export const stageNames = ['endpoint', 'stt', 'nlp', 'response', 'split', 'tts', 'playout'] as const;
export type StageName = (typeof stageNames)[number];

/** The marks at which the parts end. */
const ends: Readonly<Record<StageName, string>> = {
  endpoint: 'endpoint',
  stt: 'stt.final',
  nlp: 'nlp.first-out',
  response: 'response.first-out',
  split: 'split.first-out',
  tts: 'tts.first-out',
  playout: 'first-sound',
};

/** Milliseconds of each part of one turn, or undefined when the turn made no sound. */
export function stageMs({
  marks,
  timings,
}: Pick<TurnReport, 'marks' | 'timings'>): ReadonlyMap<StageName, number> | undefined {
  const { voiceToVoiceMs, endpointMs } = timings;
  const endpointAt = marks['endpoint'];
  if (voiceToVoiceMs === undefined || endpointMs === undefined || endpointAt === undefined) return undefined;
  const parts = new Map<StageName, number>();
  let before = endpointAt - endpointMs;
  for (const name of stageNames) {
    const end = marks[ends[name]];
    if (end === undefined) return undefined;
    // What a draft had done before the part in front of it was over cost nothing.
    parts.set(name, Math.max(0, end - before));
    before = Math.max(before, end);
  }
  return parts;
}
