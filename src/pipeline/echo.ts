/** Tells the assistant's own voice, come back through the microphone, from a person's. */
import { toCardinal as german } from 'n2words/de-DE';
import { toCardinal as english } from 'n2words/en-US';
import { toCardinal as spanish } from 'n2words/es-ES';
import { toCardinal as french } from 'n2words/fr-FR';
import { toCardinal as italian } from 'n2words/it-IT';
import { toCardinal as dutch } from 'n2words/nl-NL';
import { toCardinal as portuguese } from 'n2words/pt-PT';
import { isCall } from './interjection.js';

/** What may be wrong in each heard word, on the average, for a text of so many words to be called an echo. */
const BOUNDS: readonly (readonly [words: number, wrongPerWord: number])[] = [
  [2, 0],
  [4, 0.26],
  [Infinity, 0.38],
];
/** One short word is in every reply: it proves nothing. */
const LEAST_LONE_LETTERS = 4;
/** More words in a row that the reply does not have are a person's, however much of it stands around them. */
const MOST_FOREIGN_WORDS = 1;
/** A call that stands at an end of an echo is a person's, too; a shorter one is misheard too easily. */
const LEAST_CALL_LETTERS = 4;
const MOST_CALL_WORDS = 3;
/** A heard word whose letters are this similar to a spoken one is that word; one that is half as similar, half. */
const SAME = 0.72;
const ALIKE = 0.5;
/** Short words are alike by chance; so are two words and one that begins like them. */
const LEAST_ALIKE_LETTERS = 4;
const SAME_JOINED = 0.88;
/** A part of a word at either end of what was heard must have this many letters. */
const LEAST_PART_LETTERS = 3;
/** A spoken word that was not heard counts less than a heard one that was not spoken: recognisers skip words. */
const SKIPPED = 0.5;
const LONGEST_NUMBER_DIGITS = 9;

const numbers = new Map<string, (value: number) => string>([
  ['de', german],
  ['en', english],
  ['es', spanish],
  ['fr', french],
  ['it', italian],
  ['nl', dutch],
  ['pt', portuguese],
]);

/**
 * True when what was heard is a stretch of what is being said, in its order: words may be misheard, skipped, joined or
 * parted, and cut in half at both ends. A call to stop is nobody's echo.
 * @param heard the recogniser's text of the possible interruption
 * @param spoken the text of the reply so far, what is still to come included
 * @param language of both, ISO 639-1: how numbers are said
 */
export function soundsLikeEcho(heard: string, spoken: string, language = 'en'): boolean {
  const words = toWords(heard, language);
  const [first = ''] = words;
  if (words.length === 0 || isCall(heard, language)) return false;
  if (words.length === 1 && first.length < LEAST_LONE_LETTERS) return false;
  const own = toWords(spoken, language);
  if (hasForeignCall(words, own, language)) return false;
  const { cost, foreign } = align(words, own);
  const bound = BOUNDS.find(([most]) => words.length <= most)?.[1] ?? 0;
  return cost / words.length <= bound && foreign <= MOST_FOREIGN_WORDS;
}

/** Whether a call that the reply does not contain stands at the beginning or the end. */
function hasForeignCall(heard: readonly string[], spoken: readonly string[], language: string): boolean {
  const said = spoken.join(' ');
  for (let count = 1; count <= MOST_CALL_WORDS; count++) {
    for (const part of [heard.slice(0, count), heard.slice(-count)]) {
      const text = part.join(' ');
      if (text.length >= LEAST_CALL_LETTERS && isCall(text, language) && !said.includes(text)) return true;
    }
  }
  return false;
}

/** The best way so far to read the heard words up to one as the spoken words up to another. */
interface Path {
  /** Words' worth of difference. */
  readonly cost: number;
  /** The longest run of heard words that are nowhere in what was spoken, and the run that has not ended yet. */
  readonly foreign: number;
  readonly run: number;
}

const START: Path = { cost: 0, foreign: 0, run: 0 };
const NONE: Path = { cost: Infinity, foreign: 0, run: 0 };

/**
 * All of `heard` against the stretch of `spoken` that is most like it, by dynamic programming (Sellers, The theory and
 * computation of evolutionary distances, 1980), over words; one word may stand for two that were joined or parted.
 */
function align(heard: readonly string[], spoken: readonly string[]): Path {
  let before: Path[] = [];
  let row: Path[] = Array.from({ length: spoken.length + 1 }, () => START);
  for (let i = 1; i <= heard.length; i++) {
    const word = heard[i - 1] ?? '';
    const ends = { isFirst: i === 1, isLast: i === heard.length };
    // People begin with a word of their own ("set", "what") even where all the rest is in the reply.
    const weight = ends.isFirst && word.length >= LEAST_PART_LETTERS ? MOST_FOREIGN_WORDS + 1 : 1;
    const next: Path[] = [strange(row[0] ?? NONE, weight)];
    for (let j = 1; j <= spoken.length; j++) {
      const own = spoken[j - 1] ?? '';
      const paths = [
        match(row[j - 1] ?? NONE, difference(word, own, ends), weight),
        strange(row[j] ?? NONE, weight),
        { ...(next[j - 1] ?? NONE), cost: (next[j - 1]?.cost ?? Infinity) + SKIPPED },
      ];
      if (j > 1 && isJoined(word, `${spoken[j - 2] ?? ''}${own}`)) paths.push(match(row[j - 2] ?? NONE, 0));
      if (i > 1 && isJoined(`${heard[i - 2] ?? ''}${word}`, own)) paths.push(match(before[j - 1] ?? NONE, 0));
      next.push(paths.reduce((best, path) => (path.cost < best.cost ? path : best)));
    }
    before = row;
    row = next;
  }
  return row.reduce((best, path) => (path.cost < best.cost ? path : best), NONE);
}

/** `weight`: as how many foreign words it counts where it does not match. */
function match(path: Path, wrong: number, weight = 1): Path {
  return wrong >= 1 ? strange(path, weight) : { cost: path.cost + wrong, foreign: path.foreign, run: 0 };
}

function strange({ cost, foreign, run }: Path, weight: number): Path {
  return { cost: cost + 1, foreign: Math.max(foreign, run + weight), run: run + weight };
}

interface Ends {
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** How wrong it is to hear `word` for `own`: 0, a half, or 1. */
function difference(word: string, own: string, { isFirst, isLast }: Ends): number {
  if (word === own) return 0;
  const isPart = word.length >= LEAST_PART_LETTERS;
  if (isPart && ((isFirst && own.endsWith(word)) || (isLast && own.startsWith(word)))) return 0;
  if (Math.min(word.length, own.length) < LEAST_ALIKE_LETTERS) return 1;
  const alike = similarity(word, own);
  return alike >= SAME ? 0 : alike >= ALIKE ? 0.5 : 1;
}

function isJoined(a: string, b: string): boolean {
  return similarity(a, b) >= SAME_JOINED;
}

/** 1 for the same letters, 0 for none in common. */
function similarity(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  // Too different in length to come near.
  if (Math.abs(a.length - b.length) > longest * (1 - ALIKE)) return 0;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return 1 - (row[b.length] ?? longest) / longest;
}

/** In lower case, without accents; numbers as they are said. */
function toWords(text: string, language: string): string[] {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\p{M}'’]/gu, '');
  return (plain.match(/\p{N}+|\p{L}+/gu) ?? []).flatMap((word) => sayNumber(word, language));
}

function sayNumber(word: string, language: string): string[] {
  const say = numbers.get(language);
  if (say === undefined || !/^\d+$/.test(word) || word.length > LONGEST_NUMBER_DIGITS) return [word];
  return (
    say(Number(word))
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .match(/\p{L}+/gu) ?? [word]
  );
}
