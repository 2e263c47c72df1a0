/** The time here and elsewhere, and the date. */
import { defineSkill } from '../skill.js';
import { parseDate, parseTime, placeSlots, type DateSlots, type TimeSlots } from './calendar-words.js';

const DAY_MS = 86_400_000;

export const time = defineSkill<TimeSlots>({
  name: 'time',
  about: 'tells the time, here or anywhere in the world',
  examples: ['what time is it', 'what time is it in tokyo'],
  alike: [
    'what is the time',
    'tell me the time',
    'do you know what time it is',
    'what time is it right now',
    'what time is it now',
  ],
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

export const date = defineSkill<DateSlots>({
  name: 'date',
  about: 'tells the date and the day of the week',
  examples: ['what is the date today', 'what day is it tomorrow', 'how many days until christmas'],
  remembered: false,
  parse: (text, context) => parseDate(text, context),
  goOn: (text, { slots }, context) => {
    const day = /^(?:and|what about|how about|and what about|and how about)(?: on)? (.+)$/.exec(text)?.[1];
    if (day === undefined) return undefined;
    const ask = slots.ask === 'day' || slots.ask === 'until' ? slots.ask : 'date';
    return parseDate(ask === 'until' ? `how many days until ${day}` : `what ${ask} is ${day}`, context);
  },
  answer: ({ ask, offsetDays }, { now, timeZone }) => {
    const today = now();
    if (ask === 'month') return `It's ${format(today, { month: 'long', timeZone })}.`;
    if (ask === 'until') return untilText(offsetDays, addDays(today, offsetDays, timeZone));
    if (ask === 'year') return `It's ${format(today, { year: 'numeric', timeZone })}.`;
    const day = addDays(today, offsetDays, timeZone);
    const subject =
      { '0': 'Today is', '1': 'Tomorrow is', '-1': 'Yesterday was' }[String(offsetDays)] ??
      (offsetDays < 0 ? 'That was' : 'That is');
    if (ask === 'day') return `${subject} ${format(day, { weekday: 'long', timeZone: 'UTC' })}.`;
    return `${subject} ${format(day, { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric', timeZone: 'UTC' })}.`;
  },
});

function untilText(days: number, day: Date): string {
  if (days === 0) return 'That is today.';
  const count = `${Math.abs(days)} ${Math.abs(days) === 1 ? 'day' : 'days'}`;
  const named = format(day, { weekday: 'long', month: 'long', day: 'numeric', timeZone: 'UTC' });
  return days < 0 ? `That was ${count} ago, on ${named}.` : `${count} until ${named}.`;
}

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
