/** When an answer may be begun before the turn is taken, whether what was begun still fits, and what it gained or cost. */
import type { Draft } from './draft.js';
import type { FinalTranscript, PartialTranscript } from './messages.js';
import { sameWords } from './same-words.js';
import type { Clock } from './stage.js';

/** What drafts did in one turn. */
export interface SpeculationReport {
  /** Drafts begun. */
  readonly started: number;
  /** When the one that was played was begun; undefined where none was. */
  readonly used?: DraftMoment;
  /** Work that was done when the turn was taken, in ms of it: what the user did not wait for. */
  readonly gainedMs: number;
  /** Work on drafts that were thrown away, in ms of it. */
  readonly wastedMs: number;
}

export const noSpeculation: SpeculationReport = { started: 0, gainedMs: 0, wastedMs: 0 };

/** Of two answers of one turn, the first of which was taken back: what it gained is lost. */
export function addSpeculation(before: SpeculationReport, now: SpeculationReport): SpeculationReport {
  const lostMs = before.wastedMs + before.gainedMs;
  return { ...now, started: before.started + now.started, wastedMs: now.wastedMs + lostMs };
}

/** On words that were read while the user spoke, or on all that was said when they pause. */
export type DraftMoment = 'early' | 'pause';

/** Decides whether a draft is worth its work; asked each time, and told what came of it. */
export interface Economy {
  mayBegin(moment: DraftMoment): boolean;
  /** Whether the answering stage may get ready while the user speaks. */
  mayPrepare(): boolean;
  learn(moment: DraftMoment, used: boolean): void;
}

export interface SpeculationOptions {
  readonly economy: Economy;
  readonly clock: Clock;
  /** Whether words that are said may be all there is to say: an early draft is worth a try. */
  readonly soundsComplete: (text: string, language: string) => boolean;
  /** Begins an answer to these words. */
  readonly begin: (words: FinalTranscript) => Draft;
  /** Gets ready for an answer to these words and more. */
  readonly prepare: (words: FinalTranscript) => void;
}

interface Begun {
  readonly draft: Draft;
  readonly moment: DraftMoment;
  readonly atMs: number;
}

export class Speculation {
  readonly #options: SpeculationOptions;
  #begun: Begun | undefined;
  /** What was read last, if it was anything. */
  #last: PartialTranscript | undefined;
  #isPaused = false;
  /** All up to the pause was read: what is read after that is all as well. */
  #isPauseRead = false;
  #report = noSpeculation;

  constructor(options: SpeculationOptions) {
    this.#options = options;
  }

  get report(): SpeculationReport {
    return this.#report;
  }

  /** The voice has stopped. What was read of it so far is mostly all: there is no need to wait until the rest is. */
  pause(): void {
    this.#isPaused = true;
    this.#isPauseRead = false;
    const last = this.#last;
    if (last !== undefined && this.#begun === undefined && this.#soundsComplete(last)) this.#begin('early', last);
  }

  /** The voice goes on: what was begun is void. */
  resume(): void {
    this.#isPaused = false;
    this.#isPauseRead = false;
    this.drop();
  }

  /** Begins a draft when all up to a pause is read, or before that when no more words come and they may be all. */
  consider(partial: PartialTranscript): void {
    const { text, atPause } = partial;
    const before = this.#last;
    this.#isPauseRead ||= this.#isPaused && atPause;
    if (text === '') return;
    this.#last = partial;
    if (this.#begun?.draft.fits(text) === true) return;
    // Other words than the draft's: it will not be played, whatever comes next.
    this.drop();
    const isAll = this.#isPaused || (before !== undefined && sameWords(before.text, text));
    if (this.#isPauseRead) this.#begin('pause', partial);
    else if (isAll && this.#soundsComplete(partial)) this.#begin('early', partial);
    else if (this.#options.economy.mayPrepare()) this.#options.prepare(wordsOf(partial));
  }

  /** The draft, if its words are those of the turn; else it is dropped. The turn is taken now. */
  take(final: FinalTranscript): Draft | undefined {
    const begun = this.#begun;
    if (begun?.draft.fits(final.text) !== true) {
      this.drop();
      return undefined;
    }
    const { moment, atMs, draft } = begun;
    this.#begun = undefined;
    this.#options.economy.learn(moment, true);
    const doneMs = Math.min(draft.readyAtMs ?? Infinity, this.#options.clock.now());
    this.#report = { ...this.#report, used: moment, gainedMs: this.#report.gainedMs + (doneMs - atMs) };
    return draft;
  }

  drop(): void {
    if (this.#begun === undefined) return;
    const { draft, moment, atMs } = this.#begun;
    this.#begun = undefined;
    draft.drop();
    this.#options.economy.learn(moment, false);
    const workMs = Math.min(draft.readyAtMs ?? Infinity, this.#options.clock.now()) - atMs;
    this.#report = { ...this.#report, wastedMs: this.#report.wastedMs + workMs };
  }

  #soundsComplete({ text, language }: PartialTranscript): boolean {
    return this.#options.soundsComplete(text, language);
  }

  #begin(moment: DraftMoment, partial: PartialTranscript): void {
    const { economy, begin, clock } = this.#options;
    if (!economy.mayBegin(moment)) return;
    this.#report = { ...this.#report, started: this.#report.started + 1 };
    this.#begun = { draft: begin(wordsOf(partial)), moment, atMs: clock.now() };
  }
}

function wordsOf({ text, language }: PartialTranscript): FinalTranscript {
  return { kind: 'final', text, language, words: [] };
}
