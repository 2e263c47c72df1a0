/** A transcript as WebVTT subtitles, with the time of each word inside the cue where wanted. */
import { CueStream, type Cue } from '../../server/subtitles/cue.js';
import { renderVtt, vttHeader } from '../../server/subtitles/render.js';
import type { TranscriptFormat } from './format.js';

export const vttFormat: TranscriptFormat = {
  extension: '.vtt',
  joinable: false,
  open: ({ words }) => {
    const cues = new CueStream();
    let header = vttHeader;
    const render = (found: readonly Cue[]): string => {
      const text = header + found.map((cue) => renderVtt(cue, words)).join('');
      header = '';
      return text;
    };
    return {
      push: (segment) => (segment.kind === 'partial' ? '' : render(cues.push(segment))),
      finish: () => render(cues.finish()),
    };
  },
};
