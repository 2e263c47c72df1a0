/** What a language's spoken punctuation and commands are: the form of its table, and how it is looked up. */

/** How a mark stands beside its neighbours; `pair` opens and closes in turn, `line` begins a line of its own. */
export type Joins = 'left' | 'right' | 'both' | 'none' | 'pair' | 'line';

export interface Mark {
  readonly text: string;
  readonly joins: Joins;
}

export type CommandName =
  | 'new-line'
  | 'new-paragraph'
  | 'tab'
  | 'press-enter'
  | 'press-tab'
  | 'press-escape'
  /** Takes the last insert back. */
  | 'scratch'
  /** Takes the last change back, whatever it was. */
  | 'undo'
  | 'delete-word'
  | 'delete-sentence'
  /** One word in capital letters, with a capital letter, in small letters. */
  | 'upper'
  | 'capital'
  | 'lower'
  | 'upper-on'
  | 'title-on'
  | 'lower-on'
  | 'letters-off'
  | 'no-space'
  /** The phrase behind it is meant as words. */
  | 'literal'
  | 'spell'
  | 'stop'
  | 'cancel';

/** Words that tell a phrase from a mention of it, by language. */
export interface Surroundings {
  /** No mark follows them: "the", "my". */
  readonly articles: ReadonlySet<string>;
  /** A noun follows them as often as a mark: "this", "of". */
  readonly pointers: ReadonlySet<string>;
  /** Who says them talks about the mark: "use", "without". */
  readonly mentions: ReadonlySet<string>;
  /** Behind them a command is what somebody does: "to", "can't". */
  readonly actors: ReadonlySet<string>;
  /** Behind a mark they begin a clause: "the first comma I …". */
  readonly subjects: ReadonlySet<string>;
  /** Behind a phrase at the start they make it a subject: "comma is …". */
  readonly verbs: ReadonlySet<string>;
}

export interface LanguageTable {
  /** `phrase, phrase` → what is typed. */
  readonly marks: readonly (readonly [phrases: string, text: string, joins: Joins])[];
  readonly commands: readonly (readonly [phrases: string, name: CommandName])[];
  /** Phrases that are ordinary words as well. */
  readonly everyday: ReadonlySet<string>;
  /** What makes a phrase an ordinary word when it stands before or behind: `phrase` → words. */
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
  readonly surroundings: Surroundings;
  /** A capital letter inside a sentence says nothing about a name. */
  readonly hasCapitalNouns?: boolean;
  /** Words that always begin with a capital letter. */
  readonly names: ReadonlySet<string>;
}

export type Meaning =
  | { readonly kind: 'mark'; readonly mark: Mark }
  | { readonly kind: 'command'; readonly name: CommandName }
  /** A replacement of the user's own. */
  | { readonly kind: 'text'; readonly text: string };

export interface Phrase {
  /** As the table writes it. */
  readonly name: string;
  readonly meaning: Meaning;
}

/** Phrases by their letters alone: recognisers write "new line", "newline" and "new-line". */
export type PhraseBook = ReadonlyMap<string, Phrase>;

/** Words of the longest phrase that is looked for. */
export const LONGEST_PHRASE = 6;

export function lettersOf(phrase: string): string {
  return phrase
    .toLowerCase()
    .replace(/[’‘]/gu, "'")
    .replace(/[\s\-']/gu, '');
}

export function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/u).filter(Boolean));
}

/** The phrases of a language; an empty one where there is no table. */
export function phrasesOf(table: LanguageTable | undefined): Map<string, Phrase> {
  const book = new Map<string, Phrase>();
  const add = (phrases: string, meaning: Meaning): void => {
    for (const name of phrases.split(', ')) book.set(lettersOf(name), { name, meaning });
  };
  for (const [phrases, text, joins] of table?.marks ?? []) add(phrases, { kind: 'mark', mark: { text, joins } });
  for (const [phrases, name] of table?.commands ?? []) add(phrases, { kind: 'command', name });
  return book;
}

/** How a mark that a user named joins its neighbours: as its blanks or its shape say. */
export function markOf(text: string): Mark {
  if (text.trim() !== text && text.trim() !== '') return { text: text.trim(), joins: joinsByBlanks(text) };
  if (/^[,.;:!?…)\]}%°»”’]+$/u.test(text)) return { text, joins: 'left' };
  if (/^[([{«“‘#$€£¿¡]$/u.test(text)) return { text, joins: 'right' };
  return { text, joins: /^[-_/\\@']$/u.test(text) ? 'both' : 'none' };
}

function joinsByBlanks(text: string): Joins {
  if (!/^\s/u.test(text)) return 'left';
  return /\s$/u.test(text) ? 'none' : 'right';
}
