/** Word errors between what was said and what was heard. */

/** Units to insert, delete or replace so that `heard` becomes `said` (Levenshtein distance). */
export function countErrors(said: readonly string[], heard: readonly string[]): number {
  return lastRow(said, heard).at(-1) ?? 0;
}

/** Errors of `part` against the beginning of `whole` that fits it best: for words of a text that still grows. */
export function countPrefixErrors(part: readonly string[], whole: readonly string[]): number {
  return Math.min(...lastRow(part, whole));
}

/** Distance of all of `said` to each beginning of `heard`. */
function lastRow(said: readonly string[], heard: readonly string[]): readonly number[] {
  let row = Array.from({ length: heard.length + 1 }, (_, i) => i);
  said.forEach((word, i) => {
    const next = [i + 1];
    heard.forEach((other, j) => {
      const replaced = (row[j] ?? 0) + (word === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    });
    row = next;
  });
  return row;
}

/** Errors and words of many texts: their quotient is the corpus word error rate. */
export class ErrorCount {
  #errors = 0;
  #words = 0;

  /** @returns the errors of this text over its words; Infinity for words where none were said */
  add(said: readonly string[], heard: readonly string[]): number {
    const errors = countErrors(said, heard);
    this.#errors += errors;
    this.#words += said.length;
    return errors === 0 ? 0 : errors / said.length;
  }

  /** Undefined when no word was said. */
  get rate(): number | undefined {
    return this.#words === 0 ? undefined : this.#errors / this.#words;
  }
}
