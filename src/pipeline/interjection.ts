/** What somebody says over a reply: a sign of listening, a call to stop, or words that take the turn. */
import {
  assentingHums,
  denials,
  fastInventions,
  inventions,
  localCalls,
  phrases,
  polite,
} from './interjection-phrases.js';

/**
 * `backchannel`: the reply goes on. `call`: it stops at once. `words`: somebody takes the turn. `nothing`: a noise, or
 * too little to tell yet; the reply goes on.
 */
export type Interjection = 'backchannel' | 'call' | 'words' | 'nothing';

export interface Interrupting {
  /** The recogniser's text so far. */
  readonly text: string;
  /** How long the voice behind it has lasted, in ms. */
  readonly voicedMs: number;
  /** The voice has paused, and the text is all that it said. */
  readonly atPause: boolean;
  /** Of the text, ISO 639-1. */
  readonly language: string;
  /** What the assistant has said so far. Behind a question every word is an answer. */
  readonly reply?: string | undefined;
}

type Unit = 'backchannel' | 'assent' | 'call' | 'denial' | 'polite' | 'hum';

/** A sign of listening is short: a longer voice said something that was not understood. */
const MOST_BACKCHANNEL_WORDS = 6;
const BASE_VOICE_MS = 1500;
const VOICE_PER_WORD_MS = 600;
/** Nobody says `thank you` in less; recognisers make it up for a click. */
const LEAST_PHRASE_MS = 350;
/** Longer than any laugh that is worth reading. */
const MOST_WORDS = 60;

/** Recognisers put sounds in brackets, stars or notes. Bounded, so that a flood of brackets stays cheap. */
const SOUNDS = /\[[^\]]{0,60}\]|\([^)]{0,60}\)|\*[^*]{0,60}\*|[♪♫]/gu;
/** "mm", "MMHM", "uhh", "er", "ah", "huh": no word, but a voice. */
const HUM = /^(?:[mhn]+|u+[hm]+|e+(?:r+m*|h+m*)|a+h+|o+h+|o{2,}|ha+h*|hu+[hm]*|heh+|ho)$/;
/** "haha", "jajaja", "kkk". */
const LAUGH = /^[aeio]?([hj])([aeio])h?(?:\1\2h?)+$|^k{3,}$|^(?:rs){2,}$/;
/** "pepepepe": what a recogniser writes for a rattle. */
const RATTLE = /^(.{1,4}?)\1{4,}.?$/u;

const units = new Map<string, Unit>();
learn(denials, 'denial');
for (const { calls } of Object.values(phrases)) learn(calls, 'call');
learn(assentingHums, 'assent');
for (const { backchannels } of Object.values(phrases)) learn(backchannels, 'backchannel');
learn(polite, 'polite');
const longestUnit = Math.max(...[...units.keys()].map((phrase) => phrase.split(' ').length));
const begunBackchannels = beginnings('backchannel');
const callsOf = new Map(Object.entries(localCalls).map(([language, list]) => [language, new Set(split(list))]));
const made = new Set(split(inventions));
const madeInHaste = new Set(split(fastInventions));

/** Decides from the text so far; more of it may change the verdict, except that a call has acted by then. */
export function classifyInterjection(heard: Interrupting): Interjection {
  const words = wordsOf(heard.text);
  const phrase = words.join(' ');
  if (words.length === 0 || made.has(phrase) || words.every((word) => RATTLE.test(word) && !isHum(word))) {
    return 'nothing';
  }
  if (madeInHaste.has(phrase) && heard.voicedMs < LEAST_PHRASE_MS) return 'nothing';
  const isAsked = /\?["'”’»)\s]*$/u.test(heard.reply ?? '');
  const found = callsOf.get(heard.language)?.has(phrase) === true ? ['call'] : segment(words);
  if (found === undefined) return !heard.atPause && begunBackchannels.has(phrase) ? 'nothing' : 'words';
  if (found.includes('call')) return 'call';
  if (found.includes('denial')) return isAsked ? 'words' : 'call';
  if (found.every((unit) => unit === 'polite')) return 'words';
  if (found.every((unit) => unit === 'hum')) return 'backchannel';
  return isAsked || isLong(words, heard.voicedMs) ? 'words' : 'backchannel';
}

/** Whether all of the words are a call to stop, with or without politeness around it. */
export function isCall(text: string, language: string): boolean {
  return classifyInterjection({ text, language, voicedMs: LEAST_PHRASE_MS, atPause: true }) === 'call';
}

/** More voice, or more words, than a sign of listening has. */
function isLong(words: readonly string[], voicedMs: number): boolean {
  const said = words.filter((word) => !isHum(word)).length;
  return said > MOST_BACKCHANNEL_WORDS || voicedMs > BASE_VOICE_MS + words.length * VOICE_PER_WORD_MS;
}

/** The fewest known phrases that make up all of the words; undefined when there is a word in no phrase. */
function segment(words: readonly string[]): readonly Unit[] | undefined {
  if (words.length > MOST_WORDS) return undefined;
  const best: (readonly Unit[] | undefined)[] = [[]];
  for (let end = 1; end <= words.length; end++) {
    for (let start = Math.max(0, end - longestUnit); start < end; start++) {
      const before = best[start];
      const unit = unitOf(words.slice(start, end));
      if (before === undefined || unit === undefined) continue;
      const known = best[end];
      if (known === undefined || before.length + 1 < known.length) best[end] = [...before, unit];
    }
  }
  return best[words.length];
}

function unitOf(words: readonly string[]): Unit | undefined {
  const [first = '', ...more] = words;
  const known = units.get(words.join(' '));
  return known ?? (more.length === 0 && isHum(first) ? 'hum' : undefined);
}

function isHum(word: string): boolean {
  return HUM.test(word) || LAUGH.test(word);
}

/** In lower case, without accents, punctuation and sounds; runs of a letter that only a drawn-out voice has are one pair. */
function wordsOf(text: string): string[] {
  const plain = text
    .replaceAll(SOUNDS, ' ')
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[\p{M}'’‘`´]/gu, '');
  return (plain.replaceAll('ß', 'ss').match(/[\p{L}\p{N}]+/gu) ?? []).map((word) =>
    word.replaceAll(/(.)\1{2,}/gu, '$1$1'),
  );
}

function split(list: string): string[] {
  return list.split('|').map((phrase) => wordsOf(phrase).join(' '));
}

/** What was learned first stays. */
function learn(list: string, unit: Unit): void {
  for (const phrase of split(list)) if (!units.has(phrase)) units.set(phrase, unit);
}

/** All that a phrase of this kind may look like while it is being said. */
function beginnings(kind: Unit): ReadonlySet<string> {
  const begun = new Set<string>();
  for (const [phrase, unit] of units) {
    if (unit !== kind) continue;
    for (let length = 1; length < phrase.length; length++) begun.add(phrase.slice(0, length).trimEnd());
  }
  return begun;
}
