/** Cues as SubRip and as WebVTT (W3C WebVTT) write them. */
import { printable } from '../../assistant/printable.js';
import type { Cue, CueUnit } from './cue.js';
import { clockTime } from './time.js';

export const vttHeader = 'WEBVTT\n\n';

/** @param number of the cue in its file, from 1 */
export function renderSrt({ startMs, endMs, lines }: Cue, number: number): string {
  const times = `${clockTime(startMs, ',')} --> ${clockTime(endMs, ',')}`;
  // An arrow inside a line would be read as a time.
  const text = lines.map((line) => printable(line.map((unit, i) => (i === 0 ? '' : unit.space) + unit.text).join('')));
  return `${number}\n${times}\n${text.join('\n').replaceAll('-->', '→')}\n\n`;
}

/** @param words whether the time of each word stands inside the cue */
export function renderVtt({ startMs, endMs, lines }: Cue, words: boolean): string {
  // Times inside a cue must rise, and lie inside it.
  let lastMs = startMs;
  const unitText = (unit: CueUnit, isFirst: boolean): string => {
    const space = isFirst ? '' : unit.space;
    const text = escape(printable(unit.text));
    if (!words || unit.startMs <= lastMs || unit.startMs >= endMs) return space + text;
    lastMs = unit.startMs;
    return `${space}<${clockTime(unit.startMs, '.')}>${text}`;
  };
  const text = lines.map((line) => line.map((unit, i) => unitText(unit, i === 0)).join(''));
  return `${clockTime(startMs, '.')} --> ${clockTime(endMs, '.')}\n${text.join('\n')}\n\n`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
