/** Rows and facts of what was dictated at the desk. */
import { PRE_ROLL_MS } from '../../../../src/modes/dictation.js';
import type { DictatedEvent } from '../../../../src/modes/dictation-event.js';
import { summarise, type Row } from '../../summary.js';
import { toUnits } from '../../wer/english.js';
import { countErrors } from '../../wer/errors.js';
import type { Arrival } from './display.js';
import { lengths, type DeskUtterance } from './utterances.js';

/** One utterance as it was seen; all times on the machine's clock. */
export interface Dictated {
  readonly utterance: DeskUtterance;
  readonly pressedMs: number;
  /** The take was open; undefined where that was never told. */
  readonly listeningMs: number | undefined;
  /** The voice ended, in the room. */
  readonly voiceEndMs: number;
  readonly releasedMs: number;
  /** What was written, in pieces. */
  readonly pieces: readonly DictatedEvent[];
  /** What the window got. */
  readonly arrivals: readonly Arrival[];
}

/** An utterance that arrived. */
interface Figures {
  readonly captureMs: number;
  readonly soundMs: number | undefined;
  readonly toTextMs: number;
  readonly toWindowMs: number;
  readonly wholeMs: number;
}

export function deskRows(dictated: readonly Dictated[]): Row[] {
  const arrived = dictated.map((one) => ({ one, figures: figuresOf(one) })).filter(hasFigures);
  const all = (pick: (figures: Figures) => number | undefined, only: readonly string[] = lengths): number[] =>
    arrived
      .filter(({ one }) => only.includes(one.utterance.length))
      .map(({ figures }) => pick(figures))
      .filter((value) => value !== undefined);
  const timings = arrived.map(({ one }) => one.pieces.at(-1)?.timings);
  const perLength = (name: string, pick: (figures: Figures) => number): (Row | undefined)[] =>
    lengths.map((length) => summarise(`${name}-${length}`, 'ms', all(pick, [length])));
  return [
    summarise(
      'hotkey-to-capture',
      'ms',
      all(({ captureMs }) => captureMs),
    ),
    summarise(
      'hotkey-to-new-sound',
      'ms',
      all(({ soundMs }) => soundMs),
    ),
    summarise('chunk', 'ms', present(timings.map((each) => each?.chunkMs))),
    summarise('chunk-longest', 'ms', present(timings.map((each) => each?.longestChunkMs))),
    ...perLength('speech-end-to-text', ({ toTextMs }) => toTextMs),
    summarise(
      'text-to-window',
      'ms',
      all(({ toWindowMs }) => toWindowMs),
    ),
    ...perLength('whole', ({ wholeMs }) => wholeMs),
  ].filter((row) => row !== undefined);
}

export function deskFacts(dictated: readonly Dictated[]): Record<string, unknown> {
  const arrived = dictated.filter((one) => figuresOf(one) !== undefined);
  const behind = summarise(
    'release',
    'ms',
    arrived.map(({ releasedMs, voiceEndMs }) => releasedMs - voiceEndMs),
  );
  return {
    ...{ utterances: dictated.length, arrived: arrived.length, right: dictated.filter(isRight).length },
    soundFromBeforeHotkeyMs: PRE_ROLL_MS,
    releaseBehindVoiceMs: behind?.p50,
    by: [...new Set(dictated.flatMap(({ pieces }) => pieces.map(({ by }) => by)))].join(', '),
    texts: dictated.map((one) => ({
      said: one.utterance.text,
      seconds: Math.round(one.utterance.voiceMs / 10) / 100,
      window: typed(one),
      right: isRight(one),
    })),
  };
}

/** Word by word; capitals and punctuation are the recogniser's business. */
export function isRight(one: Dictated): boolean {
  return countErrors(toUnits(one.utterance.text, 'en'), toUnits(typed(one), 'en')) === 0;
}

/** The speech ends when the key is let go or the voice is silent, whichever comes last; undefined for what did not arrive. */
function figuresOf(one: Dictated): Figures | undefined {
  const last = one.pieces.at(-1);
  const shown = one.arrivals.findLast(({ text }) => printed(text) !== '');
  if (last === undefined || shown === undefined || one.listeningMs === undefined) return undefined;
  const { startToSoundMs, modifiersMs, textToWindowMs } = last.timings;
  const endMs = Math.max(one.releasedMs, one.voiceEndMs);
  const knownMs = last.atMs - textToWindowMs - modifiersMs;
  const captureMs = one.listeningMs - one.pressedMs;
  return {
    ...{ captureMs, soundMs: startToSoundMs === undefined ? undefined : captureMs + startToSoundMs },
    ...{ toTextMs: knownMs - endMs, toWindowMs: shown.atMs - knownMs, wholeMs: shown.atMs - endMs },
  };
}

function hasFigures<T extends { readonly figures: Figures | undefined }>(one: T): one is T & { figures: Figures } {
  return one.figures !== undefined;
}

function typed({ arrivals }: Dictated): string {
  return arrivals
    .map(({ text }) => printed(text))
    .join('')
    .trim();
}

/** A held hotkey reaches the window as well, as control characters. */
function printed(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, '');
}

function present(values: readonly (number | undefined)[]): number[] {
  return values.filter((value) => value !== undefined);
}
