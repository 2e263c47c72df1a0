/** Arithmetic and unit conversion, computed and never guessed. */
import { parseArithmetic, type Sum } from '../language/arithmetic.js';
import { loadCalculator, sayNumber } from '../language/calculator.js';
import { capitalise } from '../language/say-when.js';
import { unitOf, type Quantity, type UnitName } from '../language/units.js';
import { defineSkill } from '../skill.js';
import { parseConversion, type ConversionSlots } from './conversion-words.js';

/** What "that" was: the result before, in front of what is to be done with it. */
const ON_RESULT: readonly (readonly [RegExp, (result: string, rest: string) => string])[] = [
  [/^(?:and |now |then )*(?:double|twice) (?:that|it)$/, (result) => `2 times ${result}`],
  [/^(?:and |now |then )*triple (?:that|it)$/, (result) => `3 times ${result}`],
  [/^(?:and |now |then )*(?:half (?:of )?(?:that|it)|halve (?:that|it))$/, (result) => `${result} divided by 2`],
  [/^(?:and |now |then )*(?:square (?:that|it)|(?:that|it) squared)$/, (result) => `${result} squared`],
  [/^(?:and |now |then |what is )*(?:the )?square root of (?:that|it)$/, (result) => `square root of ${result}`],
  [/^(?:and |now |then )*add (\S+)(?: to (?:that|it))?$/, (result, rest) => `${result} plus ${rest}`],
  [
    /^(?:and |now |then )*(?:subtract|take(?: away)?) (\S+)(?: (?:away )?from (?:that|it))?$/,
    (result, rest) => `${result} minus ${rest}`,
  ],
  [/^(?:and |now |then )*multiply (?:that|it) by (\S+)$/, (result, rest) => `${result} times ${rest}`],
  [/^(?:and |now |then )*divide (?:that|it) by (\S+)$/, (result, rest) => `${result} divided by ${rest}`],
  [
    /^(?:and |now |then |what is )*(?:(?:that|it) )?((?:plus|minus|times|divided by|multiplied by|to the power of) \S+)$/,
    (result, rest) => `${result} ${rest}`,
  ],
  [/^(?:and |what is )*(\S+ percent of) (?:that|it)$/, (result, rest) => `${rest} ${result}`],
];

export const arithmetic = defineSkill<Sum>({
  name: 'arithmetic',
  about: 'does sums: plus, minus, times, percent, powers and roots',
  examples: ['what is 12 times 7', 'what is 15 percent of 80'],
  parse: parseArithmetic,
  goOn: (text, { result }) => {
    if (typeof result !== 'number') return undefined;
    for (const [pattern, sum] of ON_RESULT) {
      const match = pattern.exec(text);
      if (match !== null) return parseArithmetic(sum(String(result).replace(/^-/, 'minus '), match[1] ?? ''));
    }
    return undefined;
  },
  answer: ({ expression, spoken }) => {
    const value = loadCalculator().evaluate(expression);
    if (value === undefined) return `${article(spoken)} has no answer that I could say.`;
    const { text, rounded } = sayNumber(value);
    return { text: `${article(spoken)} is ${rounded ? 'about ' : ''}${text}.`, result: value };
  },
});

export const conversion = defineSkill<ConversionSlots>({
  name: 'convert',
  about: 'converts units of length, weight, volume, temperature, time and data',
  examples: ['convert 5 miles to kilometers', 'how many cups are in a liter'],
  parse: parseConversion,
  goOn: (text, { slots }) => {
    const to = unitOf(/^(?:and|what about|how about|now|and what about) (?:in|to|into) (.+)$/.exec(text)?.[1] ?? '');
    return to === undefined ? undefined : { ...slots, to };
  },
  answer: ({ parts, to }) => {
    const from = parts.map((part) => ({ value: part.value, unit: part.unit.unit }));
    const value = loadCalculator().convert(from, to.unit);
    if (value === undefined) return `I can't turn ${parts[0]?.unit.many ?? 'that'} into ${to.many}.`;
    const { text, rounded } = sayNumber(value);
    const verb = parts.length === 1 && parts[0]?.value === 1 ? 'is' : 'are';
    const said = `${capitalise(parts.map(sayQuantity).join(' '))} ${verb} ${rounded ? 'about ' : ''}${text} ${unitFor(value, to)}.`;
    return { text: said, result: value };
  },
});

/** "square root of 2" → "The square root of 2". */
function article(spoken: string): string {
  return /^(?:square|cube) root/.test(spoken) ? `The ${spoken}` : capitalise(spoken);
}

function sayQuantity({ value, unit }: Quantity): string {
  return `${sayNumber(value).text} ${unitFor(value, unit)}`;
}

function unitFor(value: number, unit: UnitName): string {
  return Math.abs(value) === 1 ? unit.one : unit.many;
}
