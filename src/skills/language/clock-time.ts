/** Times of day as people say them and as recognisers write them: "half past 7", "7 30", "730", "7 30 pm", "noon". */

export interface ClockTime {
  /** 0…24; 24 is the midnight that ends a day. */
  readonly hour: number;
  readonly minute: number;
  /** Said without telling which half of the day: `hour` is 1…12. */
  readonly isBare: boolean;
  /** Digits alone, as a house number or a year would be. */
  readonly isPlain: boolean;
}

const HOUR = String.raw`(?:[01]?\d|2[0-4])`;
const MINUTE = String.raw`[0-5]\d`;
const CLOCK = String.raw`(?: (?:o ?clock|hours))?`;
const HALF = String.raw`(?: (?<half>[ap]) ?m)?`;

/** Sources, with the longest ones first: a regular expression takes the first that fits. */
const FORMS = {
  named: String.raw`(?:12 )?(?:noon|midday|midnight)`,
  around: String.raw`(?:half|(?:a )?quarter|\d{1,2}(?: minutes?)?) (?:past|after|to|till|before|of) ${HOUR}${CLOCK}`,
  halfHour: String.raw`half (?:[1-9]|1[0-2])`,
  parted: String.raw`${HOUR}(?:[:.]| )${MINUTE}`,
  oh: String.raw`${HOUR} (?:oh|o|0) [1-9]`,
  compact: String.raw`(?:[1-9]|[01]\d|2[0-3])${MINUTE}(?: hours)?`,
  whole: String.raw`${HOUR}${CLOCK}`,
};

/** Source of a regular expression without named groups that matches a time of day in normalised text. */
export const CLOCK_TIME = `(?:${Object.values(FORMS).join('|')})(?: [ap] ?m)?`;

const PATTERN = new RegExp(
  `^(?:${Object.entries(FORMS)
    .map(([name, form]) => `(?<${name}>${form})`)
    .join('|')})${HALF}$`,
);

/** Undefined for anything else. */
export function parseClockTime(text: string): ClockTime | undefined {
  const found = PATTERN.exec(text)?.groups;
  if (found === undefined) return undefined;
  const half = found['half'];
  if (found['named'] !== undefined) {
    return half === undefined
      ? { ...{ hour: found['named'].endsWith('midnight') ? 24 : 12, minute: 0 }, isBare: false, isPlain: false }
      : undefined;
  }
  const isPlain = half === undefined && (found['compact'] ?? found['whole'] ?? '') === text && /^\d+$/.test(text);
  const shown = found['around'] === undefined ? digitsOf(found) : around(found['around']);
  return shown === undefined ? undefined : inHalf({ ...shown, isPlain }, half, /^0\d/.test(text));
}

interface Shown {
  readonly hour: number;
  readonly minute: number;
}

function digitsOf(found: Readonly<Record<string, string | undefined>>): Shown | undefined {
  const { halfHour, parted, oh, compact, whole } = found;
  if (halfHour !== undefined) return { hour: Number(halfHour.slice(5)), minute: 30 };
  const apart = parted ?? oh;
  if (apart !== undefined) {
    const numbers = [...apart.matchAll(/\d+/g)].map(Number);
    return { hour: numbers[0] ?? 0, minute: numbers.at(-1) ?? 0 };
  }
  const digits = /^\d+/.exec(compact ?? whole ?? '')?.[0];
  if (digits === undefined) return undefined;
  return compact === undefined
    ? { hour: Number(digits), minute: 0 }
    : { hour: Number(digits.slice(0, -2)), minute: Number(digits.slice(-2)) };
}

const AROUND = /^(half|(?:a )?quarter|\d+)(?: minutes?)? (past|after|to|till|before|of) (\d+)/;

function around(text: string): Shown | undefined {
  const [, amount = '', side = '', hour = ''] = AROUND.exec(text) ?? [];
  const minutes = amount === 'half' ? 30 : amount.endsWith('quarter') ? 15 : Number(amount);
  if (minutes > 59 || minutes === 0) return undefined;
  if (side === 'past' || side === 'after') return { hour: Number(hour), minute: minutes };
  // "half to 7" is nothing that anybody says.
  if (amount === 'half') return undefined;
  return { hour: (Number(hour) + 23) % 24 || (Number(hour) === 1 ? 12 : 0), minute: 60 - minutes };
}

/** `isPadded`: "07:30" is the morning; nobody writes the evening so. */
function inHalf(shown: Shown & { readonly isPlain: boolean }, half: string | undefined, isPadded: boolean) {
  const { hour, minute, isPlain } = shown;
  if (hour > 24 || (hour === 24 && minute > 0)) return undefined;
  const isTwelve = hour >= 1 && hour <= 12;
  if (half === undefined) return { hour, minute, isPlain, isBare: isTwelve && !isPadded };
  if (!isTwelve) return hour > 12 && half === 'p' ? { hour, minute, isPlain, isBare: false } : undefined;
  return { ...{ minute, isPlain, isBare: false }, hour: (hour % 12) + (half === 'p' ? 12 : 0) };
}
