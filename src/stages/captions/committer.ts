/** Cuts what a recogniser makes of speech into captions: append-only, sentence by sentence, while the speaker goes on. */
import type { Caption, CaptionEnd } from '../../pipeline/captions.js';
import type { Transcript, Word } from '../../pipeline/messages.js';
import type { CutReason } from './segment-cutter.js';
import { endsSentence } from './sentence-end.js';
import { coreOf, joinUnits, unitsOf, type SpokenUnit } from './spoken-units.js';

/** Speech without a sentence's end is committed once it is longer than either. */
export interface CaptionLimits {
  readonly longestChars: number;
  readonly longestMs: number;
}

export const usualLimits: CaptionLimits = { longestChars: 200, longestMs: 15_000 };

/** Share of the limits from which on a caption ends at the next chance. */
const NEAR = 0.6;
const PARTING_MS = 400;
const parting = /[,;:—–、，]["'”’)\]]*$/u;

interface Cut {
  /** Units before it. */
  readonly count: number;
  readonly end: CaptionEnd;
}

/**
 * A pure state machine. Transcripts of a run of the recogniser go in, each replacing the one before; captions to be told
 * come out. A word is committed only once the recogniser has promised it, and the word behind it as well, so that its
 * punctuation is settled. All captions together are the text of the finals.
 */
export class Committer {
  readonly #limits: CaptionLimits;
  #id = 0;
  /** Of earlier runs of this passage, not committed yet. */
  #kept: readonly SpokenUnit[] = [];
  /** Of the run: units that are committed already. */
  #given: readonly SpokenUnit[] = [];
  /** Behind the kept ones, of the run so far. */
  #open: readonly SpokenUnit[] = [];
  /** Words are never told to have been said before what was committed. */
  #freeMs = 0;
  #told = { text: '', stable: '' };
  #language = 'en';
  #retractions = 0;

  constructor(limits: CaptionLimits = usualLimits) {
    this.#limits = limits;
  }

  /** Times that a recogniser has taken back what it had promised. */
  get retractions(): number {
    return this.#retractions;
  }

  /** Takes what a run that began at `startMs` says so far; a final ends the run. */
  hear(transcript: Transcript, startMs: number): Caption[] {
    this.#language = transcript.language;
    this.#open = this.#behindGiven(unitsOf(transcript, startMs));
    const captions = this.#commitAll();
    if (transcript.kind === 'final') {
      this.#kept = this.#units();
      this.#open = [];
      this.#given = [];
    }
    const told = this.#tell();
    return told === undefined ? captions : [...captions, told];
  }

  /** Nothing follows in this passage: what is left is a caption. */
  close(reason: CutReason): Caption[] {
    const last = this.#kept.at(-1);
    if (last === undefined) {
      const told = this.#tell();
      return told === undefined ? [] : [told];
    }
    const end = endsSentence(last.text, undefined) ? 'sentence' : reason;
    return [this.#commit({ count: this.#kept.length, end })];
  }

  /** What of the run is not committed yet. */
  #behindGiven(units: readonly SpokenUnit[]): readonly SpokenUnit[] {
    const count = this.#given.length;
    const isKept = this.#given.every((unit, i) => units[i]?.text === unit.text);
    if (isKept) return units.slice(count);
    // Where a promise was broken, time decides what is new.
    this.#retractions += 1;
    return units.filter(({ startMs, endMs }) => (startMs + endMs) / 2 > this.#freeMs);
  }

  #commitAll(): Caption[] {
    const captions: Caption[] = [];
    for (let cut = this.#findCut(); cut !== undefined; cut = this.#findCut()) captions.push(this.#commit(cut));
    return captions;
  }

  #findCut(): Cut | undefined {
    const units = this.#units();
    const firstLoose = units.findIndex(({ stable }) => stable === '');
    const stable = firstLoose === -1 ? units.length : firstLoose;
    let chars = 0;
    for (let i = 0; i < stable && i + 1 < units.length; i++) {
      const [unit, next] = [units[i], units[i + 1]];
      if (unit === undefined || next === undefined) return undefined;
      // What was said in the language before is over and done.
      if (next.language !== unit.language) return { count: i + 1, end: 'language' };
      if (i + 1 >= stable) return undefined;
      if (endsSentence(unit.text, next.text)) return { count: i + 1, end: 'sentence' };
      chars += unit.gap.length + unit.text.length;
      if (this.#isLong(chars, { first: units[0] ?? unit, unit, next })) return { count: i + 1, end: 'length' };
    }
    return undefined;
  }

  /**
   * Near the limit a comma or a pause is good enough; where even the next word is too much, any place is. Only what lies
   * before the place decides: words that were promised to one caption do not move to the next.
   */
  #isLong(chars: number, { first, unit, next }: Record<'first' | 'unit' | 'next', SpokenUnit>): boolean {
    const { longestChars, longestMs } = this.#limits;
    const isOver = chars + coreOf(next.text).length >= longestChars || unit.endMs - first.startMs >= longestMs;
    if (isOver) return true;
    const isNear = chars > NEAR * longestChars || unit.endMs - first.startMs > NEAR * longestMs;
    return isNear && (parting.test(unit.text) || next.startMs - unit.endMs >= PARTING_MS);
  }

  #units(): readonly SpokenUnit[] {
    const [first, ...rest] = this.#open;
    if (first === undefined || this.#kept.length === 0) return [...this.#kept, ...this.#open];
    // A run knows nothing of what stands before it.
    const gap = isSpaceless(this.#kept.at(-1)?.text.slice(-1) ?? '') && isSpaceless(first.text) ? '' : ' ';
    return [...this.#kept, { ...first, gap }, ...rest];
  }

  #commit({ count, end }: Cut): Caption {
    const units = this.#units().slice(0, count);
    const caption = { ...this.#caption(units), stable: joinUnits(units), committed: true, end };
    const own = Math.max(0, count - this.#kept.length);
    this.#kept = this.#kept.slice(count);
    this.#given = [...this.#given, ...this.#open.slice(0, own)];
    this.#open = this.#open.slice(own);
    this.#id += 1;
    this.#freeMs = caption.endMs;
    this.#told = { text: '', stable: '' };
    return caption;
  }

  /** The open caption, where it has changed. */
  #tell(): Caption | undefined {
    const caption = this.#caption(this.#units());
    const { text, stable } = caption;
    if (text === this.#told.text && stable === this.#told.stable) return undefined;
    if (!stable.startsWith(this.#told.stable)) this.#retractions += 1;
    this.#told = { text, stable };
    return caption;
  }

  #caption(units: readonly SpokenUnit[]): Caption {
    let freeMs = this.#freeMs;
    const words = units.map(({ text, startMs, endMs, language }): Word => {
      const start = Math.max(startMs, freeMs);
      freeMs = Math.max(endMs, start);
      return { text, startMs: start, endMs: freeMs, language };
    });
    return {
      ...{ id: this.#id, text: joinUnits(units), stable: joinUnits(units, 'stable') },
      ...{ language: units[0]?.language ?? this.#language, committed: false },
      ...{ startMs: words[0]?.startMs ?? this.#freeMs, endMs: freeMs, words },
    };
  }
}

const spaceless = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\u3000-\u303f\uff01-\uff60]/u;

function isSpaceless(text: string): boolean {
  return spaceless.test(text);
}
