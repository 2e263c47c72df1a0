/** `bench turns --pauses`: how soon turns that are over are taken, and how often those that are not. */
import { createEndpointPolicy, type EndpointPolicyOptions } from '../../../../src/stages/turn-detection/policy.js';
import { PauseHabit } from '../../../../src/stages/turn-detection/habit.js';
import type { EndpointPolicy } from '../../../../src/pipeline/endpointing.js';
import type { Clip } from '../../stt/clips.js';
import type { Evidence } from './evidence.js';
import { gatherAll, type GatherOptions } from './gather.js';
import { score, type Candidate, type Score } from './score.js';

export interface PausesOptions extends GatherOptions {
  /** What the assistant acts on as it is. */
  readonly understands: (text: string) => boolean;
  readonly names: readonly string[];
}

export interface PausesReport {
  readonly evidence: readonly Evidence[];
  readonly scores: readonly Score[];
}

/** When a recogniser has read the words: silence in ms, on a quiet machine with two cores. */
const TEXT_AT_MS = 200;
/** From a question to the turn model to its answer. */
const SOUND_MS = 50;

export async function measurePauses(clips: readonly Clip[], options: PausesOptions): Promise<PausesReport> {
  const evidence = await gatherAll(clips, options);
  const recognizers = Object.keys(options.recognizers);
  const candidates = candidatesFor(evidence, options);
  return { evidence, scores: recognizers.flatMap((name) => candidates.map((one) => score(evidence, one, name))) };
}

/** What decides alone, together, and by each eagerness of the presets. */
export function candidatesFor(
  evidence: readonly Evidence[],
  { settings, understands, names }: Pick<PausesOptions, 'settings' | 'understands' | 'names'>,
): Candidate[] {
  const { endpoint_ms: endpointMs, longest_pause_ms: longestPauseMs } = settings.turn;
  const usual: EndpointPolicyOptions = {
    ...{ detection: 'semantic', eagerness: settings.turn.eagerness, endpointMs, longestPauseMs, understands, names },
  };
  const all = { textAtMs: TEXT_AT_MS, soundMs: SOUND_MS };
  const policyFor = (more: Partial<EndpointPolicyOptions>) => (): EndpointPolicy =>
    createEndpointPolicy({ ...usual, ...more });
  return [
    {
      name: 'silence',
      lateness: { textAtMs: undefined, soundMs: undefined },
      policyFor: policyFor({ detection: 'silence' }),
    },
    {
      name: 'turn model, yes or no',
      lateness: { ...all, textAtMs: undefined },
      policyFor: () => yesOrNo(longestPauseMs),
    },
    { name: 'words', lateness: { ...all, soundMs: undefined }, policyFor: policyFor({}) },
    { name: 'sound', lateness: { ...all, textAtMs: undefined }, policyFor: policyFor({}) },
    ...(['low', 'medium', 'high'] as const).map((eagerness) => {
      return { name: `words and sound, ${eagerness}`, lateness: all, policyFor: policyFor({ eagerness }) };
    }),
    {
      name: 'words, sound and habit',
      lateness: all,
      policyFor: (one) => createEndpointPolicy({ ...usual, habit: habitWithout(one, evidence) }),
    },
  ];
}

/** What the turn model's makers do with its answer: more likely than not is the end, else the longest wait. */
function yesOrNo(longestPauseMs: number): EndpointPolicy {
  const askedAtMs = 192;
  return {
    askSoundAtMs: [askedAtMs],
    decide: ({ sounds }) => {
      const isOver = (sounds.at(-1)?.finished ?? 0) > 0.5;
      return { ms: isOver ? askedAtMs : longestPauseMs, reasons: ['the turn model decides'] };
    },
    learnPause: () => undefined,
  };
}

/** Learned from the pauses of every recording but the one that is judged. */
function habitWithout(one: Evidence, all: readonly Evidence[]): PauseHabit {
  const habit = new PauseHabit();
  const recordingOf = ({ name }: Evidence): string => name.replace(/@\d+$/, '');
  for (const other of all) {
    if (other.kind === 'inside' && recordingOf(other) !== recordingOf(one)) habit.learn(other.silenceMs ?? 0);
  }
  return habit;
}

/** One record for each policy, for the tables of a report. */
export function pausesRecords(scores: readonly Score[]): Readonly<Record<string, string>>[] {
  const kinds = [...new Set(scores.flatMap(({ cut }) => Object.keys(cut)))];
  return scores.map(({ policy, recognizer, ends, by, p50Ms, p95Ms, cut }) => ({
    ...{ policy, recogniser: recognizer, ends: String(ends) },
    ...Object.fromEntries(Object.entries(by).map(([ms, share]) => [`by ${ms} ms`, `${Math.round(100 * share)} %`])),
    ...{ 'P50 ms': p50Ms.toFixed(0), 'P95 ms': p95Ms.toFixed(0) },
    ...Object.fromEntries(kinds.map((kind) => [`cut ${kind}`, `${cut[kind]?.cut ?? 0}/${cut[kind]?.of ?? 0}`])),
  }));
}
