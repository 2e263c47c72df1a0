/** Sums in words turned into an expression that holds nothing but numbers and operators. */

export interface Sum {
  /** Only digits, `. + - * / ^ ! ( )`, `mod`, `sqrt` and `cbrt`. */
  readonly expression: string;
  /** The sum in words. */
  readonly spoken: string;
}

type Kind = 'operator' | 'prefix' | 'suffix';

/** Longest phrase first: "to the power of" must not be read as a stray "to". */
const PHRASES: readonly (readonly [phrase: string, kind: Kind, written: string])[] = [
  ['raised to the power of', 'operator', '^'],
  ['to the power of', 'operator', '^'],
  ['multiplied by', 'operator', '*'],
  ['multiplied with', 'operator', '*'],
  ['divided by', 'operator', '/'],
  ['square root of', 'prefix', 'sqrt'],
  ['cube root of', 'prefix', 'cbrt'],
  ['percent of', 'suffix', '/100*'],
  ['half of', 'prefix', '0.5*'],
  ['a third of', 'prefix', '1/3*'],
  ['a quarter of', 'prefix', '0.25*'],
  ['a fifth of', 'prefix', '0.2*'],
  ['a tenth of', 'prefix', '0.1*'],
  ['quarters of', 'operator', '/4*'],
  ['thirds of', 'operator', '/3*'],
  ['fifths of', 'operator', '/5*'],
  ['tenths of', 'operator', '/10*'],
  ['added to', 'operator', '+'],
  ['to the', 'operator', '^'],
  ['percent', 'suffix', '/100'],
  ['factorial', 'suffix', '!'],
  ['squared', 'suffix', '^2'],
  ['cubed', 'suffix', '^3'],
  ['modulo', 'operator', ' mod '],
  ['double', 'prefix', '2*'],
  ['twice', 'prefix', '2*'],
  ['triple', 'prefix', '3*'],
  ['plus', 'operator', '+'],
  ['minus', 'operator', '-'],
  ['negative', 'prefix', '-'],
  ['times', 'operator', '*'],
  ['over', 'operator', '/'],
];

const LEAD =
  /^(?:(?:what|how much|how many) (?:is|are|does|makes?)|what would(?: be)?|what do (?:you|i|we) get (?:if|when|by) (?:you|i|we)|what (?:happens|comes out) (?:if|when) (?:you|i|we)|can you (?:tell me|work out|do|calculate)|do the sum|calculate|compute|solve|work out|figure out|tell me(?: what is)?|give me|the answer to|do you know what is)\s+/;
const NUMBER = String.raw`(-?\d+(?:\.\d+)?)`;

/** Ways of asking in which the operator comes first, with the plain form of each. */
const REWRITES: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`^(?:the )?(?:sum of|total of|add) ${NUMBER} (?:and|to|plus) ${NUMBER}$`), '$1 plus $2'],
  [new RegExp(`^(?:the )?difference (?:between|of) ${NUMBER} and ${NUMBER}$`), '$1 minus $2'],
  [new RegExp(`^(?:subtract|take|take away) ${NUMBER} (?:away )?from ${NUMBER}$`), '$2 minus $1'],
  [new RegExp(`^(?:the )?(?:product of|multiply) ${NUMBER} (?:and|by|with|times) ${NUMBER}$`), '$1 times $2'],
  [new RegExp(`^divide ${NUMBER} by ${NUMBER}$`), '$1 divided by $2'],
];

/** Reads a sum such as "what is 12 times 7"; undefined unless every word belongs to it and there is something to compute. */
export function parseArithmetic(text: string): Sum | undefined {
  let spoken = text
    .replace(/ (?:equals?|is equal to|make|makes)(?: what)?$/, '')
    .replace(LEAD, '')
    .replace(LEAD, '');
  for (const [pattern, plain] of REWRITES) spoken = spoken.replace(pattern, plain);
  spoken = spoken.replace(/^the (?=square|cube)/, '');
  const expression = translate(spoken);
  return expression === undefined ? undefined : { expression, spoken };
}

/** One pass from left to right, always knowing whether a number or an operator must come next. */
function translate(spoken: string): string | undefined {
  let rest = spoken;
  let expression = '';
  let open = 0;
  let operators = 0;
  let wantsNumber = true;
  while (rest !== '') {
    const number = /^\d+(?:\.\d+)?(?:st|nd|rd|th)?(?= |$)/.exec(rest)?.[0];
    const [phrase, kind, written] = PHRASES.find(([name]) => rest === name || rest.startsWith(`${name} `)) ?? [];
    if (wantsNumber && number !== undefined) {
      expression += String(Number.parseFloat(number)) + ')'.repeat(open);
      open = 0;
      wantsNumber = false;
    } else if (phrase === undefined || written === undefined) return undefined;
    else if (wantsNumber && (kind === 'prefix' || phrase === 'minus')) {
      const called = written.endsWith('t');
      expression += called ? `${written}(` : written;
      open += called ? 1 : 0;
      operators++;
    } else if (!wantsNumber && kind !== 'prefix') {
      expression += written;
      wantsNumber = kind === 'operator' || written.endsWith('*');
      operators++;
    } else return undefined;
    rest = rest.slice((wantsNumber || number === undefined ? (phrase ?? number ?? '') : number).length).trimStart();
    if (wantsNumber) rest = rest.replace(/^the (?=square|cube)/, '');
  }
  const worthAsking = operators > 0 && !/^-?\d+(?:\.\d+)?$/.test(expression);
  return !wantsNumber && worthAsking ? expression : undefined;
}
