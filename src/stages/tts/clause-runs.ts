/** Cuts a sentence at its clauses, for an engine that hands out nothing before a run is over. */
import type { SpokenWord } from './spoken-text.js';

/** Shorter runs sound clipped, and the work around a run is the same however short it is. */
const fewestWords = 3;
/** Words that a later run may have for each word of the run before, which plays while it is made. */
const growth = 1.5;
/** Runs of so many words are made in time whatever came before. */
const freeWords = 6;

/**
 * The words in runs, in order and complete. Runs end behind punctuation; the first is the shortest that sounds well, and
 * each later one takes in as many clauses as can be made while the run before it plays.
 */
export function clauseRuns(words: readonly SpokenWord[]): SpokenWord[][] {
  const runs: SpokenWord[][] = [];
  for (const clause of clausesOf(words)) {
    const last = runs.at(-1);
    const before = runs.at(-2)?.length;
    const most = before === undefined ? 0 : Math.max(freeWords, growth * before);
    const isShort = last !== undefined && (last.length < fewestWords || clause.length < fewestWords);
    if (last !== undefined && (isShort || last.length + clause.length <= most)) last.push(...clause);
    else runs.push([...clause]);
  }
  return runs;
}

function clausesOf(words: readonly SpokenWord[]): SpokenWord[][] {
  const clauses: SpokenWord[][] = [];
  let open: SpokenWord[] = [];
  for (const word of words) {
    open.push(word);
    if (word.after === '') continue;
    clauses.push(open);
    open = [];
  }
  return open.length > 0 ? [...clauses, open] : clauses;
}
