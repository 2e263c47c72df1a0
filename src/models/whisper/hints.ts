/** Words that are likely just now, for the decoder: as a text that might stand before, and as tokens that are favoured. */
import type { Favours } from './scores.js';
import type { Vocabulary } from './vocabulary.js';

/** What somebody who knows the situation expects to be said. */
export interface HintPhrases {
  /** ISO 639-1. What is spoken in another language has no use for the context, only for the words. */
  readonly language: string;
  /** Sentences and names such as might have been said before; the first ones count where there is no room for all. */
  readonly context: readonly string[];
  /** Words and short phrases that win over what sounds like them. */
  readonly words: readonly string[];
}

/** A place in the tree of favoured phrases. */
interface Node {
  readonly next: Map<number, Node>;
  /** Tokens up to here. */
  readonly depth: number;
  /** A phrase ends here. */
  isEnd: boolean;
}

/** More context makes every look dearer, and the model no surer. */
const MOST_CONTEXT_TOKENS = 72;
/** Natural logarithm of how much likelier a favoured token is taken to be. */
const FAVOUR = 1;
/**
 * Ids were given by how frequent a token is. One that is more frequent than this is not favoured at the beginning of a
 * phrase: "new" would be favoured everywhere for the sake of "New York".
 */
const LEAST_FIRST_TOKEN = 3000;

export class Hints {
  readonly #context: readonly number[];
  readonly #language: string;
  readonly #root: Node = { next: new Map(), depth: 0, isEnd: false };

  constructor({ language, context, words }: HintPhrases, vocabulary: Vocabulary) {
    this.#language = language;
    this.#context = encodeContext(context, vocabulary);
    for (const word of words) {
      for (const spelling of spellings(word)) this.#add(vocabulary.encode(` ${spelling}`));
    }
  }

  /** Tokens of a text that might have been said before what is said in this language. */
  contextIn(language: string): readonly number[] {
    return language === this.#language ? this.#context : [];
  }

  /** Follows a text from its beginning. */
  follow(): HintTrail {
    return new HintTrail(this.#root);
  }

  /** How much the whole phrases in a text speak for it: natural logarithm. */
  favourOf(tokens: readonly number[]): number {
    let favour = 0;
    for (let from = 0; from < tokens.length;) {
      const length = this.#longestAt(tokens, from);
      favour += FAVOUR * length;
      from += Math.max(1, length);
    }
    return favour;
  }

  #add(tokens: readonly number[]): void {
    if (tokens.length < 2 && (tokens[0] ?? 0) < LEAST_FIRST_TOKEN) return;
    let node = this.#root;
    for (const token of tokens) {
      const next = node.next.get(token) ?? { next: new Map(), depth: node.depth + 1, isEnd: false };
      node.next.set(token, next);
      node = next;
    }
    node.isEnd = true;
  }

  #longestAt(tokens: readonly number[], from: number): number {
    let length = 0;
    let node: Node | undefined = this.#root;
    for (let at = from; node !== undefined; at++) {
      if (node.isEnd) length = node.depth;
      node = node.next.get(tokens[at] ?? -1);
    }
    return length;
  }
}

/** Which phrases a text is in the middle of. */
export class HintTrail {
  readonly #root: Node;
  #inside: readonly Node[] = [];

  constructor(root: Node) {
    this.#root = root;
  }

  push(token: number): void {
    this.#inside = [this.#root, ...this.#inside].flatMap((node) => node.next.get(token) ?? []);
  }

  /** Tokens that begin a phrase or go on with one. */
  favours(): Favours {
    const favours = new Map<number, number>();
    for (const token of this.#root.next.keys()) if (token >= LEAST_FIRST_TOKEN) favours.set(token, FAVOUR);
    for (const { next } of this.#inside) for (const token of next.keys()) favours.set(token, FAVOUR);
    return favours;
  }
}

/** As it is given, and as it stands at the beginning of a sentence. */
function spellings(word: string): readonly string[] {
  const text = word.trim().replaceAll(/\s+/g, ' ');
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return capital === text ? [text] : [text, capital];
}

/** As much as there is room for. */
function encodeContext(phrases: readonly string[], vocabulary: Vocabulary): readonly number[] {
  const parts: number[][] = [];
  let count = 0;
  for (const phrase of phrases) {
    const text = phrase.trim().replaceAll(/\s+/g, ' ');
    if (text === '') continue;
    const tokens = vocabulary.encode(` ${/[.!?]$/.test(text) ? text : `${text}.`}`);
    if (count + tokens.length > MOST_CONTEXT_TOKENS) continue;
    count += tokens.length;
    parts.push(tokens);
  }
  return parts.flat();
}
