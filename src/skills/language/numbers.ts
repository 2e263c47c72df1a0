/** Number words turned into digits: "one hundred and five" → "105", "two and a half" → "2.5". */

const SMALL = wordTable(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen ' +
    'seventeen eighteen nineteen',
  1,
);
const TENS = wordTable('none ten twenty thirty forty fifty sixty seventy eighty ninety', 10);
TENS.delete('none');
TENS.delete('ten');
const SCALES = new Map([
  ['thousand', 1e3],
  ['million', 1e6],
  ['billion', 1e9],
  ['trillion', 1e12],
]);
const DIGITS = /^\d+(?:\.\d+)?$/;

function wordTable(words: string, step: number): Map<string, number> {
  return new Map(words.split(' ').map((word, index) => [word, index * step]));
}

/** Words in, words out; every number that was spelled out is one word of digits. */
export function digitise(words: readonly string[]): string[] {
  const result: string[] = [];
  for (let at = 0; at < words.length;) {
    const found = readNumber(words, at);
    result.push(found === undefined ? (words[at] ?? '') : formatNumber(found.value));
    at = found === undefined ? at + 1 : found.next;
  }
  return result;
}

interface Found {
  readonly value: number;
  /** Index of the first word after the number. */
  readonly next: number;
}

/** The number that begins with the word at `start`; words in lower case. */
export function readNumber(words: readonly string[], start: number): Found | undefined {
  const whole = readWhole(words, start) ?? plainDigits(words, start);
  if (whole === undefined && words[start] !== 'point') return undefined;
  const decimal = readDecimals(words, whole?.next ?? start);
  const base = decimal ?? whole;
  if (base === undefined) return undefined;
  return readFraction(words, {
    value: decimal === undefined ? base.value : (whole?.value ?? 0) + base.value,
    next: base.next,
  });
}

/** Cardinals: units after tens, tens after hundreds, groups before scales; "five five" stays two numbers. */
function readWhole(words: readonly string[], start: number): Found | undefined {
  let total = 0;
  let group: number | undefined;
  // Only something smaller than `room` may still be added; a bare digit leaves room for nothing.
  let room = Infinity;
  let limit = Infinity;
  let at = start;
  if (words[at] === 'a' && isMultiplier(words[at + 1])) {
    group = 1;
    room = 0;
    at++;
  }
  for (; at < words.length; at++) {
    const word = words[at] ?? '';
    const small = SMALL.get(word) ?? TENS.get(word) ?? leadingDigits(words, at, start);
    const scale = SCALES.get(word);
    if (small !== undefined && small < room && (small > 0 || room === Infinity)) {
      group = (group ?? 0) + small;
      room = TENS.has(word) ? 10 : 0;
    } else if (word === 'hundred' && (group ?? 1) < 100 && room !== 100) {
      group = (group ?? 1) * 100;
      room = 100;
    } else if (scale !== undefined && scale < limit && (group !== undefined || at === start)) {
      total += (group ?? 1) * scale;
      group = undefined;
      limit = scale;
      room = Math.min(scale, 1000);
    } else if (!joinsNumber(words, at, room)) break;
  }
  return at === start || (total === 0 && group === undefined) ? undefined : { value: total + (group ?? 0), next: at };
}

function isMultiplier(word: string | undefined): boolean {
  return word === 'hundred' || SCALES.has(word ?? '');
}

/** Digits count as part of a spelled number only before a scale: "2 million". */
function leadingDigits(words: readonly string[], at: number, start: number): number | undefined {
  const word = words[at] ?? '';
  return at === start && DIGITS.test(word) && isMultiplier(words[at + 1]) ? Number(word) : undefined;
}

/** Digits as they stand begin a number only where a fraction follows: "3 and a half". */
function plainDigits(words: readonly string[], at: number): Found | undefined {
  const word = words[at] ?? '';
  if (!DIGITS.test(word) || words[at + 1] !== 'and' || words[at + 2] !== 'a') return undefined;
  return { value: Number(word), next: at + 1 };
}

/** "and" joins after hundreds and scales only, and only before something that still fits. */
function joinsNumber(words: readonly string[], at: number, room: number): boolean {
  if (words[at] !== 'and' || room < 100 || room === Infinity) return false;
  const next = words[at + 1] ?? '';
  const value = SMALL.get(next) ?? TENS.get(next);
  return value !== undefined && value > 0;
}

function readDecimals(words: readonly string[], at: number): Found | undefined {
  if (words[at] !== 'point') return undefined;
  let digits = '';
  let next = at + 1;
  for (; next < words.length; next++) {
    const word = words[next] ?? '';
    const value = SMALL.get(word);
    if (value !== undefined && value < 10) digits += String(value);
    else if (/^\d+$/.test(word)) digits += word;
    else break;
  }
  return digits === '' ? undefined : { value: Number(`0.${digits}`), next };
}

/** "and a half", "and a quarter" after a number. */
function readFraction(words: readonly string[], number: Found): Found {
  const [and, article, part] = words.slice(number.next, number.next + 3);
  if (and !== 'and' || article !== 'a') return number;
  if (part === 'half') return { value: number.value + 0.5, next: number.next + 3 };
  return part === 'quarter' ? { value: number.value + 0.25, next: number.next + 3 } : number;
}

function formatNumber(value: number): string {
  // Sums such as 99 + 0.9 must not show their binary tails; toFixed never writes an exponent below 1e21.
  return String(Number(value.toFixed(9)));
}
