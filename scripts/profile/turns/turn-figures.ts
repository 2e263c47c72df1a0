/** What one spoken turn came to: delays counted from the last sample of speech, and what went wrong. */
import type { SessionEvent } from '../../../src/pipeline/events.js';
import type { TurnReport } from '../../../src/pipeline/report.js';
import { LINE_RATE_HZ } from './live-line.js';
import { firstAudibleMs, soundingMs, soundSpans, voiceSpans } from './loudness.js';
import type { SpokenTurn } from './spoken-turn.js';

export type Told = TurnReport & { readonly atMs: number };

/** Milliseconds from the last speech sample; absent where it did not happen. */
export interface Delays {
  /** To the first audible sample of the answer in the recording of the loudspeaker: measured from outside. */
  readonly voiceToVoice?: number | undefined;
  readonly endpoint?: number | undefined;
  readonly sttFinal?: number | undefined;
  readonly firstToken?: number | undefined;
  /** The same as the first, as the assistant itself reports it. */
  readonly firstSound?: number | undefined;
}

export interface TurnFigures {
  readonly name: string;
  readonly side: string;
  readonly kind: string;
  readonly wanted: string | undefined;
  readonly transcript: string;
  readonly reply: string;
  readonly source: string | undefined;
  readonly delays: Delays;
  /** Output that sounds before the last speech sample, … */
  readonly soundingMs: number;
  /** … and how much of it in pauses of the user's. */
  readonly inPauseMs: number;
  /** Turns that the words ended up in; those that were dismissed are none. */
  readonly turns: number;
  /** Sound of more than 300 ms into the speech, or words in two turns. */
  readonly isCut: boolean;
  /** There were words, and nothing was heard within 3 s of their end. */
  readonly isMissed: boolean;
  /** And nobody had taken the turn by then, so that it was not the answer that took long. */
  readonly isUntaken: boolean;
  /** Replies that stopped though nobody spoke. */
  readonly falseInterruptions: number;
  /** Replies that fell silent, or quiet, for a sound and went on. */
  readonly resumed: number;
  /** Commits that were taken back. */
  readonly reopened: number;
  readonly isDraftHit: boolean;
  readonly drafts: {
    readonly started: number;
    /** When the one that was played had been begun. */
    readonly used: string | undefined;
    readonly gainedMs: number;
    readonly wastedMs: number;
  };
  readonly reasons: readonly string[];
  readonly fillers: number;
}

const CUT_MS = 300;
const MISSED_MS = 3000;
/** Pauses between words of a reply belong to its sound. */
const BREATH_MS = 300;
/** Silence of the user's that is no pause. */
const WORD_GAP_MS = 150;
/** A voice that ended just now may still interrupt: what stops a reply later is no person. */
const AFTERMATH_MS = 500;
/** An event is never later than this behind its sound, and a clock never more off than that. */
const LATE_MS = 1000;
const SLACK_MS = 50;

export function figuresOf(turn: SpokenTurn): TurnFigures {
  const { utterance, record, speechStartMs, speechEndMs } = turn;
  const reports = record.events.filter((event): event is Told & SessionEvent => event.type === 'turn');
  const withWords = reports.filter(({ transcript }) => transcript !== '');
  const answer = answerOf(record.events, reports, speechEndMs);
  const spans = soundSpans(record.output, record.outputRateHz, BREATH_MS);
  const early = soundingMs(spans, speechStartMs, speechEndMs);
  const intoSpeech = intoSpeechMs(spans, turn);
  const isHeardAfter = spans.some(({ startMs, endMs }) => endMs > speechEndMs && startMs < speechEndMs + MISSED_MS);
  const standing = withWords.filter(({ outcome }) => !isDismissed(outcome));
  const delays = delaysOf(turn, answer);
  const sum = (pick: (report: Told) => number): number => reports.reduce((total, report) => total + pick(report), 0);
  const hasWords = utterance.text !== undefined || withWords.length > 0;
  const count = (type: SessionEvent['type']): number => record.events.filter((event) => event.type === type).length;
  return {
    ...{ name: utterance.name, side: record.side, kind: utterance.kind, wanted: utterance.text },
    transcript: standing.map(({ transcript }) => transcript).join(' | '),
    ...{ reply: answer?.reply ?? '', source: answer?.source, delays, turns: standing.length },
    ...{ soundingMs: early, inPauseMs: early - intoSpeech },
    isCut: intoSpeech > CUT_MS || standing.length > 1,
    // A reply that began too early and went on is no new one.
    isMissed: hasWords && (delays.voiceToVoice === undefined ? !isHeardAfter : delays.voiceToVoice > MISSED_MS),
    isUntaken: hasWords && !isTaken(record.events, speechEndMs + MISSED_MS),
    falseInterruptions: reports.filter(
      ({ outcome, atMs }) =>
        outcome.kind === 'aborted' && outcome.reason === 'barge-in' && atMs > speechEndMs + AFTERMATH_MS,
    ).length,
    resumed: Math.max(count('audio.resume'), count('audio.unduck')),
    reopened: sum(({ reopened }) => reopened),
    isDraftHit: answer?.timings.draftUsed === true,
    drafts: {
      started: sum(({ speculation }) => speculation.started),
      used: answer?.speculation.used,
      gainedMs: sum(({ speculation }) => speculation.gainedMs),
      wastedMs: sum(({ speculation }) => speculation.wastedMs),
    },
    reasons: answer?.endpoint?.reasons ?? [],
    fillers: count('filler.start'),
  };
}

/** A pause of the user's, long or short, is no speech: what sounds there is too early, but not into their words. */
function intoSpeechMs(
  spans: Parameters<typeof soundingMs>[0],
  { utterance: { samples, startMs: voiceMs }, speechStartMs, speechEndMs }: SpokenTurn,
): number {
  const offsetMs = speechStartMs - voiceMs;
  return voiceSpans(samples, LINE_RATE_HZ, WORD_GAP_MS).reduce((sum, { startMs, endMs }) => {
    const [from, to] = [Math.max(offsetMs + startMs, speechStartMs), Math.min(offsetMs + endMs, speechEndMs)];
    return to > from ? sum + soundingMs(spans, from, to) : sum;
  }, 0);
}

/** The turn whose reply stands: the last that sounded, unless all of it came before the end of the speech. */
function answerOf(events: readonly SessionEvent[], reports: readonly Told[], speechEndMs: number): Told | undefined {
  const starts = events.flatMap((event) => (event.type === 'audio.start' ? [event] : []));
  const last = starts.at(-1);
  if (last !== undefined && last.atMs > speechEndMs - CUT_MS) return reports.find(({ turn }) => turn === last.turn);
  return undefined;
}

function delaysOf({ record, speechEndMs }: SpokenTurn, answer: Told | undefined): Delays {
  if (answer === undefined) return {};
  const since = (mark: string): number | undefined => {
    const atMs = answer.marks[mark];
    return atMs === undefined ? undefined : atMs - record.startMs - speechEndMs;
  };
  const lastOf = (type: 'audio.start' | 'transcript'): SessionEvent | undefined =>
    record.events.findLast((event) => event.type === type && event.turn === answer.turn);
  const [start, read] = [lastOf('audio.start'), lastOf('transcript')];
  return {
    voiceToVoice: start && outsideMs(record, toldMs(start.atMs, since('first-sound'), speechEndMs), speechEndMs),
    endpoint: since('endpoint'),
    sttFinal: read && read.atMs - speechEndMs,
    firstToken: since('response.first-out'),
    firstSound: since('first-sound'),
  };
}

/**
 * When the answer sounded, as the assistant tells it. The mark is exact, but of several replies in one turn it is the
 * first one's; the event comes with each, some milliseconds late.
 */
function toldMs(eventMs: number, markedMs: number | undefined, speechEndMs: number): number {
  const atMs = speechEndMs + (markedMs ?? -Infinity);
  return atMs > eventMs - LATE_MS ? atMs : eventMs - SLACK_MS;
}

/** What was told says which sound is the answer's, the recording says when it was heard. */
function outsideMs({ output, outputRateHz }: SpokenTurn['record'], fromMs: number, endMs: number): number | undefined {
  const heardMs = firstAudibleMs(output, outputRateHz, { fromMs: fromMs - SLACK_MS });
  return heardMs === undefined ? undefined : heardMs - endMs;
}

/** Somebody had taken the turn by then, and did not give it back. */
function isTaken(events: readonly SessionEvent[], byMs: number): boolean {
  const last = events.findLast(({ type, atMs }) => atMs <= byMs && (type === 'speech.end' || type === 'turn.reopen'));
  return last?.type === 'speech.end';
}

/** A "mm-hm" or the like, which nobody was to answer. */
function isDismissed(outcome: TurnReport['outcome']): boolean {
  return outcome.kind === 'aborted' && outcome.reason === 'misfire';
}
