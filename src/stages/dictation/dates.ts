/** English dates, times of day and amounts as people write them. */
import { readCardinal, readOrdinal, readYear, type Written } from './number-forms.js';

/** How times of day are written. */
export type TimeStyle = 'dotted' | 'plain' | 'upper' | 'hours24';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const HALVES: Readonly<Record<Exclude<TimeStyle, 'hours24'>, readonly [string, string]>> = {
  dotted: ['a.m.', 'p.m.'],
  plain: ['am', 'pm'],
  upper: ['AM', 'PM'],
};
/** In front of a time that does not say which half of the day it is in. */
const TIME_WORDS = new Set('at by until till from around before after'.split(' '));
const NO_TIME =
  /^(?:percent|per|dollars?|euros?|pounds?|hundred|thousand|million|people|years?|minutes?|seconds?|hours?|days?)$/u;

/** "March third twenty twenty five", "the third of March". A month alone is none, and "may" and "march" are verbs. */
export function readDate(words: readonly string[], at: number): Written | undefined {
  const month = monthOf(words[at]);
  return month === undefined ? readDayFirst(words, at) : readMonthFirst(words, at, month);
}

function monthOf(word: string | undefined): string | undefined {
  return MONTHS.find((name) => name.toLowerCase() === word);
}

function readMonthFirst(words: readonly string[], at: number, month: string): Written | undefined {
  const ordinal = readOrdinal(words, at + 1) ?? digitOrdinal(words[at + 1]);
  const day = ordinal ?? dayInDigits(words[at + 1]) ?? readCardinal(words, at + 1);
  if (day !== undefined && isDay(day.value)) {
    const year = readYear(words, at + 1 + day.used);
    // "May ten people come": only an ordinal or a year makes these a date.
    if (ordinal !== undefined || year !== undefined || !/^(?:March|May)$/u.test(month)) {
      const tail = year === undefined ? '' : `, ${year.text}`;
      return { text: `${month} ${day.value}${tail}`, used: 1 + day.used + (year?.used ?? 0) };
    }
  }
  const year = readYear(words, at + 1);
  return year === undefined ? undefined : { text: `${month} ${year.text}`, used: 1 + year.used };
}

function readDayFirst(words: readonly string[], at: number): Written | undefined {
  const day = readOrdinal(words, at);
  if (day === undefined || !isDay(day.value)) return undefined;
  const of = words[at + day.used] === 'of' ? 1 : 0;
  const month = monthOf(words[at + day.used + of]);
  if (month === undefined) return undefined;
  const used = day.used + of + 1;
  const year = readYear(words, at + used);
  const tail = year === undefined ? '' : ` ${year.text}`;
  return { text: `${day.text}${of > 0 ? ' of' : ''} ${month}${tail}`, used: used + (year?.used ?? 0) };
}

function isDay(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 31;
}

function dayInDigits(word: string | undefined): { readonly value: number; readonly used: number } | undefined {
  return /^\d{1,2}$/u.test(word ?? '') ? { value: Number(word), used: 1 } : undefined;
}

function digitOrdinal(word: string | undefined): { readonly value: number; readonly used: number } | undefined {
  const digits = /^(\d{1,2})(?:st|nd|rd|th)$/u.exec(word ?? '')?.[1];
  return digits === undefined ? undefined : { value: Number(digits), used: 1 };
}

interface Shown {
  readonly hour: number;
  /** Undefined where none was said. */
  readonly minute?: string;
  readonly used: number;
}

/** "Three thirty pm", "3:30 PM", "3pm", "at three thirty". */
export function readTime(words: readonly string[], at: number, style: TimeStyle): Written | undefined {
  const glued = /^(\d{1,2})(?:[:.](\d\d))?([ap])\.?m\.?$/u.exec(words[at] ?? '');
  if (glued?.[3] !== undefined) {
    const shown = { hour: Number(glued[1]), ...(glued[2] === undefined ? {} : { minute: glued[2] }), used: 1 };
    return isHour(shown.hour) ? { text: formatTime(shown, glued[3], style), used: 1 } : undefined;
  }
  const shown = readHour(words, at);
  if (shown === undefined) return undefined;
  const half = readHalf(words, at + shown.used);
  if (half !== undefined) return { text: formatTime(shown, half.text, style), used: shown.used + half.used };
  const isTime = TIME_WORDS.has(words[at - 1] ?? '') && shown.minute !== undefined && /^[a-z]/u.test(words[at] ?? '');
  if (!isTime || NO_TIME.test(words[at + shown.used] ?? '') || readCardinal(words, at + shown.used)) return undefined;
  return { text: `${shown.hour}:${shown.minute}`, used: shown.used };
}

function isHour(hour: number): boolean {
  return Number.isInteger(hour) && hour >= 1 && hour <= 12;
}

function readHour(words: readonly string[], at: number): Shown | undefined {
  const [, hours, minutes] = /^(\d{1,2})([0-5]\d)$/u.exec(words[at] ?? '') ?? [];
  // "330" is a time only in front of "pm".
  if (minutes !== undefined && isHour(Number(hours)) && readHalf(words, at + 1) !== undefined)
    return { hour: Number(hours), minute: minutes, used: 1 };
  const written = /^(\d{1,2})(?:[:.](\d\d))?$/u.exec(words[at] ?? '');
  const said = written === null ? readCardinal(words, at) : undefined;
  const hour = Number(written?.[1] ?? said?.value ?? 0);
  if (!isHour(hour)) return undefined;
  if (written?.[2] !== undefined) return { hour, minute: written[2], used: 1 };
  const next = at + (said?.used ?? 1);
  if (/^oh?$/u.test(words[next] ?? '')) {
    const digit = readCardinal(words, next + 1);
    return digit !== undefined && digit.value > 0 && digit.value < 10
      ? { hour, minute: `0${digit.value}`, used: next + 2 - at }
      : undefined;
  }
  const minute = /^\d\d$/u.test(words[next] ?? '')
    ? { value: Number(words[next]), used: 1 }
    : readCardinal(words, next);
  const isMinute = minute !== undefined && Number.isInteger(minute.value) && minute.value >= 10 && minute.value < 60;
  if (!isMinute) return { hour, used: next - at };
  return { hour, minute: String(minute.value), used: next + minute.used - at };
}

/** "pm", "p.m.", "p m" as one letter. */
function readHalf(words: readonly string[], at: number): Written | undefined {
  const half = /^([ap])\.?m\.?$/u.exec(words[at] ?? '')?.[1];
  if (half !== undefined) return { text: half, used: 1 };
  const letter = /^([ap])\.?$/u.exec(words[at] ?? '')?.[1];
  return letter !== undefined && /^m\.?$/u.test(words[at + 1] ?? '') ? { text: letter, used: 2 } : undefined;
}

function formatTime({ hour, minute }: Shown, half: string, style: TimeStyle): string {
  if (style === 'hours24') {
    const hours = (hour % 12) + (half === 'p' ? 12 : 0);
    return `${String(hours).padStart(2, '0')}:${minute ?? '00'}`;
  }
  const shown = minute === undefined || minute === '00' ? String(hour) : `${hour}:${minute}`;
  return `${shown} ${HALVES[style][half === 'p' ? 1 : 0]}`;
}

/** "Twenty five percent", "five dollars and fifty cents", "20 euros". */
export function readAmount(words: readonly string[], at: number): Written | undefined {
  // The recogniser wrote the sign for a part of what was said.
  if (/^\d.*%$/u.test(words[at] ?? '') && words[at + 1] === 'sign') return { text: words[at] ?? '', used: 2 };
  if (/^[$€]\d[\d,]*$/u.test(words[at] ?? '')) return withCents({ text: words[at] ?? '', used: 1 }, words, at + 1);
  const number = amountAt(words, at);
  if (number === undefined) return undefined;
  const next = at + number.used;
  if (words[next] === 'percent') return { text: `${number.text}%`, used: number.used + 1 };
  if (words[next] === 'per' && words[next + 1] === 'cent') return { text: `${number.text}%`, used: number.used + 2 };
  const sign = /^dollars?$/u.test(words[next] ?? '') ? '$' : /^euros?$/u.test(words[next] ?? '') ? '€' : undefined;
  if (sign === undefined) return undefined;
  const amount = { text: `${sign}${number.text}`, used: number.used + 1 };
  return withCents(amount, words, next + 1) ?? amount;
}

/** "$20" and "fifty cents" are one amount. */
function withCents({ text, used }: Written, words: readonly string[], at: number): Written | undefined {
  const and = words[at] === 'and' ? 1 : 0;
  const cents = amountAt(words, at + and);
  if (cents === undefined || !/^\d{1,2}$/u.test(cents.text) || !/^.[\d,]+$/u.test(text)) return undefined;
  if (!/^cents?$/u.test(words[at + and + cents.used] ?? '')) return undefined;
  return { text: `${text}.${cents.text.padStart(2, '0')}`, used: used + and + cents.used + 1 };
}

/** In words or, where the recogniser wrote them, in digits. */
function amountAt(words: readonly string[], at: number): Written | undefined {
  if (!/^\d[\d,]*(?:\.\d+)?$/u.test(words[at] ?? '')) return readCardinal(words, at);
  const scale = /^[mbt]r?illion$/u.test(words[at + 1] ?? '') ? ` ${words[at + 1]}` : '';
  return { text: `${words[at]}${scale}`, used: scale === '' ? 1 : 2 };
}
