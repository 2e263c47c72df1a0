/** Words that a recogniser got slightly wrong, mended towards the words that intents are made of. */
import { LRUCache } from 'lru-cache';

/** Shorter words are too close to each other: on/off, set/get, time/dime. */
const SHORTEST_MENDED = 5;
/** From this length on two letters may be wrong. */
const LONG_WORD = 8;

/** Everyday words one letter away from a key word: never mended. */
const REAL_WORDS = new Set(
  (
    'cancer cancels tanks times timed mines minutes second seconds seconded reheat repent repeats hours house houses ' +
    'things think thinks thing meter meters meter litter better latter matter later dates flips slip flop hallow ' +
    'hollow mellow fellow yellow jello point pints paint points stones store stores stony miles smiles yards cards ' +
    'grams granny bites byte bites celsius days says squire squares pounds pound round sound found bound sounds rounds ' +
    'founds bounds ounces bounce cups knots knights weeks weeds months mouths mouth hears tears bears feat foot metric ' +
    'degree decree degrees other older under wonder stopped started stars start starts smart heart mother'
  ).split(' '),
);

/** Optimal string alignment distance: insertions, deletions, substitutions and swapped neighbours, up to `limit` + 1. */
export function editDistance(a: string, b: string, limit = Infinity): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let cost = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      next.push(cost);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Edits that a word of this length may differ by and still be the same word, misheard. */
export function allowedEdits(word: string): number {
  if (word.length < SHORTEST_MENDED) return 0;
  return word.length < LONG_WORD ? 1 : 2;
}

/** The one known word closest to `word`, or undefined when none is near enough or two are equally near. */
export function nearest(word: string, known: ReadonlySet<string>): string | undefined {
  const limit = allowedEdits(word);
  if (limit === 0 || REAL_WORDS.has(word)) return undefined;
  let best: string | undefined;
  let bestEdits = limit + 1;
  for (const candidate of known) {
    if (allowedEdits(candidate) === 0) continue;
    const edits = editDistance(word, candidate, limit);
    if (edits < bestEdits) [best, bestEdits] = [candidate, edits];
    else if (edits === bestEdits && !best?.startsWith(candidate) && !candidate.startsWith(best ?? '')) best = undefined;
  }
  return bestEdits <= limit ? best : undefined;
}

/** What was found for a word, by the words that it was looked for in. */
const kept = new WeakMap<ReadonlySet<string>, LRUCache<string, { readonly word: string | undefined }>>();

function nearestKept(word: string, known: ReadonlySet<string>): string | undefined {
  let cache = kept.get(known);
  if (cache === undefined) kept.set(known, (cache = new LRUCache({ max: 2000 })));
  let found = cache.get(word);
  if (found === undefined) cache.set(word, (found = { word: nearest(word, known) }));
  return found.word;
}

export interface Mended {
  readonly text: string;
  /** Words that were changed. */
  readonly edits: number;
}

/** `text` with every unknown word near a known one replaced by it. */
export function mend(text: string, known: ReadonlySet<string>): Mended {
  let edits = 0;
  const words = text.split(' ').map((word) => {
    if (known.has(word)) return word;
    const instead = nearestKept(word, known);
    if (instead === undefined) return word;
    edits++;
    return instead;
  });
  return { text: words.join(' '), edits };
}
