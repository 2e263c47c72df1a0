/** What was dictated, as it is kept on disk and told. */
import { join } from 'node:path';
import { openOutbox, writtenOf, type Outbox, type Utterance } from '../desktop/outbox.js';

/** Without a running dictation nothing is forgotten: nobody says how much is to be kept. */
const EVERYTHING = { count: Number.MAX_SAFE_INTEGER, days: Number.MAX_SAFE_INTEGER };

export function keptFile(dataFolder: string): string {
  return join(dataFolder, 'dictation.jsonl');
}

/** To be read. */
export function openKept(dataFolder: string): Promise<Outbox> {
  return openOutbox({ path: keptFile(dataFolder), keep: EVERYTHING, now: Date.now });
}

export interface KeptText {
  readonly id: string;
  readonly text: string;
  /** Where it is, or why it waits. */
  readonly where: string;
  readonly atMs: number;
}

export function describeKept(utterance: Utterance): KeptText {
  const { id, atMs, state, by = '', why = '' } = utterance;
  const where = state === 'delivered' ? by : why === '' ? 'it was broken off; how much was typed is not known' : why;
  return { id, atMs, where, text: writtenOf(utterance) };
}
