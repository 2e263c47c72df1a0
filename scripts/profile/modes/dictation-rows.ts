/** Rows and facts of recordings that were dictated. */
import type { DictatedEvent } from '../../../src/modes/dictation-event.js';
import { summarise, type Row } from '../summary.js';

/** One recording and what came of it. */
export interface Take {
  readonly file: string;
  readonly lengthMs: number;
  /** Pieces of text, in order; none where no word was heard. */
  readonly pieces: readonly DictatedEvent[];
}

/** Utterances of about a second, and of about three, have rows of their own: the targets are for those. */
const lengths = [
  { name: '1s', fromMs: 0, toMs: 2000 },
  { name: '3s', fromMs: 2000, toMs: 4000 },
] as const;

export function takeRows(takes: readonly Take[]): Row[] {
  const heard = takes.flatMap(({ lengthMs, pieces }) => {
    const timings = pieces.at(-1)?.timings;
    return timings === undefined ? [] : [{ lengthMs, ...timings }];
  });
  type Heard = (typeof heard)[number];
  const wholeMs = (one: Heard): number => one.speechEndToTextMs + one.textToWindowMs;
  const row = (name: string, pick: (one: Heard) => number | undefined, these = heard): Row | undefined =>
    summarise(
      name,
      'ms',
      these.map(pick).filter((value) => value !== undefined),
    );
  return [
    row('chunk', ({ chunkMs }) => chunkMs),
    row('speech-end-to-text', ({ speechEndToTextMs }) => speechEndToTextMs),
    row('text-to-file', ({ textToWindowMs }) => textToWindowMs),
    row('whole', wholeMs),
    ...lengths.flatMap(({ name, fromMs, toMs }) => {
      const these = heard.filter(({ lengthMs }) => lengthMs >= fromMs && lengthMs < toMs);
      const toText = row(`speech-end-to-text-${name}`, ({ speechEndToTextMs }) => speechEndToTextMs, these);
      return [toText, row(`whole-${name}`, wholeMs, these)];
    }),
  ].filter((one) => one !== undefined);
}

export function takeFacts(takes: readonly Take[]): Record<string, unknown> {
  return {
    ...{ mode: 'dictation', takes: takes.length },
    withoutWords: takes.filter(({ pieces }) => pieces.length === 0).length,
    leftOut: 'hotkey and window: `parley bench dictation --desk` has them',
    texts: takes.map((take) => ({
      file: take.file,
      seconds: Math.round(take.lengthMs / 10) / 100,
      text: textOf(take),
    })),
  };
}

export function textOf({ pieces }: Take): string {
  return pieces
    .map(({ text }) => text)
    .join('')
    .trim();
}
