/** The words of a segment as the pieces that subtitles are laid out of. */
import type { Segment } from '../../assistant/transcriber.js';

/** Characters of a line (two for a wide one), as broadcasters recommend. */
export const lineWidth = 42;

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

/** Columns of a text: East Asian characters take two. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += wide.test(character) ? 2 : 1;
  return width;
}

export function unitsOf({ text, words }: Extract<Segment, { kind: 'segment' }>): CueUnit[] {
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
    units.push(...split({ text: word.text.trim(), space, startMs, endMs }));
  }
  return units;
}

function split(unit: CueUnit): CueUnit[] {
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
