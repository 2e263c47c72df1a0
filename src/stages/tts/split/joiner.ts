/** Joins short sentences that are there at the same time, so that they are not a breath each. */

const shortestTargetChars = 60;
const longestTargetChars = 200;
/** A piece lasts so many times longer in the ear than the next may be long, even for a voice that is slow to make it. */
const growth = 3;

/** Gives out what it is given, joined; the first piece of a reply always goes alone and at once. */
export class SentenceJoiner {
  #open = '';
  #targetChars = 0;

  get isHolding(): boolean {
    return this.#open !== '';
  }

  /** Takes one piece; yields those that it cannot be joined to. */
  add(piece: string): string[] {
    const isFirst = this.#targetChars === 0;
    const fits = this.#open.length + piece.length <= this.#targetChars && !isNewLine(this.#open, piece);
    if (fits && this.isHolding) {
      this.#open += piece;
      return [];
    }
    const done = this.take();
    this.#open = piece;
    return isFirst ? this.take() : done;
  }

  /** What is held, if anything. */
  take(): string[] {
    if (this.#open === '') return [];
    const piece = this.#open;
    this.#open = '';
    this.#targetChars = Math.min(longestTargetChars, Math.max(shortestTargetChars, piece.length * growth));
    return [piece];
  }
}

/** The pause between two lines is meant. */
function isNewLine(before: string, after: string): boolean {
  return /\n\s*$/.test(before) || /^\s*\n/.test(after);
}
