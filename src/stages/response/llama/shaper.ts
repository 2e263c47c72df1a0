/** What of a model's output may be said: whole sentences, none of them twice, nothing half-said at the end of the budget. */

/** A sentence is over at its mark once something follows it: "3.5" and "…?!" are not cut. */
const SENTENCE = /^[\s\S]*?(?:[.!?…]+["'”’)\]]*(?=\s)|(?<!:)\n+)/;
const ENDED = /[.!?…]["'”’)\]]*\s*$/;
/** A full stop after these ends no sentence. */
const ABBREVIATION = /(?:^|\s)(?:mr|mrs|ms|dr|st|prof|vs|etc|e\.g|i\.e|no|[a-z]|\d+)\.$/i;
/** So many words said over again at once are a loop, even inside one sentence. */
const LOOP_WORDS = 4;
const LOOP_TIMES = 3;

/**
 * The first sentence flows through as it comes, because the listener waits for it; each later one is held until it is
 * whole, because it may still have to be dropped.
 */
export class ReplyShaper {
  #held = '';
  #first = '';
  #firstDone = false;
  #looped = false;
  readonly #said = new Set<string>();

  /** True once the model repeats itself: nothing more is worth generating. */
  get looped(): boolean {
    return this.#looped;
  }

  /** True when all that was given out so far are whole sentences. */
  get isBetween(): boolean {
    return this.#firstDone;
  }

  /** Takes generated text, gives what may be said now (often nothing). */
  push(text: string): string {
    if (this.#looped) return '';
    this.#held += text;
    let out = this.#firstDone ? '' : this.#pushFirst();
    while (this.#firstDone && !this.looped) {
      const sentence = takeSentence(this.#held);
      if (sentence === undefined) break;
      this.#held = this.#held.slice(sentence.length);
      out += this.#admit(sentence);
    }
    return out;
  }

  /** What may still be said when generation is over. `cut`: the budget ran out in the middle of things. */
  finish(cut: boolean): string {
    const rest = this.#held;
    this.#held = '';
    if (this.#looped || rest.trim() === '' || !this.#firstDone) return '';
    const repeated = this.#said.has(keyOf(rest));
    return repeated || (cut && !ENDED.test(rest)) ? '' : rest;
  }

  #pushFirst(): string {
    const whole = this.#first + this.#held;
    const sentence = takeSentence(whole);
    this.#firstDone = sentence !== undefined && keyOf(sentence) !== '';
    const spoken = this.#firstDone ? (sentence ?? '') : whole;
    const out = spoken.slice(this.#first.length);
    this.#held = whole.slice(spoken.length);
    this.#first = spoken;
    if (this.#firstDone) this.#said.add(keyOf(spoken));
    else this.#looped = repeatsWords(spoken);
    return out;
  }

  #admit(sentence: string): string {
    const key = keyOf(sentence);
    this.#looped = key !== '' && this.#said.has(key);
    this.#said.add(key);
    return this.#looped ? '' : sentence;
  }
}

function takeSentence(text: string): string | undefined {
  let length = 0;
  while (true) {
    const match = SENTENCE.exec(text.slice(length))?.[0];
    if (match === undefined) return undefined;
    length += match.length;
    if (!ABBREVIATION.test(text.slice(0, length))) return text.slice(0, length);
  }
}

/** Letters and digits only: "Yes!" and "yes." are the same sentence. */
function keyOf(sentence: string): string {
  return sentence
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function repeatsWords(text: string): boolean {
  const words = keyOf(text).split(' ');
  const tail = words.slice(-LOOP_WORDS * LOOP_TIMES);
  if (tail.length < LOOP_WORDS * LOOP_TIMES) return false;
  return tail.every((word, index) => word === tail[index % LOOP_WORDS]);
}
