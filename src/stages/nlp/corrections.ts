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
  [/\b(?:squirt|squared|square) (?:root|route|rude) (?:of|off) /, 'square root of '],
  [/ (?:and|an) (?=fahrenheit$|celsius$)/, ' in '],
  [/\bflip (?:a|the) (?:corn|coyne|koi?n|quine)$/, 'flip a coin'],
  [/\broll (?:a|the) (?:dye|dyes|dice|guy)$/, 'roll a die'],
];

const KEY_WORDS =
  'timer timers cancel repeat again remaining square percent divided multiplied minus times convert thanks thank ' +
  'hello goodbye tomorrow yesterday today what which where there their these those about would could should ' +
  'calculate currently right after never power factorial minutes minute seconds second forget quiet called named ' +
  'start running longer morning evening afternoon night greetings heads tails throw sided month current';

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
