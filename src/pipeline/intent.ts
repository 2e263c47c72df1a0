/** What the words of a turn were understood to mean: the contract between understanding and answering. */
import type { FinalTranscript } from './messages.js';

type None = Readonly<Record<string, never>>;

/** The slots of every intent. Text slots hold normalised words (lower case, no punctuation). */
export interface IntentSlots {
  readonly greeting: None;
  readonly 'well-being': None;
  readonly thanks: None;
  readonly goodbye: None;
  readonly name: None;
  readonly help: None;
  readonly repeat: None;
  readonly stop: None;
  readonly coin: None;
  readonly dice: { readonly count: number; readonly sides: number };
  /** `place` as said; `zone` is its IANA name, absent when nobody knows the place. Neither: the time here. */
  readonly time: { readonly place?: string; readonly zone?: string };
  readonly date: { readonly ask: 'day' | 'date' | 'month' | 'year'; readonly offsetDays: number };
  /** `expression` holds only digits, `. + - * / ^ ! ( )`, `mod`, `sqrt` and `cbrt`; `spoken` is the sum in words. */
  readonly arithmetic: { readonly expression: string; readonly spoken: string };
  /** The quantity as parts ("5 feet 10 inches") and the unit wanted. */
  readonly convert: { readonly parts: readonly Quantity[]; readonly to: UnitName };
  readonly 'timer-set': { readonly durationMs: number; readonly label?: string };
  readonly 'timer-list': None;
  readonly 'timer-left': TimerQuery;
  readonly 'timer-cancel': TimerQuery;
}

/** Which timers are meant. No slot: the only one there is. */
export interface TimerQuery {
  readonly label?: string;
  readonly durationMs?: number;
  readonly all?: true;
}

/** A unit as the unit library writes it and as people say it. */
export interface UnitName {
  readonly unit: string;
  readonly one: string;
  readonly many: string;
}

export interface Quantity {
  readonly value: number;
  readonly unit: UnitName;
}

export type IntentName = keyof IntentSlots;

/** An intent without the certainty. */
export type Meaning = { [N in IntentName]: { readonly name: N; readonly slots: IntentSlots[N] } }[IntentName];

/** `confidence`: 1 for words that match as they stand, less for every word that had to be mended. */
export type Intent = Meaning & { readonly confidence: number };

export interface Understood {
  readonly transcript: FinalTranscript;
  /** Lower case, without punctuation, fillers, politeness and the assistant's name, numbers as digits. */
  readonly normalised: string;
  readonly intent?: Intent;
}
