/** Where a reply is over although the model goes on: at a stop text, or where it begins to speak for somebody else. */

/** A line that begins so is the next one's, not the reply's. */
const roles = ['user', 'human', 'assistant', 'system', 'ai', 'bot'].map((role) => `\n${role}:`);

export class StopText {
  readonly #stops: readonly string[];
  #held = '';
  #isOver = false;

  /** @param stops compared without case */
  constructor(stops: readonly string[]) {
    this.#stops = [...stops, ...roles].filter((stop) => stop !== '').map((stop) => stop.toLowerCase());
  }

  /** True once a stop text came: nothing more is worth generating. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Takes generated text, gives what surely lies before any stop text. */
  push(text: string): string {
    if (this.#isOver) return '';
    const whole = this.#held + text;
    const plain = whole.toLowerCase();
    const found = this.#stops.map((stop) => plain.indexOf(stop)).filter((at) => at >= 0);
    if (found.length > 0) {
      this.#isOver = true;
      this.#held = '';
      return whole.slice(0, Math.min(...found));
    }
    const kept = this.#beginning(plain);
    this.#held = whole.slice(whole.length - kept);
    return whole.slice(0, whole.length - kept);
  }

  /** What was held because a stop text might have begun there. */
  finish(): string {
    const rest = this.#held;
    this.#held = '';
    return rest;
  }

  /** How many characters at the end may be the beginning of a stop text. */
  #beginning(plain: string): number {
    const longest = Math.max(...this.#stops.map(({ length }) => length - 1));
    for (let length = Math.min(longest, plain.length); length > 0; length--) {
      const end = plain.slice(plain.length - length);
      if (this.#stops.some((stop) => stop.startsWith(end))) return length;
    }
    return 0;
  }
}
