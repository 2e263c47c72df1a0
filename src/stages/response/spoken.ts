/** Text for the ear: markdown, emoji and line breaks taken out of a stream, word by word. */

const EMOJI = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\u{FE0F}\u{200D}\u{20E3}]/gu;
/** Words that are nothing but layout when they begin a line. */
const LINE_MARK = /^(?:#{1,6}|[-*+•–>]|\d{1,2}[.)])$/;
/** Begins and ends lines of code, which nobody can follow by ear. */
const FENCE = /^```[\w+#-]*$/;
/** Role names that small models put before their answers. */
const ROLE = /^(?:assistant|ai|bot):$/i;

/** Behind such a word a sentence may be over: who cuts the text there need not wait for the next word. */
const MARKED = /[.!?…]["'”’)\]]*$/;
/** Behind such a word the voice rests anyway. */
const PAUSED = /[\p{P}](?<!['’%])$/u;

/**
 * Feed text as it comes; what comes out is whole words with one space between them: before a word, or at once behind a
 * word that may end a sentence.
 */
export class SpokenText {
  #pending = '';
  #lineStart = true;
  #began = false;
  /** The space before the next word has been given out. */
  #isSpaced = false;
  /** Inside of code. */
  #isCode = false;
  /** A list goes on: the voice rests before the next word. */
  #isItem = false;
  #lastWord = '';

  push(text: string): string {
    this.#pending += text;
    // The last word may go on in the next piece.
    const end = this.#pending.search(/\S*$/);
    const ready = this.#pending.slice(0, end);
    this.#pending = this.#pending.slice(end);
    return this.#clean(ready);
  }

  /** @param isCut the text ended for want of room: half a word is not said */
  finish(isCut = false): string {
    const rest = this.#pending;
    this.#pending = '';
    return isCut && !PAUSED.test(rest) ? '' : this.#clean(rest);
  }

  #clean(text: string): string {
    let out = '';
    for (const piece of text.split(/(\s+)/)) {
      if (piece === '') continue;
      if (/^\s+$/.test(piece)) {
        if (piece.includes('\n')) this.#lineStart = true;
        continue;
      }
      out += this.#read(piece);
    }
    if (!/\s$/.test(text) || !MARKED.test(out)) return out;
    this.#isSpaced = true;
    return `${out} `;
  }

  #read(piece: string): string {
    const isFirst = this.#lineStart;
    if (isFirst && FENCE.test(piece)) {
      this.#isCode = !this.#isCode;
      return '';
    }
    if (isFirst && LINE_MARK.test(piece)) {
      this.#isItem = true;
      return '';
    }
    // A number before the first item is as much layout as the one before the second.
    this.#lineStart = false;
    const word = this.#isCode || (!this.#began && ROLE.test(piece)) ? '' : cleanWord(piece);
    if (word === '') return '';
    const rest = this.#isItem && this.#began && !PAUSED.test(this.#lastWord) ? ',' : '';
    const space = this.#began && !this.#isSpaced ? ' ' : '';
    this.#began = true;
    this.#isItem = false;
    this.#isSpaced = false;
    this.#lastWord = word;
    return `${rest}${space}${word}`;
  }
}

function cleanWord(piece: string): string {
  return piece
    .replaceAll(/\]\([^)]*\)/g, '')
    .replaceAll(/[[\]`|]|~~/g, '')
    .replaceAll(/\*+/g, '')
    .replaceAll(/(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '')
    .replaceAll(EMOJI, '');
}
