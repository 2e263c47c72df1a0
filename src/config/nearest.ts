/** Finds the word that was probably meant, for "did you mean" in messages. */

/** Words longer than this are no slip of the hand, and the table below grows with their square. */
const LONGEST_WORD = 80;

/**
 * Edits between two words: insertion, deletion, substitution and the swap of two neighbours count one each
 * (optimal string alignment).
 */
export function countEdits(from: string, to: string): number {
  let before: number[] = [];
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      let best = Math.min(
        cell(above, column) + 1,
        cell(current, column - 1) + 1,
        cell(above, column - 1) + (same ? 0 : 1),
      );
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (row > 1 && column > 1 && swapped) best = Math.min(best, cell(before, column - 2) + 1);
      current.push(best);
    }
    before = above;
    above = current;
  }
  return cell(above, to.length);
}

function cell(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}

/** `endpointMs`, `Endpoint-MS` and `endpoint_ms` are the same slip. */
function normalise(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9.]/g, '');
}

/** The candidate nearest to `word`, or undefined when none is near enough to be worth a question. */
export function findNearest(word: string, candidates: Iterable<string>): string | undefined {
  const meant = normalise(word);
  if (word.length > LONGEST_WORD || meant === '') return undefined;
  let best: string | undefined;
  let bestEdits = Math.max(1, Math.floor(meant.length / 3)) + 1;
  for (const candidate of candidates) {
    const edits = countEdits(meant, normalise(candidate));
    if (edits < bestEdits) {
      best = candidate;
      bestEdits = edits;
    }
  }
  return best;
}
