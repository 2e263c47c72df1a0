/** Finds which of espeak's joined words each spoken word went into. */

/** The word is over when `fraction` (0…1) of token number `token` has been said. */
export interface WordPlace {
  readonly token: number;
  readonly fraction: number;
}

interface Step {
  readonly cost: number;
  readonly words: number;
  readonly tokens: number;
}

/** As many words in one token, or tokens in one word, as are looked at: espeak joins "would have been" and no more. */
const widest = 6;

/** `token` is −1 for words before the first sound. Lengths in letters and in phonemes decide where espeak joined words. */
export function alignWords(words: readonly string[], tokens: readonly string[]): WordPlace[] {
  if (tokens.length === 0) return words.map(() => ({ token: -1, fraction: 1 }));
  if (tokens.length === words.length) return words.map((_, token) => ({ token, fraction: 1 }));
  const places: WordPlace[] = [];
  let token = 0;
  for (const step of cheapestSteps(words.map(letterCount), tokens.map(soundCount))) {
    token += step.tokens;
    const group = words.slice(places.length, places.length + step.words).map(letterCount);
    const total = group.reduce(sum, 0);
    let said = 0;
    for (const letters of group) {
      said += letters;
      places.push({ token: token - 1, fraction: step.tokens === 1 ? said / total : 1 });
    }
  }
  return places;
}

function cheapestSteps(letters: readonly number[], sounds: readonly number[]): Step[] {
  const rate = sounds.reduce(sum, 0) / letters.reduce(sum, 0);
  const table: (Step | undefined)[][] = letters.map(() => []);
  const costAt = (word: number, token: number): number =>
    word === 0 && token === 0 ? 0 : word === 0 ? Infinity : (table[word - 1]?.[token]?.cost ?? Infinity);
  for (let word = 1; word <= letters.length; word += 1) {
    for (let token = 0; token <= sounds.length; token += 1) {
      let best: Step | undefined;
      for (const [taken, used] of shapes) {
        if (taken > word || used > token) continue;
        const expected = letters.slice(word - taken, word).reduce(sum, 0) * rate;
        const heard = sounds.slice(token - used, token).reduce(sum, 0);
        // A silent word and a joined one are rarer than one for one, whatever their lengths say.
        const cost = costAt(word - taken, token - used) + (expected - heard) ** 2 + (taken + used - 2) ** 2;
        if (cost < (best?.cost ?? Infinity)) best = { cost, words: taken, tokens: used };
      }
      (table[word - 1] ?? [])[token] = best;
    }
  }
  return walkBack(table, letters.length, sounds.length);
}

/** Words × tokens of one step: one to many, many to one, and a word without sound. */
const shapes: readonly (readonly [number, number])[] = [
  [1, 0],
  ...Array.from({ length: widest }, (_, index) => [1, index + 1] as const),
  ...Array.from({ length: widest - 1 }, (_, index) => [index + 2, 1] as const),
];

function walkBack(table: readonly (readonly (Step | undefined)[])[], words: number, tokens: number): Step[] {
  const steps: Step[] = [];
  let word = words;
  let token = tokens;
  while (word > 0) {
    // More than `widest` tokens per word: the rest belongs to the first words, which nothing else claims.
    const step = table[word - 1]?.[token] ?? { cost: 0, words: 1, tokens: Math.ceil(token / word) };
    steps.push(step);
    word -= step.words;
    token -= step.tokens;
  }
  return steps.reverse();
}

const sum = (left: number, right: number): number => left + right;
const letterCount = (word: string): number => Math.max(1, word.replace(/[^\p{L}\p{N}]/gu, '').length);
const soundCount = (ipa: string): number => Math.max(1, ipa.replace(/[ˈˌː]/g, '').length);
