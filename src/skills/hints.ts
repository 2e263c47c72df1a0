/** What the skills expect to be said: tells the recogniser what to choose where the sound alone leaves doubt. */
import { toCardinal } from 'n2words/en-US';
import { unitWords } from './language/units.js';
import type { AnySkill } from './skill.js';

/** For the recogniser's `hints`. */
export interface SkillHints {
  /** Of the requests, ISO 639-1. */
  readonly language: string;
  /** Requests as they might have been made before, written as sentences. */
  readonly context: readonly string[];
  /** Words and names that win over what sounds like them. */
  readonly words: readonly string[];
}

/** What people ask most, each with numbers, names or things of another kind. Skills of the user's own come before these. */
const TYPICAL = ['timer-set', 'alarm-set', 'weather', 'list-add', 'reminder-set', 'convert', 'arithmetic', 'time'];
const MOST_OWN = 3;
/** Shorter words sound like too many others. */
const LEAST_LETTERS = 4;
const QUESTION = /^(?:what|which|when|where|who|how|is|are|do|does|can|could|should|will|would)\b/;

/**
 * @param own names of skills that the user added
 * @param things names that the user gave: lists, devices, rooms
 */
export function hintsOf(
  skills: readonly AnySkill[],
  { own = [], things = [] }: { readonly own?: readonly string[]; readonly things?: readonly string[] } = {},
): SkillHints {
  const byName = new Map(skills.map((skill) => [skill.name, skill]));
  const telling = [...own.slice(0, MOST_OWN), ...TYPICAL].flatMap((name) => byName.get(name) ?? []);
  return {
    language: 'en',
    context: telling.map(({ examples: [first] }) => toSentence(first)),
    words: [...new Set([...things, ...slotValues(skills), ...cities(), ...exampleWords(skills), ...units()])],
  };
}

function toSentence(example: string): string {
  const text = example.replaceAll(/\bi\b/g, 'I').replaceAll(/\d+/g, (digits) => toCardinal(Number(digits)));
  const names = cities().filter((city) => !city.includes(' '));
  const proper = text.replaceAll(/\p{L}+/gu, (word) => names.find((name) => name.toLowerCase() === word) ?? word);
  return proper.charAt(0).toUpperCase() + proper.slice(1) + (QUESTION.test(example) ? '?' : '.');
}

function slotValues(skills: readonly AnySkill[]): readonly string[] {
  return skills.flatMap(({ slots }) => Object.values(slots ?? {}).flat());
}

/** Words of requests; small talk has none of its own. */
function exampleWords(skills: readonly AnySkill[]): readonly string[] {
  const requests = skills.filter(({ remembered }) => remembered !== false);
  const words = requests
    .flatMap(({ examples, alike = [] }) => [...examples, ...alike])
    .flatMap((text) => text.split(' '));
  return words.filter((word) => word.length >= LEAST_LETTERS && /^\p{L}+$/u.test(word));
}

function units(): readonly string[] {
  return unitWords.filter((word) => word.length >= LEAST_LETTERS);
}

let known: readonly string[] | undefined;

/** Places that have a clock of their own: "New York". */
function cities(): readonly string[] {
  known ??= Intl.supportedValuesOf('timeZone')
    .filter((zone) => /^(?:Africa|America|Asia|Australia|Europe|Pacific)\/[^/]+$/.test(zone))
    .map((zone) => zone.slice(zone.indexOf('/') + 1).replaceAll('_', ' '))
    .filter((name) => name.length >= LEAST_LETTERS);
  return known;
}
