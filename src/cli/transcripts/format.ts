/** What a transcript can be written as. */
import type { Segment } from '../../assistant/transcriber.js';
import { jsonFormat } from './json.js';
import { srtFormat } from './srt.js';
import { textFormat } from './text.js';
import { vttFormat } from './vtt.js';

/** One file's transcript on its way out; each call gives the text to be written next. */
export interface TranscriptWriter {
  push(segment: Segment): string;
  /** What is still to be written when the file is over. */
  finish(): string;
}

export interface WriterOptions {
  /** The input, as the user named it. */
  readonly file: string;
  /** Several inputs share one output: each line says whose it is. */
  readonly shared: boolean;
  /** Word times inside the cues. */
  readonly words: boolean;
}

export interface TranscriptFormat {
  /** Of the files written, with its dot. */
  readonly extension: string;
  /** Whether outputs can be written one behind the other. */
  readonly joinable: boolean;
  readonly open: (options: WriterOptions) => TranscriptWriter;
}

export const formats = { text: textFormat, json: jsonFormat, srt: srtFormat, vtt: vttFormat } as const;
export type FormatName = keyof typeof formats;

/** What a file's name asks for. */
export function formatOfName(path: string): FormatName | undefined {
  const extension = /\.[a-z]+$/i.exec(path)?.[0].toLowerCase();
  if (extension === '.json') return 'json';
  return (Object.keys(formats) as FormatName[]).find((name) => formats[name].extension === extension);
}
