/** A transcript as its words in a row, each with all of the text that belongs to it: put together they are the text. */
import type { Transcript, Word } from '../../pipeline/messages.js';

/** A word of a transcript, on the line of time of the stream. */
export interface SpokenUnit {
  /** As it stands in the text. */
  readonly text: string;
  /** Between it and the word before: a space, or nothing. */
  readonly gap: string;
  readonly startMs: number;
  readonly endMs: number;
  /** ISO 639-1. */
  readonly language: string;
  /** The beginning of its text that is a promise; all of it, or less by the punctuation at its end, or nothing. */
  readonly stable: string;
}

/** @param startMs that the times of the transcript count from */
export function unitsOf(transcript: Transcript, startMs: number): SpokenUnit[] {
  const { text } = transcript;
  const stableLength = transcript.kind === 'final' ? text.length : transcript.stable.length;
  const units: SpokenUnit[] = [];
  for (const { word, from, to } of place(transcript)) {
    const raw = text.slice(from, to);
    const own = raw.trimStart();
    const start = from + raw.length - own.length;
    units.push({
      ...{ text: own.trimEnd(), gap: start > from && units.length > 0 ? ' ' : '' },
      ...{ startMs: startMs + word.startMs, endMs: startMs + word.endMs },
      language: word.language ?? languageOf(transcript),
      stable: promised(own.trimEnd(), stableLength - start),
    });
  }
  return units.filter((unit) => unit.text !== '');
}

function languageOf(transcript: Transcript): string {
  return transcript.kind === 'final' ? (transcript.spoken ?? transcript.language) : transcript.language;
}

interface Placed {
  readonly word: Word;
  readonly from: number;
  readonly to: number;
}

/** Every character of the text is in one of them, whatever the words are. */
function place({ kind, text, words, ...rest }: Transcript): Placed[] {
  const placed: Placed[] = [];
  let at = 0;
  for (const word of words ?? []) {
    const found = text.indexOf(word.text, at);
    if (found === -1) continue;
    const to = found + word.text.length;
    placed.push({ word, from: at, to });
    at = to;
  }
  const last = placed.at(-1);
  if (last !== undefined) placed[placed.length - 1] = { ...last, to: text.length };
  else if (text.trim() !== '') {
    const heardMs = kind === 'partial' && 'heardMs' in rest ? rest.heardMs : 0;
    placed.push({ word: { text, startMs: 0, endMs: heardMs }, from: 0, to: text.length });
  }
  return placed;
}

/** A word counts as promised without the punctuation at its end: that may still come or go. */
function promised(text: string, length: number): string {
  return length < coreOf(text).length ? '' : text.slice(0, length);
}

/** A word without the punctuation at its end. */
export function coreOf(text: string): string {
  return text.replace(/[\p{P}\p{S}]+$/u, '') || text;
}

/** Their text, without what stands before the first. */
export function joinUnits(units: readonly SpokenUnit[], part: 'text' | 'stable' = 'text'): string {
  return units.map((unit, i) => (unit[part] === '' ? '' : (i === 0 ? '' : unit.gap) + unit[part])).join('');
}
