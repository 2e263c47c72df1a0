/** The text before the cursor as dictation knows it: what was typed since it began, and how to take it back. */
import type { LetterMode } from './letters.js';
import { SHORTEST_SENTENCE_WORDS } from './marks.js';
import type { Mark } from './table.js';

/** The text, and what of its past the next word depends on. */
export interface Look {
  readonly text: string;
  /** A sentence begins here. */
  readonly isOpening: boolean;
  /** The next word joins what stands here without a blank. */
  readonly isGlued: boolean;
  /** The text ends with a mark that the recogniser wrote by itself. */
  readonly isMarked: boolean;
  /** A quotation is open. */
  readonly isQuoting: boolean;
  readonly mode: LetterMode | undefined;
  /** Before the first word stands something unknown. */
  readonly isInside: boolean;
}

interface Moment {
  readonly look: Look;
  readonly inserts: readonly Look[];
}

/** As many changes can be taken back. */
const MOST_MOMENTS = 200;
const MOST_CHARACTERS = 20_000;
const KEPT_CHARACTERS = 10_000;
const OPENERS = /[([{«“‘„¿¡]$/u;
const SENTENCE_END = /(?:[.?!]["”»')\]]*|\n)$/u;

export class Page {
  #look: Look;
  /** How it looked before each insert that still stands. */
  #inserts: readonly Look[] = [];
  readonly #history: Moment[] = [];
  #isInserting = false;

  constructor(look: Look) {
    this.#look = look;
  }

  get look(): Look {
    return this.#look;
  }

  /** One that goes its own way. */
  fork(): Page {
    const page = new Page(this.#look);
    page.#inserts = this.#inserts;
    page.#history.push(...this.#history);
    return page;
  }

  /** What is written from now on is taken back together, up to the next command. */
  endInsert(): void {
    this.#isInserting = false;
  }

  /** @param ending what the word leaves behind it: marks of the recogniser, and whether they end a sentence */
  addWord(word: string, ending: { readonly post: string; readonly isEnd: boolean }): void {
    this.#begin();
    const { post, isEnd } = ending;
    const text = this.#look.text + this.#blank() + word + post;
    this.#set({ text, isOpening: isEnd, isGlued: false, isMarked: /[.,;:?!…]$/u.test(post), isInside: false });
  }

  /** @param post marks that the recogniser wrote behind it */
  addMark({ text: sign, joins }: Mark, post = ''): void {
    this.#begin();
    const isClosing = joins === 'left' || (joins === 'pair' && this.#look.isQuoting);
    if (joins === 'pair') this.#set({ isQuoting: !this.#look.isQuoting });
    if (isClosing || joins === 'both') this.#addBehind(sign, { isGlued: joins === 'both', post });
    else if (joins === 'line') this.#addBullet(sign);
    else {
      const text = this.#look.text + this.#blank() + sign + post;
      const isOpening = this.#look.isOpening && joins !== 'none';
      this.#set({ text, isOpening, isGlued: joins !== 'none', isMarked: false, isInside: false });
    }
  }

  /** A line break or a tab. */
  addBreak(text: string): void {
    this.#begin();
    this.#set({ text: this.#endOfLine() + text, isOpening: true, isGlued: true, isMarked: false, isInside: false });
  }

  joinNext(): void {
    this.#set({ isGlued: true });
  }

  setMode(mode: LetterMode | undefined): void {
    this.#set({ mode });
  }

  /** A blank behind what was written, where none stands. */
  addTrailingSpace(): void {
    const { text, isGlued } = this.#look;
    if (this.#isInserting && text !== '' && !isGlued && !/\s$/u.test(text)) this.#set({ text: `${text} ` });
  }

  /** Takes the last insert back; false where there is none. */
  scratch(): boolean {
    const before = this.#inserts.at(-1);
    if (before === undefined) return false;
    this.#remember();
    this.#inserts = this.#inserts.slice(0, -1);
    this.#look = before;
    return true;
  }

  /** Takes the last change back, a deletion as well; false where there is none. */
  undo(): boolean {
    const moment = this.#history.pop();
    if (moment === undefined) return false;
    this.#isInserting = false;
    this.#look = moment.look;
    this.#inserts = moment.inserts;
    return true;
  }

  deleteWord(): boolean {
    return this.#cut(this.#look.text.replace(/[^\S\n]*(?:\S+|\n)[^\S\n]*$/u, ''));
  }

  deleteSentence(): boolean {
    const { text } = this.#look;
    const end = text.replace(/[\s.?!…"”»')\]]+$/u, '').length;
    const starts = [...text.slice(0, end).matchAll(/[.?!…]["”»')\]]*(?=\s)|\n/gu)];
    const last = starts.at(-1);
    return this.#cut(last === undefined ? '' : text.slice(0, last.index + last[0].length));
  }

  /** What was typed lies behind: nothing of it can be taken back. */
  startAfresh(look: Look): void {
    this.#look = look;
    this.#inserts = [];
    this.#history.length = 0;
    this.#isInserting = false;
  }

  /** Lets go of what lies far back, so that an hour of dictation does not grow for ever. */
  trim(): void {
    const excess = this.#look.text.length - KEPT_CHARACTERS;
    if (this.#look.text.length <= MOST_CHARACTERS) return;
    const shorten = (look: Look): Look => ({ ...look, text: look.text.slice(excess) });
    // What began further back cannot be restored any more.
    this.#inserts = this.#inserts.filter(({ text }) => text.length > excess).map(shorten);
    this.#history.length = 0;
    this.#look = shorten(this.#look);
  }

  #blank(): string {
    const { text, isGlued, isInside } = this.#look;
    if (isGlued || /\s$/u.test(text) || OPENERS.test(text)) return '';
    return text === '' && !isInside ? '' : ' ';
  }

  #addBehind(sign: string, { isGlued, post }: { readonly isGlued: boolean; readonly post: string }): void {
    const isPunctuation = /^\s?[.,;:?!…]/u.test(sign);
    let text = this.#look.text.replace(/ +$/u, '');
    // The mark that was said stands for the one that the recogniser guessed.
    if (isPunctuation && this.#look.isMarked) text = text.replace(/[\s.,;:?!…–-]+$/u, '');
    // A sentence that ends inside a quotation does not end again behind it, and "p.m." has its point already.
    const isEnded = /[.?!]$/u.test(text) && post.startsWith('.');
    const all = sign === '.' && !isGlued && /\p{L}\.\p{L}\.$/u.test(text) ? post : sign + (isEnded ? '' : post);
    const ends = isPunctuation || post !== '' ? SENTENCE_END.test(sign + post) : this.#look.isOpening && text !== '';
    const isOpening = ends && !isGlued;
    this.#set({ text: text + all, isOpening, isGlued, isMarked: post !== '', isInside: false });
  }

  #addBullet(sign: string): void {
    const text = this.#endOfLine();
    const lineBreak = text === '' || text.endsWith('\n') ? '' : '\n';
    this.#set({
      text: `${text}${lineBreak}${sign} `,
      isOpening: true,
      isGlued: true,
      isMarked: false,
      isInside: false,
    });
  }

  /** What a line break is set behind; the point that the recogniser wrote behind an item of a list goes away. */
  #endOfLine(): string {
    const text = this.#look.text.replace(/ +$/u, '');
    if (!this.#look.isMarked || !text.endsWith('.')) return text;
    const words = /[^\n.?!]*\.$/u.exec(text)?.[0].trim().split(/\s+/u) ?? [];
    return words.length < SHORTEST_SENTENCE_WORDS ? text.slice(0, -1) : text;
  }

  #cut(text: string): boolean {
    if (text === this.#look.text) return false;
    this.#remember();
    this.#inserts = this.#inserts.filter((look) => look.text.length < text.length);
    const isOpening = text === '' ? !this.#look.isInside : SENTENCE_END.test(text.trimEnd()) || text.endsWith('\n');
    this.#set({ text, isOpening, isGlued: false, isMarked: false });
    return true;
  }

  #begin(): void {
    if (this.#isInserting) return;
    this.#remember();
    this.#inserts = [...this.#inserts, this.#look].slice(-MOST_MOMENTS);
    this.#isInserting = true;
  }

  #remember(): void {
    this.#history.push({ look: this.#look, inserts: this.#inserts });
    if (this.#history.length > MOST_MOMENTS) this.#history.shift();
    this.#isInserting = false;
  }

  #set(change: Partial<Look>): void {
    this.#look = { ...this.#look, ...change };
  }
}
