/** Spoken words as the pieces that subtitles are laid out of. */
import type { Word } from '../../pipeline/messages.js';

/** Columns of a line, as broadcasters recommend; of wide characters 18 have room. */
export const usualLineWidth = 42;

/** Text and its words, in order. */
export interface Spoken {
  readonly text: string;
  readonly words: readonly Word[];
}

/** A word, or a part of one that is too long for a line. */
export interface CueUnit {
  readonly text: string;
  /** What stands before it: a space, or nothing where the script has none. */
  readonly space: string;
  /** Whole ms; never before those of the unit before it. */
  readonly startMs: number;
  readonly endMs: number;
}

const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/u;

/** Of a wide character: eyes read fewer of them at a glance than their breadth alone says. */
const WIDE_COLUMNS = 2.25;

/** Columns of a text: a letter takes one, an East Asian character more than two. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += wide.test(character) ? WIDE_COLUMNS : 1;
  return width;
}

export function unitsOf({ text, words }: Spoken, lineWidth = usualLineWidth): CueUnit[] {
  const units: CueUnit[] = [];
  let at = 0;
  let freeMs = 0;
  for (const word of words) {
    const found = text.indexOf(word.text, at);
    const space = found === at && at > 0 ? '' : ' ';
    if (found !== -1) at = found + word.text.length;
    const startMs = Math.max(freeMs, Math.round(word.startMs));
    const endMs = Math.max(startMs, Math.round(word.endMs));
    freeMs = endMs;
    units.push(...split({ text: word.text.trim(), space, startMs, endMs }, lineWidth));
  }
  return units;
}

function split(unit: CueUnit, lineWidth: number): CueUnit[] {
  if (widthOf(unit.text) <= lineWidth) return unit.text === '' ? [] : [unit];
  const parts: string[] = [''];
  for (const character of unit.text) {
    const part = parts.at(-1) ?? '';
    if (widthOf(part + character) > lineWidth) parts.push(character);
    else parts[parts.length - 1] = part + character;
  }
  const stepMs = (unit.endMs - unit.startMs) / parts.length;
  return parts.map((text, i) => ({
    text,
    space: i === 0 ? unit.space : '',
    startMs: Math.round(unit.startMs + i * stepMs),
    endMs: Math.round(unit.startMs + (i + 1) * stepMs),
  }));
}
