/** Counts beside those that were accepted: what is worse by more than it may be, and what nobody has accepted yet. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Counting } from './counters.js';
import type { Gauge, Source } from './gauges.js';

/** `unknown`: there is no accepted value to compare with. */
export type CountVerdict = 'same' | 'worse' | 'better' | 'unknown';

export interface Count {
  readonly name: string;
  readonly before: number | undefined;
  readonly after: number;
  /** The worst that passes. */
  readonly bound: number | undefined;
  readonly verdict: CountVerdict;
}

export type Accepted = Readonly<Record<string, number>>;

/** Of a checkout. */
export const acceptedFile = join('scripts', 'profile', 'baselines', 'counts.json');

export function readAccepted(root: string): Accepted {
  return z.record(z.string(), z.number()).parse(JSON.parse(readFileSync(join(root, acceptedFile), 'utf8')));
}

/** Those that were not counted this time, or are the same, stay as they are. */
export function accept(root: string, accepted: Accepted, counts: readonly Count[]): void {
  const changed = counts.filter(({ verdict }) => verdict !== 'same');
  const values = { ...accepted, ...Object.fromEntries(changed.map(({ name, after }) => [name, after])) };
  writeFileSync(join(root, acceptedFile), `${JSON.stringify(values, null, 2)}\n`);
}

/** Throws when a source cannot be counted or lacks a gauge: what is not counted cannot pass. */
export async function countAll(sources: readonly Source[], accepted: Accepted, counting: Counting): Promise<Count[]> {
  const counts: Count[] = [];
  for (const { name: source, count, gauges } of sources) {
    const values = await count(counting);
    for (const gauge of gauges) {
      const value = values[gauge.name.slice(source.length + 1)];
      if (typeof value !== 'number')
        throw new Error(`${source} gives no number ${gauge.name}, but ${JSON.stringify(value)}`);
      counts.push(judgeCount(gauge, { before: accepted[gauge.name], after: value }));
    }
  }
  return counts;
}

export function judgeCount(
  { name, better, share, besides }: Gauge,
  { before, after }: { readonly before: number | undefined; readonly after: number },
): Count {
  if (before === undefined) return { name, before, after, bound: undefined, verdict: 'unknown' };
  const room = Math.abs(before) * share + besides;
  const bound = better === 'less' ? before + room : before - room;
  const isWorse = better === 'less' ? after > bound : after < bound;
  const isBetter = better === 'less' ? after < before - room : after > before + room;
  return { name, before, after, bound, verdict: isWorse ? 'worse' : isBetter ? 'better' : 'same' };
}
