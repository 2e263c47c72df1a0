/** Tokens from text: Whisper's byte pairs, joined in the order of their ids. */

/**
 * GPT-2's words: joins never reach over their borders. Source: Radford et al., Language models are unsupervised multitask
 * learners (2019).
 */
const WORD = /'(?:s|t|re|ve|m|ll|d)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/**
 * @param idOf id of a token by its spelling in GPT-2's alphabet
 * @param spell a byte in that alphabet
 * @returns ids; a byte that the vocabulary lacks is left out
 */
export function encodeText(
  text: string,
  idOf: (token: string) => number | undefined,
  spell: (byte: number) => string,
): number[] {
  return (text.match(WORD) ?? []).flatMap((word) => {
    const letters = Array.from(new TextEncoder().encode(word), spell);
    return joinPairs(letters, idOf).flatMap((part) => idOf(part) ?? []);
  });
}

/** Ids were given in the order in which pairs were learnt, so the pair with the lowest id is joined first. */
function joinPairs(letters: readonly string[], idOf: (token: string) => number | undefined): readonly string[] {
  let parts = letters;
  for (;;) {
    let best = -1;
    let lowest = Infinity;
    for (let i = 0; i + 1 < parts.length; i++) {
      const id = idOf((parts[i] ?? '') + (parts[i + 1] ?? '')) ?? Infinity;
      if (id >= lowest) continue;
      lowest = id;
      best = i;
    }
    if (best === -1) return parts;
    parts = [...parts.slice(0, best), parts.slice(best, best + 2).join(''), ...parts.slice(best + 2)];
  }
}
