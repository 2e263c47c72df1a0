/** The rows of `bench stt`: delays and costs over all clips with speech. */
import { summarise, type Row } from '../summary.js';
import type { ClipResult, Streamed } from './clip-run.js';
import { RATE_HZ } from './clips.js';
import { firstPartialMs, wordDelays } from './judge.js';

/** Utterances as they are said to an assistant. */
const SHORT = { from: 2, to: 6 };

export function sttRows(results: readonly ClipResult[]): Row[] {
  const spoken = results.filter(({ clip }) => clip.kind !== 'noise');
  const short = spoken.filter(isShort);
  const turns = spoken.flatMap(({ turn }) => turn ?? []);
  const encoded = spoken.filter(({ cut }) => cut.effort.encoderRuns > 0);
  const decoded = spoken.filter(({ cut }) => cut.effort.decoderRuns > 0);
  const delays = turns.flatMap(({ hearing }) => wordDelays(hearing).delaysMs);
  return [
    row('final', spoken, ({ cut }) => cut.hearing.finalMs),
    row('final-2-6s', short, ({ cut }) => cut.hearing.finalMs),
    row('final-at-endpoint', turns, ({ hearing }) => hearing.finalMs),
    row('final-at-endpoint-2-6s', short, ({ turn }) => turn?.hearing.finalMs),
    row('first-partial', turns, partialDelay),
    row('stable-word-delay', delays, (ms) => ms),
    row('mel', spoken, ({ cut }) => cut.effort.melMs),
    row('encoder', spoken, ({ cut }) => cut.effort.encoderMs),
    row('encoder-run', encoded, ({ cut: { effort } }) => effort.encoderMs / effort.encoderRuns),
    row('decoder', spoken, ({ cut }) => cut.effort.decoderMs),
    row('decoder-run', decoded, ({ cut: { effort } }) => effort.decoderMs / effort.decoderRuns),
    row('turn-encoder', turns, ({ effort }) => effort.encoderMs),
    row('turn-decoder', turns, ({ effort }) => effort.decoderMs),
    row('offline', spoken, ({ offline }) => offline.ms),
    row('full', spoken, ({ full }) => full?.ms),
    row('peer', spoken, ({ peer }) => peer?.ms),
    row('peer-2-6s', short, ({ peer }) => peer?.ms),
    row('rtf', spoken, ({ offline, seconds }) => offline.ms / 1000 / seconds, 'x'),
    row('rtf-streamed', spoken, streamedRtf, 'x'),
  ].filter((found) => found !== undefined);
}

/** What was not measured on a clip is left out; nothing measured at all is no row. */
function row<T>(
  name: string,
  list: readonly T[],
  pick: (item: T) => number | undefined,
  unit: Row['unit'] = 'ms',
): Row | undefined {
  const values = list.map(pick).filter((value) => value !== undefined);
  return summarise(name, unit, values);
}

export function isShort({ seconds }: ClipResult): boolean {
  return seconds >= SHORT.from && seconds <= SHORT.to;
}

/** From the onset of the voice; undefined when the final came first. */
export function partialDelay({ utterance, hearing }: Streamed): number | undefined {
  if (utterance.onset === undefined) return undefined;
  return firstPartialMs(hearing, (utterance.onset / RATE_HZ) * 1000);
}

function streamedRtf({ cut: { effort }, seconds }: ClipResult): number {
  return (effort.melMs + effort.encoderMs + effort.decoderMs) / 1000 / seconds;
}
