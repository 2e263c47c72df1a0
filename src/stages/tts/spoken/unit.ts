/** Amounts with a unit behind them: "5 km", "20 °C", "80%", "3.5 in". */
import { isOne, numberSource, sayNumber } from './numbers.js';
import { anyPattern, minusSource, wordPattern, type SpokenRule } from './rule.js';

/** Written unit → one, many. */
const units: Readonly<Record<string, readonly [one: string, many: string]>> = {
  mm: ['millimeter', 'millimeters'],
  cm: ['centimeter', 'centimeters'],
  m: ['meter', 'meters'],
  km: ['kilometer', 'kilometers'],
  ft: ['foot', 'feet'],
  yd: ['yard', 'yards'],
  mi: ['mile', 'miles'],
  in: ['inch', 'inches'],
  'm²': ['square meter', 'square meters'],
  'km²': ['square kilometer', 'square kilometers'],
  'km/h': ['kilometer per hour', 'kilometers per hour'],
  kmh: ['kilometer per hour', 'kilometers per hour'],
  'm/s': ['meter per second', 'meters per second'],
  mph: ['mile per hour', 'miles per hour'],
  mg: ['milligram', 'milligrams'],
  g: ['gram', 'grams'],
  kg: ['kilogram', 'kilograms'],
  oz: ['ounce', 'ounces'],
  lb: ['pound', 'pounds'],
  lbs: ['pound', 'pounds'],
  ml: ['milliliter', 'milliliters'],
  mL: ['milliliter', 'milliliters'],
  l: ['liter', 'liters'],
  L: ['liter', 'liters'],
  ms: ['millisecond', 'milliseconds'],
  s: ['second', 'seconds'],
  sec: ['second', 'seconds'],
  min: ['minute', 'minutes'],
  h: ['hour', 'hours'],
  hr: ['hour', 'hours'],
  hrs: ['hour', 'hours'],
  Hz: ['hertz', 'hertz'],
  kHz: ['kilohertz', 'kilohertz'],
  MHz: ['megahertz', 'megahertz'],
  GHz: ['gigahertz', 'gigahertz'],
  KB: ['kilobyte', 'kilobytes'],
  kB: ['kilobyte', 'kilobytes'],
  MB: ['megabyte', 'megabytes'],
  GB: ['gigabyte', 'gigabytes'],
  TB: ['terabyte', 'terabytes'],
  Mbps: ['megabit per second', 'megabits per second'],
  W: ['watt', 'watts'],
  kW: ['kilowatt', 'kilowatts'],
  kWh: ['kilowatt hour', 'kilowatt hours'],
  V: ['volt', 'volts'],
  dB: ['decibel', 'decibels'],
  kcal: ['kilocalorie', 'kilocalories'],
};

const amount = `${minusSource}(?:(?<from>${numberSource})\\s?[-–]\\s?)?(?<n>${numberSource})`;
/** "3 in the morning" is no length: a bare number needs a sign that the unit ends the phrase. */
const inches = String.raw`(?<in>in)(?=\.?\s*(?:$|[,;:!?)]|(?:x|by|wide|long|tall|high|deep|thick)\b))`;
const names = Object.keys(units)
  .filter((name) => name !== 'in')
  .sort((left, right) => right.length - left.length)
  .join('|');

export const unitRules: readonly SpokenRule[] = [
  {
    // 5'11"
    pattern: anyPattern(String.raw`(?<feet>\d)['’′]\s?(?<inches>\d{1,2})(?:["”″]|'')`),
    say: ({ groups }) => `${sayNumber(groups?.['feet'] ?? '')} foot ${sayNumber(groups?.['inches'] ?? '')}`,
  },
  { pattern: wordPattern(String.raw`${amount}\s?%`), say: ({ groups }) => `${sayAmount(groups)} percent` },
  {
    pattern: wordPattern(String.raw`${amount}\s?(?:°\s?(?<scale>[CF])?|(?<sign>[℃℉]))`),
    say: ({ groups }) => {
      const scale = groups?.['scale'] ?? (groups?.['sign'] === '℃' ? 'C' : groups?.['sign'] === '℉' ? 'F' : undefined);
      const degrees = isOne(groups?.['n'] ?? '') ? 'degree' : 'degrees';
      const suffix = scale === undefined ? '' : scale === 'C' ? ' Celsius' : ' Fahrenheit';
      return `${sayAmount(groups)} ${degrees}${suffix}`;
    },
  },
  { pattern: wordPattern(String.raw`${amount}\s?(?<unit>${names})`), say: sayUnit },
  { pattern: wordPattern(String.raw`(?<n>\d+\.\d+)\s?(?<unit>in)`), say: sayUnit },
  { pattern: wordPattern(String.raw`${amount}\s?${inches}`), say: sayUnit },
];

function sayUnit({ groups }: RegExpExecArray): string | undefined {
  const names = units[groups?.['unit'] ?? groups?.['in'] ?? ''];
  return names === undefined ? undefined : `${sayAmount(groups)} ${names[isOne(groups?.['n'] ?? '') ? 0 : 1]}`;
}

function sayAmount(groups: Record<string, string> | undefined): string {
  const minus = groups?.['minus'] === undefined ? '' : 'minus ';
  const from = groups?.['from'] === undefined ? '' : `${sayNumber(groups['from'])} to `;
  return minus + from + sayNumber(groups?.['n'] ?? '');
}
