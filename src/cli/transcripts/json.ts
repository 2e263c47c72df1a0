/** A transcript as JSON lines: one object for each stretch of speech, with its words and their times in ms. */
import type { TranscriptFormat } from './format.js';

export const jsonFormat: TranscriptFormat = {
  extension: '.jsonl',
  joinable: true,
  open: ({ file }) => ({
    push: (segment) => `${JSON.stringify({ file, ...segment }, roundMs)}\n`,
    finish: () => '',
  }),
};

/** A hundredth of a millisecond is no time of a word's. */
function roundMs(key: string, value: unknown): unknown {
  return key.endsWith('Ms') && typeof value === 'number' ? Math.round(value) : value;
}
