/** The lines of the outbox, and what an utterance is after each of them. */
import type { TextEdit } from '../pipeline/dictation.js';
import type { Utterance } from './outbox.js';

export type OutboxRecord =
  | {
      readonly do: 'add';
      readonly id: string;
      readonly atMs: number;
      readonly raw: string;
      readonly edits: readonly TextEdit[];
      readonly application?: string;
    }
  | { readonly do: 'begin'; readonly id: string }
  | { readonly do: 'fail'; readonly id: string; readonly rest: readonly TextEdit[]; readonly why: string }
  | { readonly do: 'finish'; readonly id: string; readonly by: string; readonly atMs: number };

/** @returns undefined for a line about something that was forgotten */
export function readEntry(entry: Utterance | undefined, record: OutboxRecord): Utterance | undefined {
  if (record.do === 'add') {
    const { id, atMs, raw, edits, application } = record;
    const named = application === undefined ? {} : { application };
    return { id, atMs, raw, edits, ...named, state: 'waiting', rest: edits };
  }
  if (entry === undefined) return undefined;
  switch (record.do) {
    case 'begin':
      return { ...entry, state: 'typing' };
    case 'fail':
      return { ...entry, state: 'waiting', rest: record.rest, why: record.why };
    case 'finish':
      return { ...entry, state: 'delivered', rest: [], by: record.by, deliveredAtMs: record.atMs };
  }
}

/** The lines that make an utterance what it is. */
export function recordsOf(entry: Utterance): readonly OutboxRecord[] {
  const { id, atMs, raw, edits, application, state, rest, why, by, deliveredAtMs } = entry;
  const named = application === undefined ? {} : { application };
  const lines: OutboxRecord[] = [{ do: 'add', id, atMs, raw, edits, ...named }];
  if (why !== undefined || rest !== edits) lines.push({ do: 'fail', id, rest, why: why ?? '' });
  if (state === 'typing') lines.push({ do: 'begin', id });
  if (state === 'delivered') lines.push({ do: 'finish', id, by: by ?? '', atMs: deliveredAtMs ?? atMs });
  return lines;
}

/** A line as it was written; undefined for one that a power cut has torn, or that is none of ours. */
export function parseRecord(line: string): OutboxRecord | undefined {
  try {
    const value = JSON.parse(line) as Partial<OutboxRecord> | null;
    if (typeof value !== 'object' || value === null || typeof value.id !== 'string') return undefined;
    if (value.do === 'add')
      return Array.isArray(value.edits) && typeof value.raw === 'string' ? (value as OutboxRecord) : undefined;
    if (value.do === 'fail') return Array.isArray(value.rest) ? (value as OutboxRecord) : undefined;
    return value.do === 'begin' || value.do === 'finish' ? (value as OutboxRecord) : undefined;
  } catch {
    return undefined;
  }
}
