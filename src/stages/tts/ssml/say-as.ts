/** `<say-as interpret-as>`: a text put into words as its author asks, whatever the reader would have made of it. */
import { sayDigits, sayNumber, sayOrdinal } from '../spoken/numbers.js';
import { sayDate } from './date.js';
import { spellOut } from './spelling.js';

export interface SayAs {
  /** Attribute `format`, or nothing. */
  readonly format: string;
  /** Whether the text is English; words of other languages are left to the phonemizer, or refused. */
  readonly isEnglish: boolean;
}

/** What is said instead of `text`; an `Unsayable` says in one line what was wanted. */
type Interpreter = (text: string, how: SayAs) => string | Unsayable;

export interface Unsayable {
  readonly wanted: string;
}

const englishOnly: Unsayable = { wanted: 'an English text (xml:lang)' };

const amount = /^([-−+]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?$/;

const cardinal: Interpreter = (text, { isEnglish }) => {
  const match = amount.exec(text);
  if (match === null || text.length > 60) return { wanted: 'a number such as 1,250 or -3.5' };
  const [, sign = '', whole = '', decimals = ''] = match;
  // Any phonemizer reads a bare number as an amount.
  if (!isEnglish) return text.replaceAll(',', '').replace('−', '-');
  const minus = sign === '' || sign === '+' ? '' : 'minus ';
  return minus + sayNumber(whole.replace(/^0+(?=\d)/, '') + decimals);
};

const ordinal: Interpreter = (text, { isEnglish }) => {
  if (!isEnglish) return englishOnly;
  const digits = /^(\d{1,15})(?:st|nd|rd|th)?$/i.exec(text)?.[1];
  return digits === undefined ? { wanted: 'a whole number such as 21' } : sayOrdinal(digits);
};

const digits: Interpreter = (text, { isEnglish }) => {
  const found = /^\+?[\d\s()./-]+$/.test(text) && text.length <= 200 ? text.match(/\d+/g) : null;
  if (found === null) return { wanted: 'digits, with spaces, dots, brackets or hyphens between groups' };
  const groups = found.map((group) => (isEnglish ? sayDigits(group) : Array.from(group).join(', '))).join(', ');
  if (!text.startsWith('+')) return groups;
  return `${isEnglish ? 'plus ' : '+'}${groups}`;
};

const clock = /^(?:[01]?\d|2[0-4])(?::[0-5]\d){0,2}(?:\s?[ap]\.?m\.?)?$/i;
const minutesAndSeconds = /^(?:(\d{1,4})['′])?(?:(\d{1,4})["″])?$/;

const time: Interpreter = (text, { format, isEnglish }) => {
  if (!/^(?:|hms?(?:12|24)?|ms|h)$/.test(format)) return { wanted: 'no format, or hms12 or hms24' };
  // A bare number would be read as an amount.
  if (clock.test(text) && !/^\d+$/.test(text)) return text;
  const [, minutes, seconds] = minutesAndSeconds.exec(text) ?? [];
  if (minutes === undefined && seconds === undefined) return { wanted: 'a time such as 2:30pm, 14:30 or 1\'21"' };
  if (!isEnglish) return englishOnly;
  const say = (count: string | undefined, unit: string): string[] =>
    count === undefined ? [] : [`${sayNumber(String(Number(count)))} ${unit}${Number(count) === 1 ? '' : 's'}`];
  return [...say(minutes, 'minute'), ...say(seconds, 'second')].join(' ');
};

const fraction: Interpreter = (text, { isEnglish }) => {
  const match = /^(?:(\d{1,12})(?:\s*\+\s*|\s+))?(\d{1,12})\s*[/⁄]\s*(\d{1,12})$/.exec(text);
  if (match === null) return { wanted: 'a fraction such as 3/20 or 1+1/2' };
  const [, whole, top = '', bottom = ''] = match;
  // What the reader of plain texts knows by heart is left to it: "three quarters".
  if (!isEnglish || Math.max(top.length, bottom.length) <= 3) return `${whole ?? ''} ${top}/${bottom}`.trim();
  return `${whole === undefined ? '' : `${sayNumber(whole)} and `}${sayNumber(top)} over ${sayNumber(bottom)}`;
};

/** The reader of plain texts knows these; here it is only made sure that there is such a thing. */
const unit: Interpreter = (text) =>
  /^[-−+]?[\d.,]+\s?[^\d\s]{1,12}$/u.test(text) ? text : { wanted: 'an amount with its unit, such as 10 kg' };
const currency: Interpreter = (text) =>
  /^[-−]?(?:\p{Sc}\s?[\d.,]+|[\d.,]+\s?(?:\p{Sc}|\p{Lu}{3})|\p{Lu}{3}\s?[\d.,]+)$/u.test(text)
    ? text
    : { wanted: 'an amount of money such as $12.50' };

const date: Interpreter = (text, { format, isEnglish }) => (isEnglish ? sayDate(text, format) : englishOnly);
const characters: Interpreter = (text, { isEnglish }) => spellOut(text, isEnglish);
const expletive: Interpreter = () => 'bleep';

const interpreters: Readonly<Record<string, Interpreter>> = {
  characters,
  'spell-out': characters,
  verbatim: characters,
  cardinal,
  number: cardinal,
  ordinal,
  digits,
  telephone: digits,
  date,
  time,
  fraction,
  unit,
  currency,
  expletive,
  bleep: expletive,
};

export const interpretations: readonly string[] = Object.keys(interpreters);

/** Undefined when nobody knows what `as` means. */
export function sayAs(text: string, as: string, how: SayAs): string | Unsayable | undefined {
  const interpreter = Object.hasOwn(interpreters, as) ? interpreters[as] : undefined;
  return interpreter?.(text.replace(/\s+/g, ' ').trim(), how);
}
