/** English number words: what each of them is worth and how it joins its neighbours. */

/** How a word takes part in a number. */
export type NumberWord =
  /** Below 100. */
  | { readonly kind: 'small'; readonly value: number; readonly suffix: string }
  /** Hundred and up. */
  | { readonly kind: 'multiplier'; readonly value: number; readonly suffix: string };

const below20 = (
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen ' +
  'seventeen eighteen nineteen'
).split(' ');
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const powers: Readonly<Record<string, number>> = {
  ...{ hundred: 1e2, thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12, quadrillion: 1e15 },
};

const oddOrdinals: Readonly<Record<string, string>> = {
  ...{ one: 'first', two: 'second', three: 'third', five: 'fifth', eight: 'eighth', nine: 'ninth', twelve: 'twelfth' },
};

function ordinalOf(name: string): string {
  return oddOrdinals[name] ?? (name.endsWith('y') ? `${name.slice(0, -1)}ieth` : `${name}th`);
}

function pluralOf(name: string): string {
  if (name.endsWith('y')) return `${name.slice(0, -1)}ies`;
  return name.endsWith('x') ? `${name}es` : `${name}s`;
}

function ordinalSuffix(value: number): string {
  return { 1: 'st', 2: 'nd', 3: 'rd' }[value] ?? 'th';
}

function* entries(): Generator<[string, NumberWord]> {
  const small = [...below20.entries(), ...tens.map((name, i): [number, string] => [20 + 10 * i, name])];
  for (const [value, name] of small) {
    // Zero joins other digits by rules of its own.
    if (value === 0) continue;
    yield [name, { kind: 'small', value, suffix: '' }];
    yield [ordinalOf(name), { kind: 'small', value, suffix: ordinalSuffix(value) }];
    yield [pluralOf(name), { kind: 'small', value, suffix: 's' }];
  }
  for (const [name, value] of Object.entries(powers)) {
    yield [name, { kind: 'multiplier', value, suffix: '' }];
    yield [ordinalOf(name), { kind: 'multiplier', value, suffix: 'th' }];
    yield [pluralOf(name), { kind: 'multiplier', value, suffix: 's' }];
  }
}

export const numberWords: ReadonlyMap<string, NumberWord> = new Map(entries());

/** Spoken zeros; the letter and the sigh are zeros only beside other digits. */
export const zeroWords: ReadonlySet<string> = new Set(['zero', 'o', 'oh']);

/** Said before a digit that stands several times. */
export const repeats: ReadonlyMap<string, number> = new Map([
  ['double', 2],
  ['triple', 3],
]);

export const signs: ReadonlyMap<string, string> = new Map([
  ...([
    ['minus', '-'],
    ['negative', '-'],
    ['plus', '+'],
    ['positive', '+'],
  ] as const),
]);

/** Said after an amount, written before it. */
export const currencies: ReadonlyMap<string, string> = new Map([
  ...([
    ['dollar', '$'],
    ['dollars', '$'],
    ['cent', '¢'],
    ['cents', '¢'],
  ] as const),
  ...([
    ['euro', '€'],
    ['euros', '€'],
    ['pound', '£'],
    ['pounds', '£'],
  ] as const),
]);
