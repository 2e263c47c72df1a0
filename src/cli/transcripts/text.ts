/** A transcript as plain text: one line for each stretch of speech. */
import { basename } from 'node:path';
import { printable } from '../io.js';
import type { TranscriptFormat } from './format.js';

export const textFormat: TranscriptFormat = {
  extension: '.txt',
  joinable: true,
  open: ({ file, shared }) => ({
    push: (segment) =>
      segment.kind === 'partial' ? '' : `${shared ? `${basename(file)}: ` : ''}${printable(segment.text)}\n`,
    finish: () => '',
  }),
};
