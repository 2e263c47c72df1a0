/** One number as it grows word by word: "nineteen", "ninety", "nine" are 19, 1990, 1999. */

/** Digits that were said together: `whole` of finished thousands and up, `rest` below. */
interface Piece {
  whole: number;
  rest: number;
}

export class SpokenNumber {
  /** Digits before the last piece; pieces that do not add up stand side by side. */
  #head = '';
  #last: Piece | undefined;
  #literal = false;

  /** Nothing was said yet. */
  get empty(): boolean {
    return this.#head === '' && this.#last === undefined;
  }

  /** It was read off digits and not yet changed by a word: only a multiplier or a point goes on with it. */
  get literal(): boolean {
    return this.#literal;
  }

  get text(): string {
    return this.#head + (this.#last === undefined ? '' : plain(this.#last.whole + this.#last.rest));
  }

  /** @param value 1…99 */
  addSmall(value: number): void {
    const piece = this.#last;
    if (piece !== undefined && fits(piece, value)) piece.rest += value;
    else this.#open({ whole: 0, rest: value });
  }

  /** @param digits as they were written, e.g. `3.14` */
  addLiteral(digits: string): void {
    const fresh = this.empty;
    this.addDigits(digits);
    this.#literal = fresh;
  }

  /** @param digits said one by one, e.g. `00` */
  addDigits(digits: string): void {
    this.#seal();
    this.#head += digits;
    this.#literal = false;
  }

  addPoint(): void {
    this.#seal();
    this.#head += '.';
    this.#literal = false;
  }

  /** @param value a power of ten from 100 on */
  multiply(value: number): void {
    if (this.#head !== '') {
      // Side by side or with a point: the whole of it counts.
      const all = Number(this.text);
      this.#head = '';
      this.#last = { whole: times(all, value), rest: 0 };
    } else if (this.#last === undefined) {
      this.#last = value === 100 ? { whole: 0, rest: 100 } : { whole: value, rest: 0 };
    } else {
      const { whole, rest } = this.#last;
      // Nothing new since the last multiplier: "hundred thousand million" multiplies all.
      if (rest === 0) this.#last = { whole: times(whole, value), rest };
      else if (value === 100) this.#last = { whole, rest: rest * 100 };
      else this.#last = { whole: whole + rest * value, rest: 0 };
    }
    this.#literal = false;
  }

  #open(piece: Piece): void {
    this.#seal();
    this.#last = piece;
    this.#literal = false;
  }

  #seal(): void {
    this.#head = this.text;
    this.#last = undefined;
  }
}

/** "twenty" takes "one", "hundred" takes "twelve", "nineteen" takes neither. */
function fits({ whole, rest }: Piece, value: number): boolean {
  if (rest === 0) return whole > 0;
  return rest % (value < 10 ? 10 : 100) === 0;
}

/** Without the noise of binary fractions. */
function times(value: number, factor: number): number {
  return Math.round(value * factor * 1e6) / 1e6;
}

function plain(value: number): string {
  return value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 6 });
}
