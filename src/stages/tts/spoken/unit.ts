/** Amounts with a unit behind them: "5 km", "20 °C", "80%", "3.5 in", 5'10", "5 m²", "200 km/h". */
import { minusOf } from './amount.js';
import { isOne, numberSource, sayNumber } from './numbers.js';
import { anyPattern, behind, isAttribute, joinRange, minusSource, wordPattern, type RuleGroup } from './rule.js';

type Name = readonly [one: string, many: string];

/** Units that take an s. */
const regular: Readonly<Record<string, string>> = {
  ...{ nm: 'nanometer', µm: 'micrometer', μm: 'micrometer', mm: 'millimeter', cm: 'centimeter', dm: 'decimeter' },
  ...{ m: 'meter', km: 'kilometer', yd: 'yard', yds: 'yard', mi: 'mile', nmi: 'nautical mile', ha: 'hectare' },
  ...{ µg: 'microgram', μg: 'microgram', mg: 'milligram', g: 'gram', kg: 'kilogram', oz: 'ounce', lb: 'pound' },
  ...{ lbs: 'pound', ml: 'milliliter', mL: 'milliliter', cl: 'centiliter', dl: 'deciliter', l: 'liter', L: 'liter' },
  ...{ tbsp: 'tablespoon', tsp: 'teaspoon', gal: 'gallon', qt: 'quart', 'fl oz': 'fluid ounce' },
  ...{ ns: 'nanosecond', µs: 'microsecond', μs: 'microsecond', ms: 'millisecond', s: 'second', sec: 'second' },
  ...{ secs: 'second', min: 'minute', mins: 'minute', h: 'hour', hr: 'hour', hrs: 'hour', yr: 'year', yrs: 'year' },
  ...{ wk: 'week', wks: 'week', KB: 'kilobyte', kB: 'kilobyte', MB: 'megabyte', GB: 'gigabyte', TB: 'terabyte' },
  ...{ PB: 'petabyte', KiB: 'kibibyte', MiB: 'mebibyte', GiB: 'gibibyte', Mbit: 'megabit', Gbit: 'gigabit' },
  ...{ px: 'pixel', MP: 'megapixel', mW: 'milliwatt', W: 'watt', kW: 'kilowatt', MW: 'megawatt', GW: 'gigawatt' },
  ...{ Wh: 'watt hour', kWh: 'kilowatt hour', MWh: 'megawatt hour', mA: 'milliamp', mAh: 'milliamp hour' },
  ...{ V: 'volt', kV: 'kilovolt', mV: 'millivolt', Ω: 'ohm', kΩ: 'kilohm', J: 'joule', kJ: 'kilojoule', N: 'newton' },
  ...{ cal: 'calorie', kcal: 'kilocalorie', dB: 'decibel', Pa: 'pascal', hPa: 'hectopascal', kPa: 'kilopascal' },
  ...{ mol: 'mole', lm: 'lumen' },
};

const others: Readonly<Record<string, Name>> = {
  ...{ ft: ['foot', 'feet'], in: ['inch', 'inches'], Hz: ['hertz', 'hertz'], kHz: ['kilohertz', 'kilohertz'] },
  ...{ MHz: ['megahertz', 'megahertz'], GHz: ['gigahertz', 'gigahertz'], 'sq ft': ['square foot', 'square feet'] },
  ...{ mph: ['mile per hour', 'miles per hour'], mpg: ['mile per gallon', 'miles per gallon'] },
  ...{ kmh: ['kilometer per hour', 'kilometers per hour'], kph: ['kilometer per hour', 'kilometers per hour'] },
  ...{ kbps: ['kilobit per second', 'kilobits per second'], Mbps: ['megabit per second', 'megabits per second'] },
  ...{ Gbps: ['gigabit per second', 'gigabits per second'], fps: ['frame per second', 'frames per second'] },
  ...{ rpm: ['R.P.M', 'R.P.M'], bpm: ['beat per minute', 'beats per minute'], dpi: ['D.P.I', 'D.P.I'] },
  ...{ psi: ['P.S.I', 'P.S.I'], ppm: ['part per million', 'parts per million'] },
};

const names: ReadonlyMap<string, Name> = new Map([
  ...Object.entries(regular).map(([unit, name]): [string, Name] => [unit, [name, `${name}s`]]),
  ...Object.entries(others),
]);

const powers: Readonly<Record<string, string>> = { '²': 'square ', '2': 'square ', '³': 'cubic ', '3': 'cubic ' };

const amount = `${minusSource}(?:(?<from>${numberSource})\\s?[-–—]\\s?)?(?<n>${numberSource})`;
/** "3 in the morning" is no length: a bare number needs a sign that the unit ends the phrase. */
const inches = String.raw`(?<unit>in)(?:\.(?=\s+(?:wide|long|tall|high|deep|thick)\b)|(?=\.?\s*(?:$|[,;:!?)"”]|(?:x|by|wide|long|tall|high|deep|thick)\b)))`;
const known = Array.from(names.keys())
  .filter((name) => name !== 'in')
  .sort((left, right) => right.length - left.length)
  .join('|');
/** The dot of "5 ft. long" is no pause. */
const dot = String.raw`(?:\.(?=\s+\p{Ll}))?`;
const per = String.raw`(?:/(?<per>s[²2]|s|sec|h|hr|min|day|m[²³]|m|km|kg|l|L))?`;

export const unitRules: RuleGroup = {
  starts: /[\d.−–-]/u,
  rules: [
    {
      // 5'11"
      pattern: anyPattern(String.raw`(?<feet>\d)['’′]\s?(?<inches>\d{1,2})(?:["”″]|''|′′)`),
      say: ({ groups }) => `${sayNumber(groups?.['feet'] ?? '')} foot ${sayNumber(groups?.['inches'] ?? '')}`,
    },
    {
      // 6 ft 2 in
      pattern: wordPattern(String.raw`(?<=\b(?:ft|feet|foot)\.? )(?<n>\d{1,2}) ?in`),
      say: (match) => sayUnit(match, 'in'),
    },
    {
      pattern: anyPattern(String.raw`(?<n>${numberSource})\s?(?<sign>[′″])`),
      say: (match) => sayUnit(match, match.groups?.['sign'] === '′' ? 'ft' : 'in'),
    },
    { pattern: wordPattern(String.raw`${amount}\s?%`), say: (match) => `${sayRange(match)} percent` },
    { pattern: wordPattern(String.raw`${amount}\s?‰`), say: (match) => `${sayRange(match)} per mille` },
    {
      pattern: wordPattern(
        String.raw`${amount}\s?(?:[°º]\s?(?<scale>[CFK])?|(?<sign>[℃℉])|(?<=\s)(?<bare>[CF])(?=\s*[.,;!?]))`,
      ),
      say: sayDegrees,
    },
    {
      pattern: wordPattern(String.raw`${amount}[\s-]?(?<unit>${known})(?:\^?(?<power>[²³23])(?!\d))?${per}${dot}`),
      say: (match) => sayUnit(match, match.groups?.['unit'] ?? '', isAttribute(match) || isHyphened(match)),
    },
    { pattern: wordPattern(String.raw`(?<n>\d+\.\d+)\s?(?<unit>in)`), say: (match) => sayUnit(match, 'in') },
    { pattern: wordPattern(String.raw`${amount}\s?${inches}`), say: (match) => sayUnit(match, 'in') },
  ],
};

function sayUnit(match: RegExpExecArray, unit: string, isSingular = false): string | undefined {
  const { groups = {} } = match;
  const name = names.get(unit);
  if (name === undefined) return undefined;
  const one = isSingular || (isOne(groups['n'] ?? '') && groups['from'] === undefined);
  const power = powers[groups['power'] ?? ''] ?? '';
  return `${sayRange(match)} ${power}${name[one ? 0 : 1]}${sayPer(groups['per'])}`;
}

/** "per hour", "per square meter", "per second squared". */
function sayPer(unit: string | undefined): string {
  if (unit === undefined) return '';
  if (/^s[²2]$/.test(unit)) return ' per second squared';
  const power = powers[unit.slice(1)];
  return ` per ${power ?? ''}${names.get(power === undefined ? unit : unit.charAt(0))?.[0] ?? unit}`;
}

/** "a 5-km run" */
function isHyphened(match: RegExpExecArray): boolean {
  return /\d-\p{L}/u.test(match[0]) && /^[ -]/.test(behind(match));
}

function sayDegrees(match: RegExpExecArray): string {
  const { scale, sign, bare, n = '', from } = match.groups ?? {};
  const letter = scale ?? bare ?? (sign === '℃' ? 'C' : sign === '℉' ? 'F' : '');
  const name = { C: ' Celsius', F: ' Fahrenheit', K: ' Kelvin' }[letter] ?? '';
  return `${sayRange(match)} ${isOne(n) && from === undefined ? 'degree' : 'degrees'}${name}`;
}

function sayRange(match: RegExpExecArray): string {
  const { from, n = '' } = match.groups ?? {};
  return minusOf(match.groups) + (from === undefined ? '' : `${sayNumber(from)} ${joinRange(match)} `) + sayNumber(n);
}
