/** A transcript as SubRip subtitles. */
import { CueStream, type Cue } from '../../server/subtitles/cue.js';
import { renderSrt } from '../../server/subtitles/render.js';
import type { TranscriptFormat } from './format.js';

export const srtFormat: TranscriptFormat = {
  extension: '.srt',
  joinable: false,
  open: () => {
    const cues = new CueStream();
    let count = 0;
    const render = (cue: Cue): string => renderSrt(cue, ++count);
    return {
      push: (segment) => (segment.kind === 'partial' ? '' : cues.push(segment).map(render).join('')),
      finish: () => cues.finish().map(render).join(''),
    };
  },
};
