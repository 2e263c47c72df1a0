/** Cuts a text that arrives in pieces into sentences, the first one clause by clause; joined, they are the text. */
import { defaultClause, endsSentence, firstClauseLength } from './sentence-boundary.js';

export interface SplitterOptions {
  /** No sentence is longer, in UTF-16 code units. */
  readonly longestChars: number;
  /** Whether the very first clause is handed out before its sentence is whole. */
  readonly firstClause: boolean;
}

export const defaultSplitter: SplitterOptions = { longestChars: 280, firstClause: true };

export class SentenceSplitter {
  readonly #options: SplitterOptions;
  #buffer = '';
  /** Everything before it has been looked at. */
  #scanned = 0;
  #isFirst: boolean;

  constructor(options: SplitterOptions = defaultSplitter) {
    this.#options = options;
    this.#isFirst = options.firstClause;
  }

  /** The sentences that `text` completes. The same text in other pieces gives the same sentences. */
  push(text: string): string[] {
    this.#buffer += text;
    const sentences: string[] = [];
    while (this.#scanned < this.#buffer.length) {
      const length = this.#cutAt(this.#scanned);
      this.#scanned += 1;
      if (length > 0) sentences.push(this.#take(length));
    }
    return sentences;
  }

  /** The rest, and a fresh start. */
  flush(): string[] {
    const rest = this.#buffer === '' ? [] : [this.#take(this.#buffer.length)];
    this.#isFirst = this.#options.firstClause;
    return rest;
  }

  /** Length of what may go now that the character at `at` is known; 0 for nothing. */
  #cutAt(at: number): number {
    if (at >= this.#options.longestChars) return forcedLength(this.#buffer.slice(0, at));
    const next = this.#buffer.charAt(at);
    const before = this.#buffer.charAt(at - 1);
    if (/\s/.test(next) || !/[\s。！？]/.test(before)) return 0;
    const head = this.#buffer.slice(0, at);
    if (head.trim() === '') return 0;
    if (endsSentence(head, next)) return at;
    return this.#isFirst ? firstClauseLength(head, defaultClause) : 0;
  }

  #take(length: number): string {
    const sentence = this.#buffer.slice(0, length);
    this.#buffer = this.#buffer.slice(length);
    this.#scanned = 0;
    // A reply that begins with a signless line ("**", an emoji) still owes its first clause.
    if (/[\p{L}\p{N}]/u.test(sentence)) this.#isFirst = false;
    return sentence;
  }
}

/** Cuts a text that has no end in sight: behind a comma if it comes late enough, else between words, else anywhere. */
function forcedLength(head: string): number {
  const comma = head.search(/[,;:—–]["'”’)\]]*\s+[^,;:—–]*$/);
  if (comma > head.length * 0.4) return comma + (/^\S+\s+/.exec(head.slice(comma))?.[0].length ?? 1);
  const gap = head.search(/\s\S*$/);
  if (gap > 0) return gap + 1;
  const isSplitPair = /[\uD800-\uDBFF]$/.test(head);
  return head.length - (isSplitPair ? 1 : 0);
}
