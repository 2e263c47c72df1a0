/** What policies make of the evidence: how soon they end turns that are over, and how often those that are not. */
import { quantile } from 'simple-statistics';
import type { EndpointPolicy } from '../../../../src/pipeline/endpointing.js';
import type { Evidence } from './evidence.js';
import { replay, type Lateness } from './replay.js';

/** One line of the table. */
export interface Score {
  readonly policy: string;
  readonly recognizer: string;
  readonly ends: number;
  /** Share of the ends that were taken after no more than so much silence. */
  readonly by: Readonly<Record<number, number>>;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Share of the pauses that were taken for an end, by kind of pause. */
  readonly cut: Readonly<Record<string, Share>>;
}

export interface Share {
  readonly cut: number;
  readonly of: number;
}

export interface Candidate {
  readonly name: string;
  readonly lateness: Lateness;
  /** A policy for one silence; it may have learned from others. */
  readonly policyFor: (evidence: Evidence) => EndpointPolicy;
}

const MARKS_MS = [200, 300, 500, 700] as const;
/** Ends that somebody who asks or orders would wait behind. */
const REQUESTS = new Set(['question', 'command', 'voice']);

export function score(all: readonly Evidence[], candidate: Candidate, recognizer: string): Score {
  const run = (evidence: Evidence): number =>
    replay(evidence, candidate.policyFor(evidence), { recognizer, lateness: candidate.lateness }).atMs;
  const waits = all.filter(({ kind, group }) => kind === 'end' && REQUESTS.has(group)).map(run);
  const cut: Record<string, { cut: number; of: number }> = {};
  for (const evidence of all.filter(({ kind }) => kind !== 'end')) {
    const entry = (cut[`${evidence.group === 'voice' ? 'voice ' : ''}${evidence.kind}`] ??= { cut: 0, of: 0 });
    entry.of += 1;
    if (run(evidence) < (evidence.silenceMs ?? Infinity)) entry.cut += 1;
  }
  return {
    ...{ policy: candidate.name, recognizer, ends: waits.length, cut },
    by: Object.fromEntries(MARKS_MS.map((ms) => [ms, waits.filter((wait) => wait <= ms).length / waits.length])),
    p50Ms: quantile(waits, 0.5),
    p95Ms: quantile(waits, 0.95),
  };
}
