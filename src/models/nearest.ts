/** The known word a mistyped one most likely meant. */

/** Edit distance with insertions, deletions and substitutions at cost 1 (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The nearest of `known`, or undefined when none is near enough to be worth naming. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const asked = word.toLowerCase();
  const contained = known.filter((name) => asked.length >= 3 && name.toLowerCase().includes(asked));
  if (contained.length === 1) return contained[0];
  const ranked = known
    .map((name) => ({ name, cost: distance(asked, name.toLowerCase()) }))
    .sort((a, b) => a.cost - b.cost);
  const best = ranked[0];
  return best !== undefined && best.cost <= Math.max(2, Math.ceil(best.name.length / 3)) ? best.name : undefined;
}
