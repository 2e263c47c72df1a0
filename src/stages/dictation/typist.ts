/** Puts words, marks and commands on the page one after the other, and tells what has to be typed for it. */
import type { TextEdit } from '../../pipeline/dictation.js';
import { editsBetween } from './edits.js';
import { correctPronoun, isName, withCase, type LetterMode } from './letters.js';
import type { Look, Page } from './page.js';
import type { Manner } from './profile.js';
import type { Item } from './reader.js';
import type { LanguageTable } from './table.js';
import { keyOf } from './token.js';

/** What the dictation itself shall do. */
export type Control = 'stop' | 'cancel';

export interface TypistRules {
  readonly manner: Manner;
  readonly language: string;
  readonly table: LanguageTable | undefined;
  readonly seen: ReadonlySet<string>;
}

export interface Typed {
  readonly edits: readonly TextEdit[];
  readonly control?: Control;
  readonly notice?: string;
  /** Words that were heard with a capital letter inside a sentence. */
  readonly names: readonly string[];
}

/** Behind a key nobody knows how the text goes on, but something new begins. */
const AFTER_KEY: Omit<Look, 'mode'> = {
  ...{ text: '', isOpening: true, isGlued: false, isMarked: false, isQuoting: false, isInside: false },
};

export class Typist {
  readonly #page: Page;
  readonly #rules: TypistRules;
  readonly #edits: TextEdit[] = [];
  readonly #names: string[] = [];
  #before: string;
  #control: Control | undefined;
  #notice: string | undefined;
  /** For the next word alone. */
  #once: LetterMode | undefined;
  #isFresh = true;

  constructor(page: Page, rules: TypistRules) {
    this.#page = page;
    this.#rules = rules;
    this.#before = page.look.text;
  }

  type(items: readonly Item[]): Typed {
    for (const item of items) {
      this.#take(item);
      // A command in between says as little about the sentence as silence does.
      this.#isFresh = item.isEnd || (item.kind === 'command' && this.#isFresh);
    }
    const { trailing_space: isSpaced } = this.#rules.manner;
    if (isSpaced) this.#page.addTrailingSpace();
    this.#page.endInsert();
    this.#flush();
    return {
      ...{ edits: this.#edits, names: this.#names },
      ...(this.#control === undefined ? {} : { control: this.#control }),
      ...(this.#notice === undefined ? {} : { notice: this.#notice }),
    };
  }

  #take(item: Item): void {
    switch (item.kind) {
      case 'word':
        this.#addWord(item.token.pre, item.token.core, { ...item, post: item.token.post });
        break;
      case 'text':
        this.#addText(item.text, item);
        break;
      case 'mark':
        this.#page.addMark(item.mark, item.post);
        break;
      case 'command':
        this.#obey(item);
    }
  }

  #addWord(pre: string, core: string, { isFixed, isEnd, post }: WordEnding): void {
    const { manner, language, table, seen } = this.#rules;
    const { isOpening, mode } = this.#page.look;
    const rules = { capitals: manner.capitals, table, seen };
    // Behind "p.m." a sentence may have begun.
    const isTold = !this.#isFresh && !isOpening && !this.#page.look.text.endsWith('.');
    if (isTold && /^\p{Lu}\p{Ll}/u.test(core) && table?.hasCapitalNouns !== true) this.#names.push(keyOf(core));
    const asked = this.#once ?? mode;
    const context = { isOpening, isFresh: this.#isFresh, mode: asked };
    const isKept = isFixed && (asked === undefined || isName(core, rules)) && /\p{Lu}/u.test(core);
    const word = isKept && asked === undefined ? core : withCase(correctPronoun(core, language), context, rules);
    this.#once = undefined;
    // "p.m." at the end of a sentence has one point.
    const rest = core.endsWith('.') && post.startsWith('.') ? post.slice(1) : post;
    this.#page.addWord(pre + word, { post: rest, isEnd: isEnd && /[.?!]/u.test(core + post) });
  }

  /** A replacement is typed as the user wrote it, but for its first letter. */
  #addText(text: string, { post }: { readonly post: string }): void {
    const isSentence = this.#page.look.isOpening && this.#rules.manner.capitals && !text.includes('\n');
    const shown = isSentence && /^\p{Ll}+(?:\s|$)/u.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
    // What ends with a line break takes no mark.
    this.#page.addWord(shown, { post: /\s$/u.test(shown) ? '' : post, isEnd: /[.?!\n]$/u.test(shown + post) });
  }

  #obey({ name, count }: Item & { readonly kind: 'command' }): void {
    switch (name) {
      case 'new-line':
        this.#page.addBreak('\n');
        break;
      case 'new-paragraph':
        this.#page.addBreak('\n\n');
        break;
      case 'tab':
        this.#page.addBreak('\t');
        break;
      case 'press-enter':
      case 'press-tab':
      case 'press-escape':
        this.#press(name === 'press-enter' ? 'enter' : name === 'press-tab' ? 'tab' : 'escape');
        break;
      case 'scratch':
        this.#tell(this.#page.scratch());
        break;
      case 'undo':
        this.#tell(this.#page.undo());
        break;
      case 'delete-word':
        for (let left = count; left > 0; left--) this.#tell(this.#page.deleteWord());
        break;
      case 'delete-sentence':
        this.#tell(this.#page.deleteSentence());
        break;
      case 'no-space':
        this.#page.joinNext();
        break;
      case 'stop':
      case 'cancel':
        this.#control = name;
        break;
      default:
        this.#setLetters(name);
    }
  }

  #setLetters(name: string): void {
    const lasting: Readonly<Record<string, LetterMode>> = {
      'upper-on': 'upper',
      'title-on': 'title',
      'lower-on': 'lower',
    };
    const once: Readonly<Record<string, LetterMode>> = { upper: 'upper', capital: 'title', lower: 'lower' };
    if (name in once) this.#once = once[name];
    else this.#page.setMode(lasting[name]);
  }

  #press(key: 'enter' | 'tab' | 'escape'): void {
    this.#flush();
    this.#edits.push({ kind: 'key', key });
    this.#page.startAfresh({ ...AFTER_KEY, mode: this.#page.look.mode });
    this.#before = '';
  }

  #tell(isDone: boolean): void {
    if (!isDone) this.#notice = 'there is nothing left of this dictation to take back';
  }

  #flush(): void {
    const { text } = this.#page.look;
    this.#edits.push(...editsBetween(this.#before, text, this.#rules.manner.newline));
    this.#before = text;
  }
}

interface WordEnding {
  readonly isFixed: boolean;
  readonly isEnd: boolean;
  readonly post: string;
}
