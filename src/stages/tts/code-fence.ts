/** Silences code blocks that stretch over several sentences of a reply. */

/** Remembers from one sentence to the next whether a ``` block is open. */
export class CodeFence {
  #open = false;

  /** The text with blocks and their fences made unspeakable; its words keep their number and their places. */
  mask(text: string): string {
    return text
      .split(/(```)/)
      .map((part) => {
        if (part === '```') this.#open = !this.#open;
        return this.#open || part === '```' ? part.replace(/\S/gu, '~') : part;
      })
      .join('');
  }
}
