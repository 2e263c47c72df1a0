/** A transcript as SubRip subtitles. */
import { printable } from '../io.js';
import { CueStream, type Cue } from './cue.js';
import type { TranscriptFormat } from './format.js';
import { clockTime } from './time.js';

export const srtFormat: TranscriptFormat = {
  extension: '.srt',
  joinable: false,
  open: () => {
    const cues = new CueStream();
    let count = 0;
    const render = ({ startMs, endMs, lines }: Cue): string => {
      const times = `${clockTime(startMs, ',')} --> ${clockTime(endMs, ',')}`;
      // An arrow inside a line would be read as a time.
      const text = lines.map((line) =>
        printable(line.map((unit, i) => (i === 0 ? '' : unit.space) + unit.text).join('')),
      );
      return `${++count}\n${times}\n${text.join('\n').replaceAll('-->', '→')}\n\n`;
    };
    return {
      push: (segment) => (segment.kind === 'partial' ? '' : cues.push(segment).map(render).join('')),
      finish: () => cues.finish().map(render).join(''),
    };
  },
};
