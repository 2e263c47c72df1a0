/** Lines that are told one by one, in a random order, and none again before all were told. */

export class Deck<T> {
  readonly #all: readonly [T, ...T[]];
  #untold: T[] = [];
  #last: T | undefined;

  constructor(all: readonly [T, ...T[]]) {
    this.#all = all;
  }

  /** One that was not told since the deck was last full; it counts as told only when `told` is called. */
  draw(random: () => number): T {
    const fresh = this.#untold.length > 0 ? this.#untold : this.#all.filter((each) => each !== this.#last);
    return fresh[Math.floor(random() * fresh.length)] ?? this.#all[0];
  }

  told(line: T): void {
    const rest = this.#untold.length > 0 ? this.#untold : this.#all;
    this.#untold = rest.filter((each) => each !== line);
    this.#last = line;
  }
}
