/** A locked-down instance of mathjs: sums and units, and no way to anything else. */
import { createRequire } from 'node:module';
import type { MathJsInstance } from 'mathjs';

/** What an expression may consist of; the parser never sees anything else. */
const ALLOWED = /^(?:[\d.+\-*/^!() ]|mod|sqrt|cbrt)+$/;
/** Functions that reach beyond arithmetic. Source: the security page of the library. */
const FORBIDDEN = [
  'import',
  'createUnit',
  'reviver',
  'evaluate',
  'parse',
  'simplify',
  'derivative',
  'resolve',
] as const;

export interface Calculator {
  /** The value, or undefined when there is no real, finite one. Throws on anything but arithmetic. */
  readonly evaluate: (expression: string) => number | undefined;
  /** The value of `value from` in `to`; undefined when the two do not measure the same thing. */
  readonly convert: (
    parts: readonly { readonly value: number; readonly unit: string }[],
    to: string,
  ) => number | undefined;
}

let calculator: Calculator | undefined;

/** Loads the library once (tens of milliseconds): call it while warming up. */
export function loadCalculator(): Calculator {
  calculator ??= createCalculator();
  return calculator;
}

function createCalculator(): Calculator {
  // One bundled file: the package's own entry reads a thousand small ones, which takes ten times as long.
  const bundle = createRequire(import.meta.url)('mathjs/lib/browser/math.js') as typeof import('mathjs');
  const math: MathJsInstance = bundle.create(bundle.all ?? {});
  // Taken before the doors are shut.
  const evaluate = math.evaluate.bind(math);
  const unit = math.unit.bind(math);
  const add = math.add.bind(math);
  const forbid = (): never => {
    throw new Error('not arithmetic');
  };
  math.import(Object.fromEntries(FORBIDDEN.map((name) => [name, forbid])), { override: true });
  return {
    evaluate: (expression) => {
      if (!ALLOWED.test(expression)) throw new Error(`"${expression}" is not arithmetic`);
      const value: unknown = evaluate(expression);
      return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
    },
    convert: (parts, to) => {
      try {
        const [first, ...rest] = parts.map((part) => unit(part.value, part.unit));
        const sum = rest.reduce((total, part) => add(total, part), first ?? unit(0, to));
        const value = sum.toNumber(to);
        return Number.isFinite(value) ? value : undefined;
      } catch {
        // The library's way of saying that a pound is no length.
        return undefined;
      }
    },
  };
}

/** Numbers below this are said with their first digits, not with four decimals. */
const SMALL = 0.01;
/** Whole numbers above this are said as a power of ten. */
const LARGE = 1e15;

/** A number as it is written for speech, and whether it had to be rounded. */
export function sayNumber(value: number): { readonly text: string; readonly rounded: boolean } {
  const size = Math.abs(value);
  if (size !== 0 && (size >= LARGE || size < 1e-6)) return sayPower(value);
  const short = size < SMALL ? Number(value.toPrecision(3)) : Number(value.toFixed(size >= 100 ? 2 : 4));
  const rounded = Math.abs(short - value) > size * 1e-9;
  // Plain decimals: below 1e21 and above 1e-7 no exponent is ever written.
  return { text: short === 0 ? '0' : String(short).replace(/^-/, 'minus '), rounded };
}

function sayPower(value: number): { readonly text: string; readonly rounded: boolean } {
  const [digits = '', exponent = ''] = value.toExponential(2).split('e');
  const power = String(Number(exponent)).replace(/^-/, 'minus ');
  const number = String(Number(digits)).replace(/^-/, 'minus ');
  const rounded = Math.abs(Number(value.toExponential(2)) - value) > Math.abs(value) * 1e-9;
  return { text: `${number} times 10 to the power of ${power}`, rounded };
}
