/** The facts of `bench stt`: word errors, inventions, words taken back, and the peer's time over ours. */
import { summarise, type Row } from '../summary.js';
import { toUnits } from '../wer/english.js';
import { ErrorCount } from '../wer/errors.js';
import type { ClipResult } from './clip-run.js';
import { countRetractions, countStableErrors, isLoop, wordDelays } from './judge.js';
import { isShort, partialDelay } from './rows.js';

type Facts = Readonly<Record<string, unknown>>;

/** A clip is worse by more than this when its error rate is. */
const WORSE_BY = 0.5;

export function sttFacts(results: readonly ClipResult[]): Facts {
  const spoken = results.filter(({ clip }) => clip.kind !== 'noise');
  return { clips: results.length, ...accuracy(spoken), ...noise(results), ...stability(spoken), ...comparison(spoken) };
}

/** Word errors of each way to hear the clips that have a text. */
function accuracy(spoken: readonly ClipResult[]): Facts {
  const written = spoken.filter(({ clip }) => clip.text !== null && clip.text.trim() !== '');
  const rate = (heard: (result: ClipResult) => string | undefined): number | undefined => {
    const count = new ErrorCount();
    for (const result of written) {
      const text = heard(result);
      if (text !== undefined) count.add(unitsSaid(result), unitsOf(result, text));
    }
    return count.rate;
  };
  // As it was written down: digits said one by one are one unit, but not one word.
  const single = written.filter(({ clip }) => clip.text?.trim().split(/\s+/).length === 1);
  return compact({
    written: written.length,
    'wer.full': rate(({ full }) => full?.text),
    'wer.fast': rate(wholeText),
    'wer.fast.offline': rate(({ offline }) => offline.text),
    'wer.fast.cut': rate(({ cut }) => cut.hearing.final.message.text),
    'wer.fast.endpoint': rate(({ turn }) => turn?.hearing.final.message.text ?? ''),
    'wer.peer': rate(({ peer }) => peer?.text),
    worse: written.flatMap(describeWorse),
    singleWords: single.length,
    singleWordsRight: single.filter((result) => rateOf(result, wholeText(result)) === 0).length,
    loops: spoken.filter((result) => isLoop(unitsOf(result, wholeText(result)), unitsSaid(result))).length,
    loopsStopped: spoken.reduce((sum, { whole }) => sum + whole.effort.loops, 0),
    fullWindows: spoken.reduce((sum, { whole }) => sum + whole.effort.fullWindows, 0),
  });
}

function describeWorse(result: ClipResult): { file: string; said: string | null; full: string; fast: string }[] {
  const { clip, full } = result;
  const fast = wholeText(result);
  if (full === undefined || rateOf(result, fast) - rateOf(result, full.text) <= WORSE_BY) return [];
  return [{ file: clip.file, said: clip.text, full: full.text, fast }];
}

/** Text where nothing was said: out of the recogniser alone, and behind the voice detector as in the assistant. */
function noise(results: readonly ClipResult[]): Facts {
  const clips = results.filter(({ clip }) => clip.kind === 'noise');
  const loud = clips.filter((result) => wholeText(result) !== '');
  const heardAsSpeech = clips.filter(({ turn }) => (turn?.hearing.final.message.text ?? '') !== '');
  return {
    noiseClips: clips.length,
    noiseClipsWithText: loud.length,
    noiseTexts: loud.map((result) => `${result.clip.file}: ${wholeText(result)}`),
    noiseTurnsWithText: heardAsSpeech.length,
  };
}

function stability(spoken: readonly ClipResult[]): Facts {
  const hearings = spoken.flatMap(({ whole, turn }) => [whole.hearing, ...(turn === undefined ? [] : [turn.hearing])]);
  const turns = spoken.flatMap(({ turn }) => turn ?? []);
  const delays = turns.map(({ hearing }) => wordDelays(hearing));
  const words = delays.reduce((sum, { delaysMs }) => sum + delaysMs.length, 0);
  return {
    partials: hearings.reduce((sum, { partials }) => sum + partials.length, 0),
    retractions: hearings.reduce((sum, hearing) => sum + countRetractions(hearing), 0),
    turnsWithoutPartial: turns.filter((turn) => partialDelay(turn) === undefined).length,
    turnWords: words,
    turnWordsStableEarly: delays.reduce((sum, { early }) => sum + early, 0),
    stableErrors: spoken.reduce(
      (sum, { clip, whole, offline }) => sum + countStableErrors(whole.hearing, offline.text, clip.lang ?? 'en'),
      0,
    ),
    draftTokens: spoken.reduce((sum, { whole }) => sum + whole.effort.draftTokens, 0),
    draftAccepted: spoken.reduce((sum, { whole }) => sum + whole.effort.draftAccepted, 0),
  };
}

/** The peer's time for a clip over ours from its end to the final, clip by clip: what the machine does besides hits both. */
function comparison(spoken: readonly ClipResult[]): Facts {
  const ratios = (clips: readonly ClipResult[]): Row | undefined =>
    summarise(
      'ratio',
      'x',
      clips.flatMap(({ peer, cut }) => (peer === undefined ? [] : [peer.ms / cut.hearing.finalMs])),
    );
  const atEndpoint = spoken.flatMap(({ peer, turn }) =>
    peer === undefined || turn === undefined ? [] : [peer.ms / Math.max(0.1, turn.hearing.finalMs)],
  );
  return compact({
    ratio: ratios(spoken)?.p50,
    'ratio.2to6s': ratios(spoken.filter(isShort))?.p50,
    'ratio.endpoint': summarise('ratio', 'x', atEndpoint)?.p50,
  });
}

function wholeText({ whole }: ClipResult): string {
  return whole.hearing.final.message.text;
}

function unitsOf({ clip }: ClipResult, text: string): string[] {
  return toUnits(text, clip.lang ?? 'en');
}

function unitsSaid(result: ClipResult): string[] {
  return unitsOf(result, result.clip.text ?? '');
}

function rateOf(result: ClipResult, text: string): number {
  return new ErrorCount().add(unitsSaid(result), unitsOf(result, text));
}

/** A figure that was not measured is left out. */
function compact(facts: Record<string, unknown>): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}
