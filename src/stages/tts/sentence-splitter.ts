/** Cuts a text that arrives in pieces into sentences, and a long wait into clauses; joined, they are the text. */
import { clauseLength, clauseLimits, countWords } from './split/clause-end.js';
import { forcedLength, goesOn } from './split/forced-cut.js';
import { endsForCertain, endsLine, isSpeakable, judgeEnd, longestAheadChars } from './split/sentence-end.js';

export interface SplitterOptions {
  /** No sentence is longer, in UTF-16 code units. At least 2, so that a character fits in. */
  readonly longestChars: number;
  /** Whether clauses are handed out before their sentence is whole: short ones first, then longer ones. */
  readonly firstClause: boolean;
}

export const defaultSplitter: SplitterOptions = { longestChars: 280, firstClause: true };

/** White space behind which a line may break; the narrow and unbreakable ones belong to what stands around them. */
const gap = /[^\S\u00a0\u202f\u2007\ufeff]/;
const lineEnd = /[\n\u2028\u2029]/;
/** Ends of sentences and clauses behind which other scripts write no gap. */
const gaplessEnd = /(?:(?![.!?])\p{Sentence_Terminal}|[…，、；：—])["”’」』）】》〉]*$/u;
const shoutedEnd = /\p{Lo}[!?]+$/u;
/** Every pattern above fits into so many characters at the end of what stands before. */
const tailChars = 8;

export class SentenceSplitter {
  readonly #options: SplitterOptions;
  #buffer = '';
  /** Where in the buffer the open sentence begins, and before what all has been looked at. */
  #start = 0;
  #at = 0;
  /** How many pieces worth the name have gone. */
  #level = 0;
  /** Whether the open sentence began inside a block of code. */
  #isCode = false;

  constructor(options: SplitterOptions = defaultSplitter) {
    this.#options = options;
  }

  /** The sentences that `text` completes. The same text in other pieces gives the same sentences. */
  push(text: string): string[] {
    this.#buffer = this.#buffer.slice(this.#start) + text;
    this.#at -= this.#start;
    this.#start = 0;
    return this.#scan(false);
  }

  /** The rest, and a fresh start. */
  flush(): string[] {
    const sentences = this.#scan(true);
    if (this.#start < this.#buffer.length) sentences.push(this.#buffer.slice(this.#start));
    this.#buffer = '';
    this.#start = 0;
    this.#at = 0;
    this.#level = 0;
    this.#isCode = false;
    return sentences;
  }

  #scan(isLast: boolean): string[] {
    const sentences: string[] = [];
    while (this.#at < this.#buffer.length) {
      const next = this.#character();
      // Half a character says nothing yet.
      if (!isLast && /^[\uD800-\uDBFF]$/.test(next)) break;
      const length = this.#cutAt(next, isLast);
      if (length === undefined) break;
      if (length > 0) sentences.push(this.#take(length));
      else this.#at += next.length;
    }
    return sentences;
  }

  #character(): string {
    return String.fromCodePoint(this.#buffer.codePointAt(this.#at) ?? 0);
  }

  /** Length of what may go now that `next` is known; 0 for nothing, undefined when more must be known. */
  #cutAt(next: string, isLast: boolean): number | undefined {
    const length = this.#at - this.#start;
    if (length + next.length > this.#options.longestChars) return this.#forced(next);
    if (length === 0) return 0;
    const before = this.#buffer.charAt(this.#at - 1);
    if (gap.test(next)) return this.#cutAtGap(before, next);
    if (!this.#mayEndBehind(before, next)) return 0;
    const head = this.#head();
    if (this.#isInCode(head)) return 0;
    const ahead = { text: this.#buffer.slice(this.#at, this.#at + longestAheadChars), isLast };
    const verdict = judgeEnd(head, ahead);
    if (verdict === 'wait') return undefined;
    if (verdict === 'end') return length;
    return this.#options.firstClause && isSpeakable(head) ? clauseLength(head, ahead, this.#limits()) : 0;
  }

  /** A line's end, or a sentence that is over whatever follows: neither waits for the next word. */
  #cutAtGap(before: string, next: string): number {
    const isLineEnd = lineEnd.test(next);
    if (!isLineEnd && gap.test(before)) return 0;
    const head = this.#head();
    if (this.#isInCode(head)) return 0;
    const isEnd = isLineEnd ? endsLine(head) : endsForCertain(head);
    return isEnd ? head.length + next.length : 0;
  }

  #mayEndBehind(before: string, next: string): boolean {
    if (goesOn.test(next)) return false;
    if (gap.test(before)) return true;
    if (/[\w.]/.test(before)) return false;
    const tail = this.#buffer.slice(Math.max(this.#start, this.#at - tailChars), this.#at);
    if (shoutedEnd.test(tail)) return /\p{Lo}/u.test(next);
    return gaplessEnd.test(tail) && !/[\p{N}\p{Pe}\p{Pf}\p{Po}]/u.test(next);
  }

  #forced(next: string): number {
    const head = this.#head();
    return gap.test(next) && endsForCertain(head) ? head.length : forcedLength(head);
  }

  #head(): string {
    return this.#buffer.slice(this.#start, this.#at);
  }

  #isInCode(head: string): boolean {
    return this.#isCode !== (head.split('```').length % 2 === 0);
  }

  #limits(): (typeof clauseLimits)[number] {
    return clauseLimits[Math.min(this.#level, clauseLimits.length - 1)] ?? clauseLimits[0];
  }

  #take(length: number): string {
    const sentence = this.#buffer.slice(this.#start, this.#start + length);
    this.#isCode = this.#isInCode(sentence);
    this.#start += length;
    this.#at = this.#start;
    // "Sure," or an emoji is no head start: what follows must come as soon as a first piece.
    if (countWords(sentence) > 2) this.#level += 1;
    return sentence;
  }
}
