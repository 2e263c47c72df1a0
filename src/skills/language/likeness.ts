/** How alike two words sound: what a recogniser may write for one when the other was said. */
import { doubleMetaphone } from 'double-metaphone';
import { editDistance } from './spelling.js';

/** Words on which a request turns: one is never another, however alike they sound. */
const DECISIVE = new Set(
  'on off up down not no yes in out open close more less start stop before after first last am pm'.split(' '),
);
/** Words that carry little: they come and go in speech and in transcripts. */
const LIGHT = new Set(
  'a an the my your this that it is are was to of for in at on me us i you please do does will be there and so'.split(
    ' ',
  ),
);

const SAME_SOUND = 0.25;
const NEAR_SPELLING = 0.4;
const FAR_SPELLING = 0.7;

/** Words come again and again: what each is compared with, and how it sounds. */
const pairs = new Map<string, Map<string, number>>();
const sounds = new Map<string, readonly string[]>();
/** What is kept is thrown away beyond this: nobody says so many words. */
const MOST_WORDS = 5000;

/** 0 for the same word … 1 for another one. Digits are themselves alone. */
export function unlikeness(heard: string, meant: string): number {
  if (heard === meant) return 0;
  let known = pairs.get(heard);
  if (known === undefined) {
    if (pairs.size >= MOST_WORDS) pairs.clear();
    known = new Map();
    pairs.set(heard, known);
  }
  let found = known.get(meant);
  if (found === undefined) {
    found = measure(heard, meant);
    known.set(meant, found);
  }
  return found;
}

/** What it costs that this word is missing, or is one too many. */
export function weightOf(word: string): number {
  if (DECISIVE.has(word)) return 1;
  return LIGHT.has(word) ? 0.2 : 1;
}

function measure(heard: string, meant: string): number {
  if (DECISIVE.has(heard) || DECISIVE.has(meant) || /\d/.test(heard) || /\d/.test(meant)) return 1;
  if (isPlural(heard, meant)) return 0.1;
  const longest = Math.max(heard.length, meant.length);
  const isAlike = longest >= 3 && soundsLike(heard, meant);
  const far = Math.floor(longest * (isAlike ? 0.5 : 0.4));
  if (!isAlike && (longest < 4 || Math.abs(heard.length - meant.length) > far)) return 1;
  const edits = editDistance(heard, meant, far);
  if (isAlike) return edits <= far ? SAME_SOUND : NEAR_SPELLING;
  if (edits > far) return 1;
  return edits / longest <= 0.25 ? NEAR_SPELLING : FAR_SPELLING;
}

function isPlural(a: string, b: string): boolean {
  return a === `${b}s` || b === `${a}s`;
}

function soundsLike(a: string, b: string): boolean {
  const others = soundsOf(b);
  return soundsOf(a).some((code) => code.length > 1 && others.includes(code));
}

function soundsOf(word: string): readonly string[] {
  const known = sounds.get(word);
  if (known !== undefined) return known;
  if (sounds.size >= MOST_WORDS) sounds.clear();
  const codes = doubleMetaphone(word);
  sounds.set(word, codes);
  return codes;
}
