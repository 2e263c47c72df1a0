/** Tells a spoken mark or command from a mention of it: "hello comma" from "a comma is a mark". */
import { wordSet, type LanguageTable, type Phrase } from './table.js';
import { hasBreak, type Token } from './token.js';

/** A phrase where it stands. */
export interface Place {
  readonly phrase: Phrase;
  readonly tokens: readonly Token[];
  /** Index of its first word, and of the first word behind it. */
  readonly from: number;
  readonly to: number;
  readonly table: LanguageTable;
}

/** What stands around a phrase. */
interface Sides {
  readonly before: string | undefined;
  readonly after: string | undefined;
  /** The recogniser wrote a mark there, or nothing stands there. */
  readonly isParted: boolean;
  readonly isPartedBehind: boolean;
  /** The recogniser began a sentence behind it. */
  readonly beginsBehind: boolean;
}

const PREPOSITIONS = wordSet('in during over for of after at within since throughout until through on from');
/** Who does it, or whom it was done to. */
const EITHER = wordSet('you it');
const CONNECTIVES = wordSet('and or then und oder dann et ou puis y o luego');
const DOMAINS = wordSet(
  'com org net io dev ai app co uk de fr es eu edu gov me info txt md js ts py json yaml yml pdf doc docx xls xlsx csv ' +
    'html css png jpg jpeg gif mp3 mp4 wav zip exe sh',
);

/** Whether the phrase is carried out rather than written. */
export function acts(place: Place): boolean {
  const { meaning } = place.phrase;
  if (meaning.kind === 'text') return true;
  const sides = sidesOf(place);
  if (isQuoted(place) || isOrdinary(place, sides)) return false;
  return meaning.kind === 'mark' ? actsAsMark(place, sides) : actsAsCommand(place, sides);
}

function sidesOf({ tokens, from, to }: Place): Sides {
  const [previous, last, next] = [tokens[from - 1], tokens[to - 1], tokens[to]];
  return {
    before: previous === undefined || hasBreak(previous) ? undefined : previous.key,
    after: next === undefined || (last !== undefined && hasBreak(last)) ? undefined : next.key,
    isParted: previous === undefined || hasBreak(previous),
    isPartedBehind: next === undefined || (last !== undefined && hasBreak(last)),
    beginsBehind: next !== undefined && /^\p{Lu}\p{Ll}/u.test(next.core) && !next.key.startsWith("i'"),
  };
}

/** The recogniser put it in quotes: the word is meant. */
function isQuoted({ tokens, from, to }: Place): boolean {
  return /["“„«']/u.test(tokens[from]?.pre ?? '') && /["”“»']/u.test(tokens[to - 1]?.post ?? '');
}

function isOrdinary({ phrase: { name }, table }: Place, { before, after }: Sides): boolean {
  const has = (list: string | undefined, word: string | undefined): boolean =>
    list !== undefined && word !== undefined && list.split(' ').includes(word);
  return has(table.before[name], before) || has(table.after[name], after);
}

function actsAsMark(place: Place, sides: Sides): boolean {
  const { phrase, table, tokens, from } = place;
  const { articles, pointers, mentions, subjects, verbs } = table.surroundings;
  const { before, after } = sides;
  const isEveryday = table.everyday.has(phrase.name);
  if (phrase.name === 'dot') return before !== undefined && after !== undefined && joinsName(after);
  // "Comma is a mark": the subject of a sentence, not a mark in front of one.
  if (before === undefined) return !(isEveryday && after !== undefined && verbs.has(after));
  if (articles.has(before)) return false;
  if (mentions.has(before)) return !isEveryday && sides.isPartedBehind;
  if (!isEveryday || !pointers.has(before)) return true;
  if (phrase.name !== 'period' && after !== undefined && subjects.has(after)) return true;
  const earlier = tokens[from - 2];
  if (earlier !== undefined && !hasBreak(earlier) && PREPOSITIONS.has(earlier.key)) return false;
  return sides.isPartedBehind || sides.beginsBehind;
}

/** "example dot com", "two dot one". */
function joinsName(after: string): boolean {
  return DOMAINS.has(after) || /^(?:\d+|zero|oh|one|two|three|four|five|six|seven|eight|nine)$/u.test(after);
}

function actsAsCommand(place: Place, sides: Sides): boolean {
  const { phrase, tokens, from, to, table } = place;
  if (phrase.meaning.kind !== 'command') return false;
  const isAlone = from === 0 && to === tokens.length;
  switch (phrase.meaning.name) {
    case 'cancel':
      return isAlone;
    case 'undo':
      return to - from > 1 ? isFree(place, sides) : isAlone;
    case 'stop':
      return to === tokens.length && isFree(place, sides);
    case 'tab':
      return sides.isParted && sides.isPartedBehind;
    case 'literal':
      // "Say" is a word like any other unless something begins with it.
      return phrase.name !== 'say' || sides.isParted;
    case 'upper':
    case 'capital':
    case 'lower':
      return to < tokens.length && (isJoined(sides) || isFree(place, sides));
    case 'press-enter':
    case 'press-tab':
    case 'press-escape':
      // "Then press enter" is what somebody shall do, and a key cannot be taken back.
      return !isJoined(sides) && isFree(place, sides);
    case 'spell':
    case 'scratch':
    case 'delete-word':
    case 'delete-sentence':
      return isJoined(sides) || isFree(place, sides);
    default:
      return !isPointedAt(sides, table);
  }
}

function isJoined({ before }: Sides): boolean {
  return before !== undefined && CONNECTIVES.has(before);
}

/** Nobody does it, and nothing points at it. */
function isFree(place: Place, sides: Sides): boolean {
  const { actors, mentions } = place.table.surroundings;
  const { before } = sides;
  if (before === undefined) return true;
  // "Can you scratch that" asks somebody; "how are you scratch that" does not.
  const isAsked = EITHER.has(before) && actors.has(place.tokens[place.from - 2]?.key ?? '');
  return !(isAsked || actors.has(before) || mentions.has(before) || isPointedAt(sides, place.table));
}

function isPointedAt({ before, isPartedBehind }: Sides, { surroundings }: LanguageTable): boolean {
  if (before === undefined) return false;
  const { articles, pointers, mentions } = surroundings;
  return articles.has(before) || ((pointers.has(before) || mentions.has(before)) && !isPartedBehind);
}
