/** A transcript as WebVTT subtitles (W3C WebVTT), with the time of each word inside the cue where wanted. */
import { printable } from '../io.js';
import { CueStream, type Cue, type CueUnit } from './cue.js';
import type { TranscriptFormat } from './format.js';
import { clockTime } from './time.js';

export const vttFormat: TranscriptFormat = {
  extension: '.vtt',
  joinable: false,
  open: ({ words }) => {
    const cues = new CueStream();
    let header = 'WEBVTT\n\n';
    const render = (found: readonly Cue[]): string => {
      const text = header + found.map((cue) => renderCue(cue, words)).join('');
      header = '';
      return text;
    };
    return {
      push: (segment) => (segment.kind === 'partial' ? '' : render(cues.push(segment))),
      finish: () => render(cues.finish()),
    };
  },
};

function renderCue({ startMs, endMs, lines }: Cue, words: boolean): string {
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
