/** What may have been said where a recogniser wrote something else, best guess first. */
import type { AnySkill } from '../../skills/skill.js';
import { mend } from '../../skills/language/spelling.js';
import { unitWords } from '../../skills/language/units.js';
import { ExampleWords } from './examples.js';
import { requestsInside } from './inside.js';
import { replaceSoundAlikes } from './sound-alikes.js';

export interface Correction {
  readonly text: string;
  /** 0…1. */
  readonly confidence: number;
}

/** Certainty lost with every mended word. */
const EDIT_COST = 0.1;
const SOUND_ALIKE_COST = 0.05;

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

const LIKE_TIMER = /^(.*)\b(?:times?|tires?|tamers?|thyme)\b(?: (?:we are|we were|or maybe))?(.*)$/;

/** The commonest slip of all: "stop all my time", "is the pizza time almost finished". */
function asTimer(said: string): Correction[] {
  const [, before = '', after = ''] = LIKE_TIMER.exec(said) ?? [];
  if (`${before}${after}` === '' || said.includes('timer')) return [];
  const confidence = 1 - 2 * EDIT_COST;
  return [`${before}timer${after}`, `${before}timers${after}`].map((text) => ({ text, confidence }));
}

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
    found.push(...asTimer(alike));
    const inside = requestsInside(said).map(({ text, confidence }) => ({ text: replaceSoundAlikes(text), confidence }));
    return [...found, ...this.#examples.of(alike), ...inside];
  }
}
