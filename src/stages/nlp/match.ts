/** From normalised text to an intent: as it stands first, then with the slips of a recogniser mended. */
import type { Intent } from '../../pipeline/intent.js';
import { calendarRules } from './rules/calendar.js';
import type { Rule } from './rules/rule.js';
import { sumRules } from './rules/sums.js';
import { talkRules } from './rules/talk.js';
import { timerRules } from './rules/timers.js';
import { mend } from './spelling.js';
import { withoutPoliteness } from './text.js';
import { unitWords } from './units.js';

/** Timers before sums: "time left" and "10 minutes" must not be read as numbers alone. */
const RULES: readonly Rule[] = [...timerRules, ...calendarRules, ...sumRules, ...talkRules];

/** Longer than any request that the rules know; what is longer is a story. */
const LONGEST_WORDS = 24;
/** Certainty lost with every mended word. */
const EDIT_COST = 0.1;
const SOUND_ALIKE_COST = 0.05;

/** Words that sound like those meant, where the words around them leave no doubt. */
const SOUND_ALIKES: readonly (readonly [RegExp, string])[] = [
  [/^(?:said|sat|sit|sent|that) (?=an? |the |my |\d|timer)/, 'set '],
  [
    /\b(?:time|times|tamer|time or|time are|tie mer|time her|timers|tim or) (?=(?:for|of|to|4) (?:an? |half |\d))/,
    'timer ',
  ],
  [/\btimer (?:4|to|2) (?=(?:an? |half |\d))/, 'timer for '],
  [/^(?:what|what is|watch) (?:times|time) (?:is it|it is|is that|as it)$/, 'what time is it'],
  [/^what time (?:is|as|his) (?:in|it in|at in) /, 'what time is it in '],
  [/^(?:watt|what|wet|wats) is /, 'what is '],
  [/\b(?:squirt|squared|square) (?:root|route|rude) (?:of|off) /, 'square root of '],
  [/ (?:and|an) (?=fahrenheit$|celsius$)/, ' in '],
  [/\bflip (?:a|the) (?:corn|coyne|koi?n|quine)$/, 'flip a coin'],
  [/\broll (?:a|the) (?:dye|dyes|dice|guy)$/, 'roll a die'],
];

const KNOWN: ReadonlySet<string> = new Set([
  ...unitWords,
  ...(
    'timer timers cancel repeat again remaining square percent divided multiplied minus times convert thanks thank ' +
    'hello goodbye tomorrow yesterday today what which where there their these those about would could should ' +
    'calculate currently right after never power factorial minutes minute seconds second forget quiet called named ' +
    'start running longer morning evening afternoon night greetings heads tails throw sided month current'
  ).split(' '),
]);

/** The intent of a normalised request, or undefined when none fits all of its words. */
export function matchIntent(normalised: string): Intent | undefined {
  if (normalised === '' || normalised.split(' ').length > LONGEST_WORDS) return undefined;
  const plain = withoutPoliteness(normalised);
  const exact = apply(normalised, 1) ?? apply(plain, 1);
  if (exact !== undefined) return exact;
  const alike = replaceSoundAlikes(plain);
  const heard = alike === plain ? undefined : apply(alike, 1 - SOUND_ALIKE_COST);
  if (heard !== undefined) return heard;
  const mended = mend(alike, KNOWN);
  return mended.edits === 0 ? undefined : apply(replaceSoundAlikes(mended.text), 1 - EDIT_COST * mended.edits);
}

function apply(text: string, confidence: number): Intent | undefined {
  for (const rule of RULES) {
    const meaning = rule(text);
    if (meaning !== undefined) return { ...meaning, confidence: Math.max(0, confidence) };
  }
  return undefined;
}

function replaceSoundAlikes(text: string): string {
  let result = text;
  for (const [pattern, instead] of SOUND_ALIKES) result = result.replace(pattern, instead);
  return result;
}
