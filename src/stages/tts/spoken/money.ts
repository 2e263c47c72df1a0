/** Amounts of money: "$5.50", "£3 million", "20 €", "US$5", "5 USD", "$5–10", "$20/month". */
import { minusOf } from './amount.js';
import { isOne, numberSource, sayNumber } from './numbers.js';
import { anyPattern, isAttribute, joinRange, minusSource, wordPattern, type RuleGroup } from './rule.js';

interface Currency {
  readonly one: string;
  readonly many: string;
  /** The hundredth part, where there is one. */
  readonly cent?: readonly [one: string, many: string];
}

const cents = ['cent', 'cents'] as const;
const dollars = (country: string): Currency => ({ one: `${country}dollar`, many: `${country}dollars`, cent: cents });
const same = (name: string): Currency => ({ one: name, many: name });
const euro: Currency = { one: 'euro', many: 'euros', cent: cents };
const pound: Currency = { one: 'pound', many: 'pounds', cent: ['penny', 'pence'] };

/** By sign and by the three letters of ISO 4217. */
const currencies: ReadonlyMap<string, Currency> = new Map(
  Object.entries({
    ...{ $: dollars(''), '€': euro, '£': pound, '¥': same('yen'), '₩': same('won'), '₫': same('dong') },
    '₹': { one: 'rupee', many: 'rupees', cent: ['paisa', 'paise'] },
    ...{ '₽': { one: 'ruble', many: 'rubles' }, '₺': same('lira'), '₪': { one: 'shekel', many: 'shekels' } },
    ...{ '₿': same('bitcoin'), BTC: same('bitcoin'), USD: dollars('U.S '), EUR: euro, GBP: pound, JPY: same('yen') },
    ...{
      CAD: dollars('Canadian '),
      AUD: dollars('Australian '),
      CNY: same('yuan'),
      INR: { one: 'rupee', many: 'rupees' },
    },
    ...{ CHF: { one: 'Swiss franc', many: 'Swiss francs' }, SEK: { one: 'Swedish krona', many: 'Swedish kronor' } },
    ...{ US$: dollars(''), C$: dollars('Canadian '), CA$: dollars('Canadian '), A$: dollars('Australian ') },
    ...{ AU$: dollars('Australian '), NZ$: dollars('New Zealand '), HK$: dollars('Hong Kong ') },
  } satisfies Record<string, Currency>),
);

const scales: ReadonlyMap<string, string> = new Map([
  ['k', 'thousand'],
  ['m', 'million'],
  ['mn', 'million'],
  ['b', 'billion'],
  ['bn', 'billion'],
  ['t', 'trillion'],
]);

const name = (pattern: RegExp): string =>
  Array.from(currencies.keys())
    .filter((key) => pattern.test(key))
    .sort((left, right) => right.length - left.length)
    .map((key) => key.replaceAll('$', String.raw`\$`))
    .join('|');
const symbol = `(?<symbol>${name(/[^A-Z]/)})`;
const code = `(?<symbol>${name(/^[A-Z]+$/)})`;
const scale = String.raw`(?:\s?(?<scale>thousand|million|billion|trillion)|(?<letter>[kKmMbBtT]|bn|mn))?`;
/** "€3,50" has its cents behind a comma. */
const sum = String.raw`(?<n>\d+,\d\d(?![\d,])|${numberSource})`;
const until = String.raw`(?:(?<from>${numberSource})\s?[-–—]\s?)`;

export const moneyRules: RuleGroup = {
  starts: /[\d./A-Z\p{Sc}−–-]/u,
  rules: [
    { pattern: wordPattern(`${symbol}\\s?${until}[$€£¥]?${sum}${scale}`), say: sayAmount },
    { pattern: wordPattern(`${minusSource}${symbol}\\s?${sum}${scale}`), say: sayAmount },
    { pattern: wordPattern(`${minusSource}${until}?${sum}${scale}\\s?${symbol}`), say: sayAmount },
    { pattern: wordPattern(`${minusSource}${code}\\s?${sum}${scale}`), say: sayAmount },
    { pattern: wordPattern(`${minusSource}${until}?${sum}${scale}\\s?${code}`), say: sayAmount },
    {
      // 1080p is no money.
      pattern: wordPattern(String.raw`(?<n>${numberSource})\s?¢|(?<pence>\d{1,2})p`),
      say: ({ groups }) => {
        const { n, pence = '' } = groups ?? {};
        if (n !== undefined) return `${sayNumber(n)} ${isOne(n) ? 'cent' : 'cents'}`;
        return `${sayNumber(pence)} ${isOne(pence) ? 'penny' : 'pence'}`;
      },
    },
    {
      // $20/month, 5 GB/s has its own name
      pattern: anyPattern(
        String.raw`(?<=\d[\d.,]*\s?(?:[kKmM]|\p{L}{1,4}|[$€£¥])?)/(?<unit>mo|yr|hr|wk|h|hour|day|night|week|month|year|person|user|head|mile|km|kg|lb|gallon|liter|minute|min)(?!\p{L})`,
      ),
      say: ({ groups }) => `per ${perUnits.get(groups?.['unit'] ?? '') ?? groups?.['unit'] ?? ''}`,
    },
  ],
};

const perUnits: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ mo: 'month', yr: 'year', hr: 'hour', h: 'hour', wk: 'week', min: 'minute' },
    ...{ km: 'kilometer', kg: 'kilogram', lb: 'pound' },
  }),
);

function sayAmount(match: RegExpExecArray): string | undefined {
  const { groups } = match;
  const currency = currencies.get(groups?.['symbol'] ?? '');
  if (currency === undefined) return undefined;
  const written = (groups?.['n'] ?? '').replace(/,(?=\d\d$)/, '.');
  const from = groups?.['from'] === undefined ? '' : `${sayNumber(groups['from'])} ${joinRange(match)} `;
  const start = minusOf(groups) + from;
  const size = groups?.['scale'] ?? scales.get((groups?.['letter'] ?? '').toLowerCase());
  const isSingular = isAttribute(match);
  if (size !== undefined) return `${start}${sayNumber(written)} ${size} ${isSingular ? currency.one : currency.many}`;
  if (isSingular && /^[\d,]+$/.test(written)) return `${start}${sayNumber(written)} ${currency.one}`;
  return start + sayPlain(written, currency, from !== '');
}

function sayPlain(written: string, currency: Currency, isRange: boolean): string {
  const [whole = '', decimals] = written.replaceAll(',', '').split('.');
  const one = isOne(whole) && !isRange;
  const amount = `${sayNumber(whole === '' ? '0' : whole)} ${one ? currency.one : currency.many}`;
  if (decimals === undefined || /^0+$/.test(decimals)) return amount;
  if (decimals.length !== 2 || currency.cent === undefined) return `${sayNumber(written)} ${currency.many}`;
  const part = String(Number(decimals));
  const rest = `${sayNumber(part)} ${currency.cent[isOne(part) ? 0 : 1]}`;
  return /^0*$/.test(whole) ? rest : `${amount} and ${rest}`;
}
