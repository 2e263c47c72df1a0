/** How much of a busy machine each thread of inference gets. */
import { readdirSync, readlinkSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { getPriority, setPriority } from 'node:os';
import { basename } from 'node:path';
import type { Manner } from './engine.js';
import { recordError } from './error.js';

/** On Linux niceness belongs to a thread, and new threads inherit it; elsewhere to the process. */
export const isPerThread = process.platform === 'linux';

/** Least that there is. */
const MOST_POLITE = 19;
/** A thread of this much more niceness gets about an eighth of what the other gets. */
const PATIENCE = 9;

/** 0…19. `nice`: what the settings say. */
export function niceness(manner: Manner, nice: number): number {
  if (manner === 'urgent') return 0;
  return manner === 'calm' ? nice : Math.min(MOST_POLITE, nice + PATIENCE);
}

/** Makes the calling thread, or where that cannot be the process, as polite as `nice` (0…19); never less polite. */
export function lowerPriority(nice: number): void {
  lower(isPerThread ? Number(basename(readlinkSync('/proc/thread-self'))) : 0, nice);
}

/**
 * Makes every thread but the main one polite: above all Node's pool, on which language models work. Its threads are
 * there for good once it was asked for anything. Engines have threads of their own, which come later.
 */
export async function lowerPool(nice: number): Promise<void> {
  await stat('/');
  for (const thread of readdirSync('/proc/self/task').map(Number)) {
    if (thread !== process.pid) lower(thread, nice);
  }
}

function lower(thread: number, nice: number): void {
  try {
    setPriority(thread, Math.max(nice, getPriority(thread)));
  } catch (error) {
    process.stderr.write(`cannot set niceness ${nice}: ${recordError(error).message}\n`);
  }
}
