/** Dates of `<say-as>`, with the order of their parts told by `format`. */
import { sayOrdinal, sayYear } from '../spoken/numbers.js';

const months = 'January February March April May June July August September October November December'.split(' ');
const formats = ['mdy', 'dmy', 'ymd', 'ydm', 'md', 'dm', 'my', 'ym', 'd', 'm', 'y'];
const formatWanted = { wanted: `a date such as 2024-05-03, or format="…" with one of ${formats.join(', ')}` };

/** "3/5/2024" as `dmy` → "the third of May, twenty twenty-four". Without a format only year-month-day is plain. */
export function sayDate(text: string, format: string): string | { wanted: string } {
  const order = format === '' && /^\d{4}-?\d\d-?\d\d$/.test(text) ? 'ymd' : format;
  if (!formats.includes(order)) return formatWanted;
  const parts = splitParts(text, order);
  if (parts === undefined)
    return { wanted: `a date in numbers that fits format="${order}", such as ${example(order)}` };
  const [day, month, year] = ['d', 'm', 'y'].map((part) => parts.get(part));
  const fault = findFault(day, month, year);
  if (fault !== undefined) return { wanted: fault };
  const name = month === undefined ? '' : (months[month - 1] ?? '');
  const number = day === undefined ? '' : sayOrdinal(String(day));
  const isDayFirst = name !== '' && number !== '' && order.indexOf('d') < order.indexOf('m');
  const dayAndMonth = isDayFirst ? `the ${number} of ${name}` : [name, number].filter((part) => part !== '').join(' ');
  const spokenYear = year === undefined ? '' : sayYear(year);
  return [dayAndMonth, spokenYear].filter((part) => part !== '').join(', ');
}

function splitParts(text: string, order: string): Map<string, number> | undefined {
  const isSolid = /^\d+$/.test(text) && order.length > 1;
  const pattern = isSolid
    ? Array.from(order)
        .map((part) => (part === 'y' ? '(\\d{4})' : '(\\d\\d)'))
        .join('')
    : undefined;
  const found = pattern === undefined ? text.split(/[-/. ]+/) : (new RegExp(`^${pattern}$`).exec(text)?.slice(1) ?? []);
  if (found.length !== order.length || !found.every((part) => /^\d{1,4}$/.test(part))) return undefined;
  return new Map(Array.from(order).map((part, index) => [part, Number(found[index])]));
}

function findFault(day = 1, month = 1, year = 2000): string | undefined {
  if (month < 1 || month > 12) return `a month from 1 to 12, got ${month}`;
  // Day 0 of the next month is the last of this one.
  const last = new Date(Date.UTC(year < 100 ? 2000 : year, month, 0)).getUTCDate();
  if (day < 1 || day > last) return `a day from 1 to ${last}, got ${day}`;
  return year < 100 ? 'a year of three or four digits' : undefined;
}

function example(order: string): string {
  const parts: Readonly<Record<string, string>> = { d: '3', m: '5', y: '2024' };
  return Array.from(order)
    .map((part) => parts[part] ?? '')
    .join('/');
}
