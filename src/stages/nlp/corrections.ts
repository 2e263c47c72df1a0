/** What may have been said where a recogniser wrote something else, best guess first. */
import type { AnySkill } from '../../skills/skill.js';
import { mend } from '../../skills/language/spelling.js';
import { unitWords } from '../../skills/language/units.js';
import { ExampleWords } from './examples.js';

export interface Correction {
  readonly text: string;
  /** 0…1. */
  readonly confidence: number;
}

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
  [/^(?:at|had|ad|and|an) (?=.+ (?:to|on|onto) (?:the|my|our) .*(?:list|timer)$)/, 'add '],
  [/^(?:at|had|ad|add) (\d+) (?:in|an|and|to) (\d+)$/, 'add $1 and $2'],
  [/^whether (?=forecast|in |for |tomorrow|today)/, 'weather '],
  [/\b(?:squirt|squared|square) (?:root|route|rude) (?:of|off) /, 'square root of '],
  [/ (?:and|an) (?=fahrenheit$|celsius$)/, ' in '],
  [/\bflip (?:a|the) (?:corn|coyne|koi?n|quine)$/, 'flip a coin'],
  [/^rollers? (?=dye|die|dice)/, 'roll a '],
  [/\broll (?:a|the) (?:dye|dyes|dice|guy)(?: (?:please|pays))?$/, 'roll a die'],
];

const KEY_WORDS =
  'timer timers cancel repeat again remaining square percent divided multiplied minus times convert thanks thank ' +
  'hello goodbye tomorrow yesterday today what which where there their these those about would could should ' +
  'calculate currently right after never power factorial minutes minute seconds second forget quiet called named ' +
  'start running longer morning evening afternoon night greetings heads tails throw sided month current';

/** What is said wrongly and put right in one breath: "for 10 no 12 minutes", "call john no call jane". */
const REPAIRS: readonly (readonly [RegExp, string])[] = [
  [/\b\d+(?: [a-z]+)? (?:no|sorry|no wait|wait no|i mean|no i mean|or rather|actually|make that) (?=\d)/, ''],
  [/\b(\w+) (?:\w+ ){1,3}(?:no|sorry|no wait|wait no|i mean|no i mean|or rather) \1 /, '$1 '],
];

/** The request as it was put right; undefined where nothing was. */
export function repaired(said: string): string | undefined {
  let result = said;
  for (const [pattern, instead] of REPAIRS) result = result.replace(pattern, instead);
  return result === said ? undefined : result;
}

const known: ReadonlySet<string> = new Set([...unitWords, ...KEY_WORDS.split(' ')]);

export class Corrections {
  readonly #examples: ExampleWords;

  constructor(skills: readonly AnySkill[]) {
    this.#examples = new ExampleWords(skills);
  }

  /** @param said normalised, without politeness */
  of(said: string): readonly Correction[] {
    const alike = replaceSoundAlikes(said);
    const mended = mend(alike, known);
    const found: Correction[] = [];
    if (alike !== said) found.push({ text: alike, confidence: 1 - SOUND_ALIKE_COST });
    if (mended.edits > 0)
      found.push({ text: replaceSoundAlikes(mended.text), confidence: 1 - EDIT_COST * mended.edits });
    return [...found, ...this.#examples.of(said)];
  }
}

function replaceSoundAlikes(text: string): string {
  let result = text;
  for (const [pattern, instead] of SOUND_ALIKES) result = result.replace(pattern, instead);
  return result;
}
