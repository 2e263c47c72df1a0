/** Takes what a reasoning model thinks aloud out of what it says. */

/** How models mark their thoughts in the text itself, where their server does not keep them apart. */
const pairs: readonly (readonly [open: string, close: string])[] = [
  ['<think>', '</think>'],
  ['<thinking>', '</thinking>'],
  ['<thought>', '</thought>'],
  ['<reasoning>', '</reasoning>'],
  ['[THINK]', '[/THINK]'],
];
const marks = pairs.flat();

/** Feed text as it comes, cut anywhere; what comes out may be said. */
export class ThoughtFilter {
  #pending = '';
  /** What ends the thought under way; undefined outside of one. */
  #closers: readonly string[] | undefined;
  #hasSaid = false;
  #hasThought = false;
  #sawLoneEnd = false;

  /** @param startsInside some prompts open the thought themselves: then the text begins in the middle of it */
  constructor(startsInside = false) {
    this.#closers = startsInside ? pairs.map(([, close]) => close) : undefined;
  }

  get hasThought(): boolean {
    return this.#hasThought;
  }

  /** True when a thought ended that nobody had seen begin: this model's texts start inside of one. */
  get sawLoneEnd(): boolean {
    return this.#sawLoneEnd;
  }

  push(text: string): string {
    this.#pending += text;
    let out = '';
    while (this.#step((said) => (out += said)));
    return this.#trimmed(out);
  }

  /** What was held back and turned out to be words. */
  finish(): string {
    const rest = this.#closers === undefined ? this.#pending : '';
    this.#pending = '';
    return this.#trimmed(rest);
  }

  /** True while there is more to look at. */
  #step(say: (text: string) => void): boolean {
    const inside = this.#closers;
    const wanted = inside ?? marks;
    const found = firstOf(this.#pending, wanted);
    if (found === undefined) {
      const end = this.#pending.length - heldLength(this.#pending, wanted);
      if (inside === undefined) say(this.#pending.slice(0, end));
      else this.#hasThought ||= end > 0;
      this.#pending = this.#pending.slice(end);
      return false;
    }
    if (inside === undefined) say(this.#pending.slice(0, found.at));
    this.#hasThought = true;
    this.#pending = this.#pending.slice(found.at + found.mark.length);
    const close = pairs.find(([open]) => open === found.mark)?.[1];
    if (inside === undefined && close === undefined) this.#sawLoneEnd = true;
    this.#closers = inside === undefined && close !== undefined ? [close] : undefined;
    return true;
  }

  /** Thoughts leave empty lines behind. */
  #trimmed(text: string): string {
    const said = this.#hasSaid ? text : text.trimStart();
    this.#hasSaid ||= said !== '';
    return said;
  }
}

function firstOf(text: string, wanted: readonly string[]): { at: number; mark: string } | undefined {
  let first: { at: number; mark: string } | undefined;
  for (const mark of wanted) {
    const at = text.indexOf(mark);
    if (at >= 0 && (first === undefined || at < first.at)) first = { at, mark };
  }
  return first;
}

/** Length of the longest end of `text` that begins one of the marks without being all of it. */
function heldLength(text: string, marks: readonly string[]): number {
  let held = 0;
  for (const mark of marks) {
    for (let length = Math.min(mark.length - 1, text.length); length > held; length--) {
      if (text.endsWith(mark.slice(0, length))) held = length;
    }
  }
  return held;
}
