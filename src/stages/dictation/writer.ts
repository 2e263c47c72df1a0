/** Turns what was heard into edits of the text in front of the user, as people write. */
import type { DictationText } from '../../config/dictation-text.js';
import type { FocusedWindow, TextEdit } from '../../pipeline/dictation.js';
import type { Word } from '../../pipeline/messages.js';
import { ownWords, type OwnWord } from './own-words.js';
import { Page, type Look } from './page.js';
import { mannerFor, type Manner } from './profile.js';
import { lettersOf, markOf, phrasesOf, type LanguageTable, type Phrase, type PhraseBook } from './table.js';
import { tables } from './tables/index.js';
import { understand } from './understand.js';
import { Typist, type Control } from './typist.js';

/** What was heard between two pauses, for good. */
export interface DictatedUtterance {
  readonly text: string;
  readonly words?: readonly Word[];
  /** ISO 639-1. */
  readonly language: string;
}

export interface DictationOutput {
  /** To be carried out in order, all of them or none. */
  readonly edits: readonly TextEdit[];
  /** What the dictation itself shall do, once the edits are carried out. */
  readonly control?: Control;
  /** One line about a command that could do nothing. */
  readonly notice?: string;
  /** What was heard, as it was heard. */
  readonly raw: string;
}

/** Keeps in mind what it typed. Whoever knows that the cursor was moved, or that an edit failed, calls `reset`. */
export class DictationWriter {
  #settings: DictationText;
  #own: readonly OwnWord[];
  readonly #seen = new Set<string>();
  /** By language and by what of them counts. */
  readonly #books = new Map<string, PhraseBook>();
  #page: Page | undefined;
  #application: string | undefined;

  constructor(settings: DictationText) {
    this.#settings = settings;
    this.#own = ownWords(settings.words);
  }

  /** From now on; what was typed stays in mind. */
  configure(settings: DictationText): void {
    if (settings === this.#settings) return;
    this.#settings = settings;
    this.#own = ownWords(settings.words);
    this.#books.clear();
  }

  /** What was typed since the start, the last `reset` or the last key, as far as it is remembered. */
  get text(): string {
    return this.#page?.look.text ?? '';
  }

  write(utterance: DictatedUtterance, window?: FocusedWindow): DictationOutput {
    const manner = mannerFor(this.#settings, window);
    if (window?.application !== undefined) {
      if (this.#application !== undefined && this.#application !== window.application) this.reset();
      this.#application = window.application;
    }
    this.#page ??= new Page(startLook(manner));
    const typed = this.#type(utterance, manner, this.#page);
    for (const name of typed.names) this.#seen.add(name);
    this.#page.trim();
    const { edits, control, notice } = typed;
    return {
      ...{ edits, raw: utterance.text },
      ...(control === undefined ? {} : { control }),
      ...(notice === undefined ? {} : { notice }),
    };
  }

  /** What `write` would add to the text, for a partial; changes nothing. */
  preview(text: string, language = 'en', window?: FocusedWindow): string {
    const manner = mannerFor(this.#settings, window);
    const page = this.#page?.fork() ?? new Page(startLook(manner));
    const { edits } = this.#type({ text, language }, manner, page);
    return edits.map((edit) => (edit.kind === 'insert' ? edit.text : '')).join('');
  }

  /** Whether the text has spoken marks or commands in it, which a language model must not touch. */
  hasCommands(text: string, language: string, window?: FocusedWindow): boolean {
    const manner = mannerFor(this.#settings, window);
    return understand(text, this.#rules(language, manner)).some(({ kind }) => kind !== 'word');
  }

  /** The cursor is somewhere else, behind a text that nobody knows. */
  reset(): void {
    this.#page = undefined;
  }

  #type({ text, language }: DictatedUtterance, manner: Manner, page: Page) {
    const rules = this.#rules(language, manner);
    const typist = new Typist(page, { manner, language, table: rules.table, seen: this.#seen });
    return typist.type(understand(text, rules));
  }

  #rules(language: string, manner: Manner) {
    const table = tables[language];
    return { table, language, manner, own: this.#own, book: this.#bookFor(language, manner) };
  }

  #bookFor(language: string, manner: Manner): PhraseBook {
    const key = `${language} ${manner.punctuation} ${manner.commands}`;
    const known = this.#books.get(key);
    if (known !== undefined) return known;
    const book = bookOf(tables[language], manner, this.#settings);
    this.#books.set(key, book);
    return book;
  }
}

function startLook({ start }: Manner): Look {
  const isInside = start === 'middle';
  const rest = { isGlued: false, isMarked: false, isQuoting: false, mode: undefined };
  return { text: '', isOpening: !isInside, isInside, ...rest };
}

/** Later ones replace earlier ones: the user's own come last. */
function bookOf(
  table: LanguageTable | undefined,
  { punctuation, commands }: Manner,
  { symbols, replacements }: Pick<DictationText, 'symbols' | 'replacements'>,
): Map<string, Phrase> {
  const book = phrasesOf(table);
  for (const [letters, { meaning }] of book) {
    const isOff = meaning.kind === 'mark' ? punctuation === 'written' : !commands;
    if (isOff) book.delete(letters);
  }
  for (const [name, text] of Object.entries(symbols)) {
    if (text === false) book.delete(lettersOf(name));
    else book.set(lettersOf(name), { name: name.toLowerCase(), meaning: { kind: 'mark', mark: markOf(text) } });
  }
  for (const [name, text] of Object.entries(replacements))
    book.set(lettersOf(name), { name: name.toLowerCase(), meaning: { kind: 'text', text } });
  return book;
}
