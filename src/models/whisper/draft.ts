/** What is left of a draft once the decoder has chosen another token than the draft had. */

/** So many tokens of a draft may have gone missing at one place. */
const MOST_DROPPED = 4;

/**
 * The part of `rest` that is likely to follow `chosen`. `rest` is the draft from the token on that did not stand.
 * @param isMark whether a token is punctuation, which comes and goes without changing the words
 */
export function resumeDraft(
  rest: readonly number[],
  chosen: number,
  isMark: (token: number) => boolean,
): readonly number[] {
  // The decoder left some tokens out …
  const found = rest.slice(0, MOST_DROPPED + 1).indexOf(chosen);
  if (found > 0) return rest.slice(found + 1);
  // … or put a mark in …
  const [replaced] = rest;
  if (isMark(chosen) && replaced !== undefined && !isMark(replaced)) return rest;
  // … or took one token for another.
  return rest.slice(1);
}
