/** The story of one turn, line by line: what happened when, counted from the last sample of speech. */
import type { SessionEvent } from '../../../src/pipeline/events.js';
import { soundSpans } from './loudness.js';
import type { SpokenTurn } from './spoken-turn.js';
import type { Told, TurnFigures } from './turn-figures.js';

export interface WaterfallLine {
  /** From the last sample of speech. */
  readonly ms: number;
  readonly what: string;
}

export interface Waterfall {
  readonly name: string;
  readonly side: string;
  readonly said: string | undefined;
  readonly voiceToVoiceMs: number | undefined;
  readonly lines: readonly WaterfallLine[];
}

/** Marks that are worth a line. */
const marks: Readonly<Record<string, string>> = {
  'response.first-out': 'first words of the reply',
  'split.first-out': 'first clause handed to the voice',
  'tts.first-out': 'first sound made',
};
const BRIDGE_MS = 300;

export function waterfallOf(turn: SpokenTurn, figures: TurnFigures): Waterfall {
  const { record, speechStartMs, speechEndMs, utterance } = turn;
  const found: { atMs: number; what: string }[] = [
    { atMs: speechStartMs, what: 'speech begins (recording)' },
    { atMs: speechEndMs, what: 'speech ends (recording)' },
    ...soundSpans(record.output, record.outputRateHz, BRIDGE_MS).flatMap(({ startMs, endMs }) => [
      { atMs: startMs, what: 'the loudspeaker sounds (recording)' },
      { atMs: endMs, what: 'the loudspeaker is silent (recording)' },
    ]),
    ...record.events.flatMap((event) => linesOf(event, record.startMs)),
  ];
  const lines = found.sort((a, b) => a.atMs - b.atMs).map(({ atMs, what }) => ({ ms: atMs - speechEndMs, what }));
  const { side, delays, name } = figures;
  return { name, side, said: utterance.text, voiceToVoiceMs: delays.voiceToVoice, lines };
}

/** The turns that were worst: those that went wrong, then the slowest. */
export function worst<T>(turns: readonly T[], figuresOf: (turn: T) => TurnFigures, count: number): T[] {
  const badness = (turn: T): number => {
    const { isCut, isMissed, delays } = figuresOf(turn);
    return (isMissed ? 2e6 : 0) + (isCut ? 1e6 : 0) + (delays.voiceToVoice ?? 0);
  };
  return [...turns].sort((a, b) => badness(b) - badness(a)).slice(0, count);
}

export function printWaterfall({ name, side, said, voiceToVoiceMs, lines }: Waterfall): string {
  const delay = voiceToVoiceMs === undefined ? 'no answer' : `${Math.round(voiceToVoiceMs)} ms voice to voice`;
  const head = `${name}${side === '' ? '' : ` (${side})`}: ${delay}${said === undefined ? '' : `; “${said}”`}`;
  return [head, ...lines.map(({ ms, what }) => `${String(Math.round(ms)).padStart(8)} ms  ${what}`), ''].join('\n');
}

function linesOf(event: SessionEvent, startMs: number): { atMs: number; what: string }[] {
  const { atMs } = event;
  switch (event.type) {
    case 'speech.start':
      return [{ atMs, what: `turn ${event.turn}: a voice` }];
    case 'partial':
      return [{ atMs, what: `turn ${event.turn}: partial “${event.text}”` }];
    case 'speech.end':
      return [
        {
          atMs,
          what: `turn ${event.turn}: taken after ${Math.round(event.silenceMs)} ms of silence: ${event.reasons.join('; ')}`,
        },
      ];
    case 'transcript':
      return [{ atMs, what: `turn ${event.turn}: heard “${event.text}”` }];
    case 'reply':
      return [{ atMs, what: `turn ${event.turn}: reply (${event.source}) “${event.text}”` }];
    case 'turn':
      return [...marksOf(event, startMs), { atMs, what: `turn ${event.turn}: ${outcomeOf(event)}` }];
    case 'listening':
    case 'reply.delta':
    case 'settings':
      return [];
    default:
      return [{ atMs, what: describeOther(event) }];
  }
}

/** Events that are told by their name, those of later builds included. */
function describeOther(event: SessionEvent): string {
  const { type, turn, ...rest } = { turn: undefined, ...event };
  const details = Object.entries(rest).filter(([name]) => name !== 'atMs');
  const told = details.length === 0 ? '' : ` ${JSON.stringify(Object.fromEntries(details))}`;
  return `${turn === undefined ? '' : `turn ${turn}: `}${type}${told}`;
}

function marksOf(report: Told, startMs: number): { atMs: number; what: string }[] {
  return Object.entries(marks).flatMap(([name, what]) => {
    const atMs = report.marks[name];
    if (atMs === undefined) return [];
    return [{ atMs: atMs - startMs, what: `turn ${report.turn}: ${what}` }];
  });
}

function outcomeOf(report: Told): string {
  const { outcome, timings, reopened, speculation } = report;
  return [
    outcome.kind === 'aborted' ? `ended by ${outcome.reason}` : outcome.kind,
    ...(timings.draftUsed ? ['its draft was used'] : []),
    ...(reopened > 0 ? [`taken back ${reopened} times`] : []),
    ...(speculation.started === 0 ? [] : [describeDrafts(speculation)]),
  ].join(', ');
}

function describeDrafts({ started, gainedMs, wastedMs }: Told['speculation']): string {
  return `${started} drafts begun, ${Math.round(gainedMs)} ms gained, ${Math.round(wastedMs)} ms wasted`;
}
