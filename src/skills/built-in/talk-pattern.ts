/** Patterns of what people say, from pieces that fit a line. */

/** Fits any of these as a whole. */
export function anyOf(...sources: readonly string[]): RegExp {
  return new RegExp(`^(?:${sources.join('|')})$`, 'u');
}
