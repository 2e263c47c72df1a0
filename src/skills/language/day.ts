/** Days as people name them: "tomorrow", "next friday", "the 3rd of may", "in 2 weeks", "weekdays". */
import { en } from 'chrono-node';
import { addDays, instantOf, offsetMinutes, wallOf, type Day } from './zone.js';

export interface NamedDay {
  readonly day: Day;
  /** A day of the week: when it is over already, the next one is meant. */
  readonly isWeekday: boolean;
}

export interface Here {
  readonly now: Date;
  /** IANA zone of the user. */
  readonly timeZone: string;
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const WEEKDAY = `(?:${WEEKDAYS.join('|')})`;
const MONTH =
  '(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)';
const NTH = String.raw`(?:\d{1,2}(?: ?(?:st|nd|rd|th))?|first|second|third|(?:twenty |thirty |20 |30 )?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)`;

/** What the library may read: left alone it finds a date in "may" and in "sun". */
const FOR_CHRONO = new RegExp(
  `^(?:(?:this |next |this coming |coming )?${WEEKDAY}(?: next week)?|day after tomorrow|next (?:week|month)|in (?:an?|\\d{1,3}) (?:days?|weeks?|months?)|\\d{1,3} (?:days?|weeks?) from now|${MONTH} (?:the )?${NTH}(?: \\d{4})?|${NTH} (?:of )?${MONTH}(?: \\d{4})?)$`,
);
const NOT_SAID_TO_CHRONO = /\b(?:this coming|coming|the) /g;

/** Month and day of those that are on the same date each year. */
const FEASTS = new Map<string, readonly [month: number, day: number]>([
  ['christmas', [12, 25]],
  ['christmas day', [12, 25]],
  ['christmas eve', [12, 24]],
  ['new year eve', [12, 31]],
  ['new years eve', [12, 31]],
  ['new year', [1, 1]],
  ['new year day', [1, 1]],
  ['new years day', [1, 1]],
  ['halloween', [10, 31]],
  ['valentine day', [2, 14]],
  ['valentines day', [2, 14]],
]);

/** Reads the whole of `text`, or gives undefined. */
export function parseDay(text: string, here: Here): NamedDay | undefined {
  const today = wallOf(here.now.getTime(), here.timeZone);
  const said = text.replace(/^on /, '').replace(/^the /, '');
  const near = { today: 0, tomorrow: 1, 'day after tomorrow': 2 }[said];
  if (near !== undefined) return { day: addDays(today, near), isWeekday: false };
  const later = /^(?:(an?|\d{1,2}) weeks? (?:from|after|on) (.+)|(.+) week)$/.exec(said);
  const from = parseLater(later, here);
  if (from !== undefined) return from;
  const date = parseDateOfMonth(said, today) ?? parseFeast(said, today);
  if (date !== undefined) return { day: date, isWeekday: false };
  return FOR_CHRONO.test(said) ? askChrono(said, here) : undefined;
}

/** "a week from tomorrow", "2 weeks on friday", "friday week". */
function parseLater(found: RegExpExecArray | null, here: Here): NamedDay | undefined {
  if (found === null) return undefined;
  const [, count, after, before] = found;
  const start = parseDay(after ?? before ?? '', here);
  if (start === undefined) return undefined;
  const weeks = count === undefined || !/\d/.test(count) ? 1 : Number(count);
  return { day: addDays(start.day, weeks * 7), isWeekday: false };
}

/** "4th": this month's, or the next one's where it is over or where there is none. */
function parseDateOfMonth(said: string, today: Day): Day | undefined {
  const nth = /^(\d{1,2}) ?(?:st|nd|rd|th)(?: of (?:this|the) month)?$/.exec(said)?.[1];
  if (nth === undefined || Number(nth) < 1 || Number(nth) > 31) return undefined;
  for (let ahead = 0; ahead < 40; ahead++) {
    const day = addDays(today, ahead);
    if (day.day === Number(nth)) return day;
  }
  // The 30th and 31st may be two months away.
  return addDays({ ...addDays({ ...today, day: 1 }, 62), day: 1 }, Number(nth) - 1);
}

function parseFeast(said: string, today: Day): Day | undefined {
  const date = FEASTS.get(said);
  if (date === undefined) return undefined;
  const [month, day] = date;
  const isOver = today.month > month || (today.month === month && today.day > day);
  return { year: today.year + (isOver ? 1 : 0), month, day };
}

function askChrono(said: string, { now, timeZone }: Here): NamedDay | undefined {
  const plain = said.replaceAll(NOT_SAID_TO_CHRONO, '').replaceAll(/(\d) (?=(?:st|nd|rd|th)\b)/g, '$1');
  // From the day's start: at noon "thursday" would no longer be this one.
  const startMs = instantOf(wallOf(now.getTime(), timeZone), 0, timeZone);
  const reference = { instant: new Date(startMs), timezone: offsetMinutes(startMs, timeZone) };
  const [first] = en.casual.parse(plain, reference, { forwardDate: true });
  if (first?.text.length !== plain.length) return undefined;
  const { start } = first;
  const [year, month, day] = [start.get('year'), start.get('month'), start.get('day')];
  if (year === null || month === null || day === null) return undefined;
  const named = { year, month, day };
  // "february 30" comes back as another day.
  const isReal = addDays(named, 0).day === day;
  return isReal ? { day: named, isWeekday: new RegExp(`^${WEEKDAY}$`).test(plain.replace(/^this /, '')) } : undefined;
}

export interface Repeat {
  /** 0 Sunday … 6 Saturday. */
  readonly days: readonly number[];
  /** What is left of the text, with the part of the day in it. */
  readonly rest: string;
}

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const DAYS = `${WEEKDAY}s?(?:(?:,? and |,? )${WEEKDAY}s?)*`;
const PLURALS = `${WEEKDAY}s(?:(?: and | )${WEEKDAY}s)*`;
const REPEATS: readonly (readonly [RegExp, (words: string) => readonly number[]])[] = [
  [new RegExp(`\\b(?:(?:every|each|on) )?(?:from )?(${WEEKDAY} (?:to|through|till|until) ${WEEKDAY})\\b`), range],
  [/\b(?:(?:every|each) (?:week ?day|work ?day|working day)|(?:on )?(?:week|work)days)\b/, () => [1, 2, 3, 4, 5]],
  [/\b(?:every|each|on|at|on the) weekends?(?<!(?:on|at|on the) weekend)\b/, () => [0, 6]],
  [/\b(?:(?:every|each) (?:single )?day|daily)\b/, () => EVERY_DAY],
  [/\b(?:every|each) (?=(?:morning|afternoon|evening|night)\b)/, () => EVERY_DAY],
  [new RegExp(`\\b(?:every|each) (${DAYS})(?= |$)`), listed],
  [new RegExp(`\\b(?:on )?(${PLURALS})(?= |$)`), listed],
];

/** Finds "every weekday" in the text and takes it out. Undefined where nothing is said to repeat on days of the week. */
export function takeRepeat(text: string): Repeat | undefined {
  for (const [pattern, daysOf] of REPEATS) {
    const found = pattern.exec(text);
    if (found === null) continue;
    // "every morning at 7" leaves "in the morning at 7".
    const instead = found[0].endsWith(' ') ? 'in the ' : '';
    const rest = `${text.slice(0, found.index)}${instead}${text.slice(found.index + found[0].length)}`;
    return { days: daysOf(found[1] ?? ''), rest: rest.replaceAll(/ {2,}/g, ' ').trim() };
  }
  return undefined;
}

function listed(words: string): readonly number[] {
  return WEEKDAYS.flatMap((name, number) => (words.includes(name) ? [number] : []));
}

function range(words: string): readonly number[] {
  const ends = words.split(/ (?:to|through|till|until) /).map((name) => WEEKDAYS.indexOf(name));
  const [first = 0, last = 0] = ends;
  return EVERY_DAY.filter((ahead) => ahead <= (last - first + 7) % 7)
    .map((ahead) => (first + ahead) % 7)
    .sort((a, b) => a - b);
}
