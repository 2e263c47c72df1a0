/** Arithmetic and unit conversion, computed and never guessed. */
import type { Quantity, UnitName } from '../../../pipeline/intent.js';
import { loadCalculator, sayNumber } from './math.js';
import type { Skill, Skills } from './skill.js';

const arithmetic: Skill<'arithmetic'> = {
  remembered: true,
  answer: ({ expression, spoken }) => {
    const value = loadCalculator().evaluate(expression);
    if (value === undefined) return `${article(spoken)} has no answer that I could say.`;
    const { text, rounded } = sayNumber(value);
    return `${article(spoken)} is ${rounded ? 'about ' : ''}${text}.`;
  },
};

const convert: Skill<'convert'> = {
  remembered: true,
  answer: ({ parts, to }) => {
    const from = parts.map((part) => ({ value: part.value, unit: part.unit.unit }));
    const value = loadCalculator().convert(from, to.unit);
    if (value === undefined) return `I can't turn ${parts[0]?.unit.many ?? 'that'} into ${to.many}.`;
    const { text, rounded } = sayNumber(value);
    const verb = parts.length === 1 && parts[0]?.value === 1 ? 'is' : 'are';
    return `${capitalise(parts.map(sayQuantity).join(' '))} ${verb} ${rounded ? 'about ' : ''}${text} ${unitFor(value, to)}.`;
  },
};

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

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const sumSkills: Pick<Skills, 'arithmetic' | 'convert'> = { arithmetic, convert };
