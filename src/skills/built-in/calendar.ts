/** The time here and elsewhere, and the date. */
import { defineSkill } from '../skill.js';
import { parseDate, parseTime, placeSlots, type DateSlots, type TimeSlots } from './calendar-words.js';

const DAY_MS = 86_400_000;

export const time = defineSkill<TimeSlots>({
  name: 'time',
  about: 'tells the time, here or anywhere in the world',
  examples: ['what time is it', 'what time is it in tokyo'],
  remembered: false,
  parse: parseTime,
  goOn: (text) => {
    const place = /^(?:and|what about|how about|and what about|and how about)(?: (?:in|at))? (.+)$/.exec(text)?.[1];
    const slots = place === undefined ? undefined : placeSlots(place);
    return slots?.zone === undefined ? undefined : slots;
  },
  answer: ({ place, zone }, { now, timeZone }) => {
    if (place !== undefined && zone === undefined) return `I don't know which time zone ${capitalise(place)} is in.`;
    const told = format(now(), { hour: 'numeric', minute: '2-digit', timeZone: zone ?? timeZone });
    return place === undefined ? `It's ${told}.` : `In ${capitalise(place)} it's ${told}.`;
  },
});

/** "and tomorrow?" behind a question for a day. */
const GO_ON =
  /^(?:and|what about|how about|and what about|and how about)(?: (?:the )?(?:day )?(?:after )?)?(today|tomorrow|yesterday)$/;
const OFFSETS: Readonly<Record<string, number>> = { today: 0, tomorrow: 1, yesterday: -1 };

export const date = defineSkill<DateSlots>({
  name: 'date',
  about: 'tells the date and the day of the week',
  examples: ["what's the date today", 'what day is it tomorrow'],
  remembered: false,
  parse: parseDate,
  goOn: (text, { slots }) => {
    const day = GO_ON.exec(text)?.[1];
    if (day === undefined) return undefined;
    const ask = slots.ask === 'day' ? 'day' : 'date';
    return { ask, offsetDays: (OFFSETS[day] ?? 0) + (text.includes('day after tomorrow') ? 1 : 0) };
  },
  answer: ({ ask, offsetDays }, { now, timeZone }) => {
    const today = now();
    if (ask === 'month') return `It's ${format(today, { month: 'long', timeZone })}.`;
    if (ask === 'year') return `It's ${format(today, { year: 'numeric', timeZone })}.`;
    const day = addDays(today, offsetDays, timeZone);
    const subject = { '0': 'Today is', '1': 'Tomorrow is', '-1': 'Yesterday was' }[String(offsetDays)] ?? 'That is';
    if (ask === 'day') return `${subject} ${format(day, { weekday: 'long', timeZone: 'UTC' })}.`;
    return `${subject} ${format(day, { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric', timeZone: 'UTC' })}.`;
  },
});

/** Noon UTC of the user's date plus days: a day with a clock change has 23 or 25 hours, a date has none. */
function addDays(now: Date, days: number, timeZone: string): Date {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return new Date(Date.parse(`${parts.format(now)}T12:00:00Z`) + days * DAY_MS);
}

function format(when: Date, options: Intl.DateTimeFormatOptions): string {
  // The runtime puts a narrow no-break space before AM and PM.
  return new Intl.DateTimeFormat('en-US', options).format(when).replaceAll(/\s/g, ' ');
}

function capitalise(place: string): string {
  return place.replaceAll(/(?<![\p{L}\p{N}])\p{L}/gu, (letter) => letter.toUpperCase());
}
