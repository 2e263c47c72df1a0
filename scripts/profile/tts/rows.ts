/** Rows and facts of first sounds: each way by itself, and pair by pair against the others. */
import { quantile } from 'simple-statistics';
import { summarise, type Row } from '../summary.js';
import type { ReplyResult, Way } from './first-sound.js';
import { lengths } from './replies.js';
import type { Saying } from './saying.js';

/** The way that the assistant goes has the bare names. */
const suffixes: Readonly<Record<Way, string>> = {
  host: '',
  reply: '-reply',
  direct: '-direct',
  whole: '-whole',
  wholeDirect: '-whole-direct',
  peer: '-peer',
};
const named = Object.entries(suffixes) as (readonly [Way, string])[];

export function soundRows(results: readonly ReplyResult[]): Row[] {
  const firsts = lengths.flatMap((words) => {
    const ofLength = results.filter((result) => result.words === words);
    return named.map(([way, suffix]) =>
      row(`first-sound-${words}-words${suffix}`, ofLength, (said) => said[way]?.firstMs),
    );
  });
  const costs = named.map(([way, suffix]) => row(`rtf${suffix}`, results, (said) => rtf(said[way]), 'x'));
  const leads = named.map(([way, suffix]) => row(`lead-silence${suffix}`, results, (said) => said[way]?.leadMs));
  return [...firsts, ...costs, ...leads].filter((found) => found !== undefined);
}

/** P50 of the quotients of pairs: what another way takes until its first sound, over what ours takes. */
export function soundFacts(results: readonly ReplyResult[]): Record<string, unknown> {
  const facts: Record<string, unknown> = { replies: results.length, silent: results.filter(isSilent).length };
  const pairs = [
    ['ratio', 'peer', 'host'],
    ['ratio.direct', 'peer', 'direct'],
    ['ratio.whole', 'whole', 'host'],
    ['ratio.whole.direct', 'wholeDirect', 'direct'],
  ] as const;
  for (const [name, other, ours] of pairs) {
    const all = ratioOf(results, other, ours);
    if (all === undefined) continue;
    facts[name] = all;
    for (const words of lengths) {
      const ofLength = results.filter((result) => result.words === words);
      facts[`${name}.${words}-words`] = ratioOf(ofLength, other, ours);
    }
  }
  return facts;
}

export function ratioOf(results: readonly ReplyResult[], other: Way, ours: Way): number | undefined {
  const ratios = results.flatMap(({ said }) => {
    const theirs = said[other]?.firstMs;
    const own = said[ours]?.firstMs;
    return theirs === undefined || own === undefined || own === 0 ? [] : [theirs / own];
  });
  return ratios.length === 0 ? undefined : quantile(ratios, 0.5);
}

/** Work for a second of speech, by the clock. */
function rtf(saying: Saying | undefined): number | undefined {
  return saying === undefined || saying.seconds === 0 ? undefined : saying.ms / 1000 / saying.seconds;
}

/** Every way that was gone must have made a sound: a reply without one is missing in its row. */
function isSilent({ said }: ReplyResult): boolean {
  return Object.values(said).some(({ firstMs }) => firstMs === undefined);
}

function row(
  name: string,
  results: readonly ReplyResult[],
  pick: (said: ReplyResult['said']) => number | undefined,
  unit: Row['unit'] = 'ms',
): Row | undefined {
  const values = results.map(({ said }) => pick(said)).filter((value) => value !== undefined);
  return summarise(name, unit, values);
}
