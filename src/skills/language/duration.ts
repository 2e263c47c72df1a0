/** Stretches of time as people say them, in milliseconds. */

const UNIT_MS = new Map(
  [
    ['second', 1000],
    ['sec', 1000],
    ['minute', 60_000],
    ['min', 60_000],
    ['hour', 3_600_000],
    ['hr', 3_600_000],
    ['day', 86_400_000],
    ['week', 604_800_000],
  ].flatMap(([name, ms]) => [[name, ms] as [string, number], [`${name ?? ''}s`, ms] as [string, number]]),
);

const UNITS = [...UNIT_MS.keys()].sort((a, b) => b.length - a.length).join('|');
const NUMBER = String.raw`\d+(?:\.\d+)?`;
const PART = String.raw`(?:half an?|a quarter of an?|${NUMBER}|an?) (?:${UNITS})(?: and a (?:half|quarter))?`;

/** Source of a regular expression that matches a duration in normalised text. */
export const DURATION = String.raw`(?:${PART})(?: (?:and )?(?:${PART}|${NUMBER}))*`;

const ONE_PART = new RegExp(
  `^(half an?|a quarter of an?|${NUMBER}|an?) (${UNITS})(?: and a (half|quarter))?(?: and)?(?: |$)`,
);

/** "8 minutes and 30 seconds" → 510000. Undefined for anything else, and for nothing at all. */
export function parseDuration(text: string): number | undefined {
  let rest = text;
  let totalMs = 0;
  let unitMs = 0;
  while (rest !== '') {
    const part = ONE_PART.exec(rest);
    if (part !== null) {
      unitMs = UNIT_MS.get(part[2] ?? '') ?? 0;
      totalMs += (amountOf(part[1] ?? '') + fractionOf(part[3])) * unitMs;
      rest = rest.slice(part[0].length);
      continue;
    }
    // "8 minutes 30": the smaller unit goes without saying.
    if (!/^\d+$/.test(rest) || (unitMs !== 60_000 && unitMs !== 3_600_000)) return undefined;
    totalMs += (Number(rest) * unitMs) / 60;
    rest = '';
  }
  return totalMs > 0 ? Math.round(totalMs) : undefined;
}

function amountOf(words: string): number {
  if (words.startsWith('half')) return 0.5;
  if (words.startsWith('a quarter')) return 0.25;
  return words === 'a' || words === 'an' ? 1 : Number(words);
}

function fractionOf(word: string | undefined): number {
  if (word === undefined) return 0;
  return word === 'half' ? 0.5 : 0.25;
}
