/** Words put right by the examples of skills: where most of a request sounds like one, the rest may be meant so too. */
import { LRUCache } from 'lru-cache';
import { unlikeness, weightOf } from '../../skills/language/likeness.js';
import type { AnySkill } from '../../skills/skill.js';
import type { Correction } from './corrections.js';

interface Example {
  readonly words: readonly string[];
  /** Sum of the words' weights. */
  readonly weight: number;
  /** Nothing in it is a slot: it may be meant as a whole. */
  readonly isFixed: boolean;
}

/** A word is taken for that of an example only when it sounds like it; what is farther off is asked about. */
const MOST_UNLIKE = 0.7;
/** Of an example's weight, this much must be heard as it stands or nearly so. */
const LEAST_SHARE = 0.6;
/** A whole example is taken only when it is surely meant: what is asked of nobody must stay a question. */
const LEAST_WHOLE = 0.7;
/** Guesses worth a try. */
const MOST_GUESSES = 3;

export class ExampleWords {
  readonly #examples: readonly Example[];
  /** Which examples have a word. */
  readonly #holders: ReadonlyMap<string, readonly number[]>;
  readonly #vocabulary: Vocabulary;
  /** The words of examples that a heard word may stand for; the same words are heard again and again. */
  readonly #alike = new LRUCache<string, readonly string[]>({ max: 2000 });

  constructor(skills: readonly AnySkill[]) {
    const texts = new Map<string, boolean>();
    for (const skill of skills)
      for (const text of [...skill.examples, ...(skill.alike ?? [])].map(plain)) texts.set(text, isFixed(skill, text));
    this.#examples = [...texts].map(([text, fixed]) => {
      const words = text.split(' ');
      return { words, weight: weigh(words), isFixed: fixed };
    });
    const holders = new Map<string, number[]>();
    for (const [index, { words }] of this.#examples.entries())
      for (const word of new Set(words)) holders.set(word, [...(holders.get(word) ?? []), index]);
    this.#holders = holders;
    this.#vocabulary = new Vocabulary([...holders.keys()]);
  }

  /** The request with words of examples in place of those that sound like them; numbers and names stay. */
  of(said: string): Correction[] {
    const words = said.split(' ');
    const found = new Map<string, number>();
    for (const example of this.#promising(words)) {
      const aligned = align(words, example);
      for (const guess of [aligned, example.isFixed ? takeWhole(words, example) : undefined]) {
        if (guess === undefined || guess.text === said) continue;
        found.set(guess.text, Math.max(found.get(guess.text) ?? 0, guess.confidence));
      }
    }
    return [...found]
      .map(([text, confidence]) => ({ text, confidence }))
      .sort((a, b) => b.confidence - a.confidence)
      .slice(0, MOST_GUESSES);
  }

  /** Those of which enough was heard, in whatever order. */
  #promising(words: readonly string[]): Example[] {
    const shares = new Float64Array(this.#examples.length);
    const counted = new Set<string>();
    for (const word of words) {
      for (const meant of this.#meantBy(word)) {
        if (counted.has(meant)) continue;
        counted.add(meant);
        for (const index of this.#holders.get(meant) ?? []) shares[index] = (shares[index] ?? 0) + weightOf(meant);
      }
    }
    return this.#examples.filter(({ weight }, index) => (shares[index] ?? 0) / weight >= LEAST_SHARE);
  }

  #meantBy(word: string): readonly string[] {
    const known = this.#alike.get(word);
    if (known !== undefined) return known;
    const found = this.#vocabulary.near(word).filter((meant) => unlikeness(word, meant) <= MOST_UNLIKE);
    this.#alike.set(word, found);
    return found;
  }
}

/** In a plain moment: what a skill reads of its own example is what everybody gets. */
function isFixed(skill: AnySkill, text: string): boolean {
  const slots = skill.parse?.(text, { language: 'en', now: new Date(0), timeZone: 'UTC' });
  return slots !== undefined && Object.keys(slots).length === 0;
}

function weigh(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + weightOf(word), 0);
}

/** Words by their ends: a slip of a recogniser leaves one of them as it was. */
class Vocabulary {
  readonly #byEnd = new Map<string, string[]>();

  constructor(words: readonly string[]) {
    for (const word of words)
      for (const end of endsOf(word)) this.#byEnd.set(end, [...(this.#byEnd.get(end) ?? []), word]);
  }

  near(word: string): string[] {
    return [...new Set(endsOf(word).flatMap((end) => this.#byEnd.get(end) ?? []))];
  }
}

function endsOf(word: string): string[] {
  return [`${word.slice(0, 1)}-`, `-${word.slice(-2)}`];
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} ]/gu, '')
    .replaceAll(/ +/g, ' ')
    .trim();
}

/** Each heard word takes the example's word that it sounds like, in order. */
function align(words: readonly string[], example: Example): Correction | undefined {
  let from = 0;
  let matched = 0;
  let cost = 0;
  const mended = words.map((word) => {
    for (let at = from; at < Math.min(example.words.length, from + 3); at++) {
      const meant = example.words[at] ?? '';
      const unlike = unlikeness(word, meant);
      if (unlike > MOST_UNLIKE) continue;
      from = at + 1;
      matched += weightOf(meant) * (1 - unlike);
      cost += unlike;
      return meant;
    }
    return word;
  });
  // A single word is asked about when it is anywhere near: there is nothing else to go by.
  const isWord = words.length === 1 && example.words.length === 1;
  if (cost === 0 || (!isWord && matched / example.weight < LEAST_SHARE)) return undefined;
  return { text: mended.join(' '), confidence: Math.max(0, 0.95 - cost * 0.4) };
}

/** The example as a whole, where what is missing, too much or different weighs little. */
function takeWhole(words: readonly string[], example: Example): Correction | undefined {
  let from = 0;
  let cost = weigh(words) + example.weight;
  for (const word of words) {
    for (let at = from; at < Math.min(example.words.length, from + 3); at++) {
      const meant = example.words[at] ?? '';
      const unlike = unlikeness(word, meant);
      if (unlike > MOST_UNLIKE) continue;
      from = at + 1;
      cost -= weightOf(word) + weightOf(meant) - unlike * weightOf(meant);
      break;
    }
  }
  const confidence = Math.min(0.95, 1 - cost / example.weight);
  return confidence < LEAST_WHOLE ? undefined : { text: example.words.join(' '), confidence };
}
