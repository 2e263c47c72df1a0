/** The time here and elsewhere, and the date. */
import type { Skill, Skills } from './skill.js';

const DAY_MS = 86_400_000;

const time: Skill<'time'> = {
  remembered: false,
  answer: ({ place, zone }, { now, timeZone }) => {
    if (place !== undefined && zone === undefined) return `I don't know which time zone ${capitalise(place)} is in.`;
    const told = format(now(), { hour: 'numeric', minute: '2-digit', timeZone: zone ?? timeZone });
    return place === undefined ? `It's ${told}.` : `In ${capitalise(place)} it's ${told}.`;
  },
};

const date: Skill<'date'> = {
  remembered: false,
  answer: ({ ask, offsetDays }, { now, timeZone }) => {
    const today = now();
    if (ask === 'month') return `It's ${format(today, { month: 'long', timeZone })}.`;
    if (ask === 'year') return `It's ${format(today, { year: 'numeric', timeZone })}.`;
    const day = addDays(today, offsetDays, timeZone);
    const subject = { '0': 'Today is', '1': 'Tomorrow is', '-1': 'Yesterday was' }[String(offsetDays)] ?? 'That is';
    if (ask === 'day') return `${subject} ${format(day, { weekday: 'long', timeZone: 'UTC' })}.`;
    return `${subject} ${format(day, { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric', timeZone: 'UTC' })}.`;
  },
};

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

export const calendarSkills: Pick<Skills, 'time' | 'date'> = { time, date };
