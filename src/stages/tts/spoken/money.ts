/** Amounts of money: "$5.50", "£3 million", "20 €". */
import { isOne, numberSource, sayNumber } from './numbers.js';
import { minusSource, wordPattern, type SpokenRule } from './rule.js';

interface Currency {
  readonly one: string;
  readonly many: string;
  /** The hundredth part, where there is one. */
  readonly cent?: readonly [one: string, many: string];
}

const cents = ['cent', 'cents'] as const;
const currencies: ReadonlyMap<string, Currency> = new Map([
  ['$', { one: 'dollar', many: 'dollars', cent: cents }],
  ['€', { one: 'euro', many: 'euros', cent: cents }],
  ['£', { one: 'pound', many: 'pounds', cent: ['penny', 'pence'] }],
  ['¥', { one: 'yen', many: 'yen' }],
  ['₹', { one: 'rupee', many: 'rupees', cent: ['paisa', 'paise'] }],
]);

const scales: ReadonlyMap<string, string> = new Map([
  ['k', 'thousand'],
  ['m', 'million'],
  ['mn', 'million'],
  ['b', 'billion'],
  ['bn', 'billion'],
  ['t', 'trillion'],
]);

const symbol = '[$€£¥₹]';
const scale = String.raw`(?:\s?(?<scale>thousand|million|billion|trillion)|(?<letter>[kKmMbBtT]|bn|mn))?`;

export const moneyRules: readonly SpokenRule[] = [
  {
    pattern: wordPattern(`${minusSource}(?:US)?(?<symbol>${symbol})\\s?(?<n>${numberSource})${scale}`),
    say: sayAmount,
  },
  { pattern: wordPattern(`${minusSource}(?<n>${numberSource})${scale}\\s?(?<symbol>${symbol})`), say: sayAmount },
  {
    pattern: wordPattern(`(?<n>${numberSource})\\s?¢`),
    say: ({ groups }) => `${sayNumber(groups?.['n'] ?? '')} ${isOne(groups?.['n'] ?? '') ? 'cent' : 'cents'}`,
  },
];

function sayAmount({ groups }: RegExpExecArray): string | undefined {
  const currency = currencies.get(groups?.['symbol'] ?? '');
  if (currency === undefined) return undefined;
  const written = groups?.['n'] ?? '';
  const minus = groups?.['minus'] === undefined ? '' : 'minus ';
  const size = groups?.['scale'] ?? scales.get((groups?.['letter'] ?? '').toLowerCase());
  if (size !== undefined) return `${minus}${sayNumber(written)} ${size} ${currency.many}`;
  return minus + sayPlain(written, currency);
}

function sayPlain(written: string, currency: Currency): string {
  const [whole = '', decimals] = written.replaceAll(',', '').split('.');
  const amount = `${sayNumber(whole === '' ? '0' : whole)} ${isOne(whole) ? currency.one : currency.many}`;
  if (decimals === undefined || /^0+$/.test(decimals)) return amount;
  if (decimals.length !== 2 || currency.cent === undefined) return `${sayNumber(written)} ${currency.many}`;
  const part = String(Number(decimals));
  const rest = `${sayNumber(part)} ${currency.cent[isOne(part) ? 0 : 1]}`;
  return /^0*$/.test(whole) ? rest : `${amount} and ${rest}`;
}
