/** How long a pause must last: what the words, the sound and the user's habit say, weighed together. */
import type { EndpointPolicy, PauseEvidence, SoundVerdict, Wait } from '../../pipeline/endpointing.js';
import { PauseHabit } from './habit.js';
import { readText, type TextOptions, type TextState } from './text/text-state.js';
import { soundWeight, tempers, textWeights, UNCLOSED_WEIGHT, type Eagerness, type Temper } from './weights.js';

export interface EndpointPolicyOptions {
  /** `silence` waits `endpointMs` whatever is heard. */
  readonly detection: 'semantic' | 'silence';
  readonly eagerness: Eagerness;
  /** The wait where nothing speaks for or against an end. */
  readonly endpointMs: number;
  /** No wait is longer. */
  readonly longestPauseMs: number;
  /** Whether the assistant could act on a text as it is. */
  readonly understands?: TextOptions['understands'];
  /** What the assistant is called, in lower case. */
  readonly names?: readonly string[];
  /** What is known of this user's pauses; nothing where not given. It learns with the policy. */
  readonly habit?: PauseHabit;
}

/** Silences at which the turn model is asked: it knows as much at the first as later, and a second opinion steadies it. */
const ASK_SOUND_AT_MS = [64, 448] as const;

export function createEndpointPolicy(options: EndpointPolicyOptions): EndpointPolicy {
  const habit = options.habit ?? new PauseHabit();
  const learnPause = (ms: number): void => {
    habit.learn(ms);
  };
  if (options.detection === 'silence') {
    const ms = Math.min(options.endpointMs, options.longestPauseMs);
    const wait: Wait = { ms, reasons: ['silence alone decides'] };
    return { askSoundAtMs: [], decide: () => wait, learnPause };
  }
  const read = rememberLast(options);
  return {
    askSoundAtMs: ASK_SOUND_AT_MS,
    decide: (evidence) => decide(evidence, { options, habit, read }),
    learnPause,
  };
}

interface Means {
  readonly options: EndpointPolicyOptions;
  readonly habit: PauseHabit;
  readonly read: (text: string, language: string) => TextState;
}

/** A reason and how much it counts: positive for an end. */
interface Argument {
  readonly weight: number;
  readonly reason: string;
}

function decide(evidence: PauseEvidence, { options, habit, read }: Means): Wait {
  const temper = tempers[options.eagerness];
  const isRead = evidence.text !== undefined;
  const words = isRead ? fromWords(read(evidence.text, evidence.language)) : [];
  const arguments_ = [...words, ...fromSound(evidence.sounds)];
  const score = arguments_.reduce((sum, { weight }) => sum + weight, temper.lean);
  const wished = waitFor(score, temper, options);
  const usual = withHabit(wished, habit, { options, temper });
  const ms = Math.round(Math.min(isRead ? usual : Math.max(usual, temper.unreadMs), options.longestPauseMs));
  const weighed = [...arguments_, ...fromHabit(habit, usual - wished)];
  const reasons = weighed.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).map(({ reason }) => reason);
  return { ms, reasons: isRead ? reasons : [...reasons, 'the words are still being read'] };
}

function fromWords({ kind, isClosed, reason }: TextState): Argument[] {
  const words = { weight: textWeights[kind], reason };
  const isSentence = words.weight > UNCLOSED_WEIGHT;
  return isClosed || !isSentence ? [words] : [words, { weight: UNCLOSED_WEIGHT, reason: 'the words break off' }];
}

function fromSound(sounds: readonly SoundVerdict[]): Argument[] {
  const last = sounds.at(-1);
  if (last === undefined) return [];
  const weight = soundWeight(sounds.map(({ finished }) => finished));
  const how = weight > 0.3 ? 'finished' : weight < -0.3 ? 'unfinished' : 'undecided';
  return [{ weight, reason: `it sounds ${how} (${last.finished.toFixed(2)})` }];
}

/** From the shortest wait when all speaks for an end over the usual one to the longest; each step is a factor. */
function waitFor(
  score: number,
  { shortestMs, sure }: Temper,
  { endpointMs, longestPauseMs }: EndpointPolicyOptions,
): number {
  const part = Math.max(-1, Math.min(1, score / sure));
  const target = part >= 0 ? Math.min(shortestMs, endpointMs) : Math.max(longestPauseMs, endpointMs);
  return endpointMs * (target / endpointMs) ** Math.abs(part);
}

/** Who pauses long is given time where there is doubt, and who never does is not kept waiting; a sure end stays one. */
function withHabit(
  wishedMs: number,
  habit: PauseHabit,
  { options, temper }: { readonly options: EndpointPolicyOptions; readonly temper: Temper },
): number {
  const doubt = Math.min(
    1,
    Math.max(0, (wishedMs - temper.shortestMs) / Math.max(1, options.endpointMs - temper.shortestMs)),
  );
  return wishedMs * Math.min(temper.mostPatience, Math.max(temper.leastPatience, habit.ratio)) ** doubt;
}

/** Worth a word where it changes the wait by a frame or more. */
function fromHabit(habit: PauseHabit, changeMs: number): Argument[] {
  if (Math.abs(changeMs) < 32) return [];
  const seconds = (habit.longMs / 1000).toFixed(1);
  const reason = changeMs > 0 ? `you often pause ${seconds} s` : `you seldom pause longer than ${seconds} s`;
  return [{ weight: -changeMs / 400, reason }];
}

/** The same words are asked about at every frame. */
function rememberLast({ understands, names }: EndpointPolicyOptions): Means['read'] {
  let last: { readonly text: string; readonly language: string; readonly state: TextState } | undefined;
  return (text, language) => {
    if (last?.text !== text || last.language !== language)
      last = { text, language, state: readText(text, { language, understands, names }) };
    return last.state;
  };
}
