/** Listens to a reply while it is made: one that recites the model's instructions, or tells their secrets, ends there. */
import { digitise } from '../../skills/language/numbers.js';
import { LEAST_SENTENCE, RECITED_WORDS, wordsOf, type Instructions } from './instructions.js';

/** So many words at the end of a sentence are held for what may follow; fewer are too common to keep anybody waiting. */
const HELD_AT_END = 3;
/** A code that is spelled out takes no more words. */
const MOST_CODE_WORDS = 12;
const SENTENCE_END = /[.!?…]["'”’)\]]*\s*$/;
const OF_NUMBERS = /^(?:hundred|thousand|million|and|dash|double)$/;

/** What a reply was stopped for. */
export type Betrayal = 'recited' | 'secret';

/** A piece of the reply that may be the beginning of what nobody is to hear. */
interface Held {
  readonly text: string;
  readonly words: number;
}

export class RecitalWatch {
  readonly #instructions: Instructions;
  /** The latest words of the reply. */
  #tail: string[] = [];
  #held: Held[] = [];
  #betrayal: Betrayal | undefined;

  constructor(instructions: Instructions) {
    this.#instructions = instructions;
  }

  /** Set once the reply must end: nothing of what was held is to be said. */
  get betrayal(): Betrayal | undefined {
    return this.#betrayal;
  }

  /** Takes whole words, gives what may be said now. */
  push(text: string): string {
    let free = '';
    for (const piece of text.match(/\s*\S+(?:\s+$)?|\s+$/g) ?? []) {
      if (this.#betrayal !== undefined) break;
      free += this.#read(piece);
    }
    return free;
  }

  /** What was held and turned out to be harmless. */
  finish(): string {
    const rest = this.#held.map(({ text }) => text).join('');
    this.#held = [];
    return rest;
  }

  #read(piece: string): string {
    const words = wordsOf(piece);
    for (const word of words) {
      this.#tail.push(word);
      this.#betrayal ??= this.#findBetrayal();
    }
    if (this.#betrayal !== undefined) {
      this.#held = [];
      return '';
    }
    this.#tail = this.#tail.slice(-Math.max(RECITED_WORDS, MOST_CODE_WORDS));
    this.#held.push({ text: piece, words: words.length });
    return this.#release(Math.max(this.#begun(SENTENCE_END.test(piece)), this.#numbers()));
  }

  #findBetrayal(): Betrayal | undefined {
    const { stretches, secrets } = this.#instructions;
    for (let count = LEAST_SENTENCE; count <= RECITED_WORDS; count++)
      if (stretches.has(this.#tail.slice(-count).join(' '))) return 'recited';
    if (secrets.size === 0) return undefined;
    for (let count = 1; count <= Math.min(MOST_CODE_WORDS, this.#tail.length); count++) {
      const words = this.#tail.slice(-count);
      if (secrets.has(words.join('')) || secrets.has(digitise(words).join(''))) return 'secret';
    }
    return undefined;
  }

  /** How many words at the end begin something that nobody is to hear. */
  #begun(isSentenceEnd: boolean): number {
    for (let count = Math.min(RECITED_WORDS - 1, this.#tail.length); count > 0; count--) {
      if (this.#instructions.beginnings.has(this.#tail.slice(-count).join(' ')))
        return isSentenceEnd && count < HELD_AT_END ? 0 : count;
    }
    return 0;
  }

  /** How many words at the end are a number, where a number may be a secret. */
  #numbers(): number {
    if (![...this.#instructions.secrets].some((secret) => /^\d/.test(secret))) return 0;
    const isNumber = (word: string): boolean => OF_NUMBERS.test(word) || /^\d/.test(digitise([word])[0] ?? '');
    const before = this.#tail.findLastIndex((word) => !isNumber(word));
    return this.#tail.length - 1 - before;
  }

  #release(kept: number): string {
    let free = '';
    let left = this.#held.reduce((sum, { words }) => sum + words, 0);
    while (this.#held[0] !== undefined && left - this.#held[0].words >= kept) {
      const [first] = this.#held.splice(0, 1);
      free += first?.text ?? '';
      left -= first?.words ?? 0;
    }
    return free;
  }
}
