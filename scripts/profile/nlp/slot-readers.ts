/** Readers of single skills' slots, for the table: times, devices, settings, quantities. */
import { parseDay } from '../../../src/skills/language/day.js';
import { addDays, instantOf, wallOf, type Day } from '../../../src/skills/language/zone.js';
import type { When } from '../../../src/skills/language/when.js';
import type { ParseContext } from '../../../src/skills/skill.js';

/** Where and when the table is spoken. */
export type TableClock = Pick<ParseContext, 'now' | 'timeZone'>;

export type Slots = Readonly<Record<string, unknown>>;

/** ISO without zone and seconds. */
export function toLocal(atMs: number, timeZone: string): string {
  const wall = wallOf(atMs, timeZone);
  return `${toDate(wall)}T${two(wall.hour)}:${two(wall.minute)}`;
}

function toDate({ year, month, day }: Day): string {
  return `${year}-${two(month)}-${two(day)}`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `when` becomes `at` and `days`; the rest stays. */
export function readWhen({ when, label, text }: Slots, clock: TableClock): Slots {
  return { label, text, ...(when === undefined ? {} : readTime(when as When, clock)) };
}

function readTime(when: When, { now, timeZone }: TableClock): Slots {
  switch (when.kind) {
    case 'in':
      return { at: toLocal(now.getTime() + when.durationMs, timeZone) };
    case 'at':
      return { at: toLocal(when.atMs, timeZone), days: when.days };
    case 'past':
      return { at: toLocal(when.atMs, timeZone) };
    case 'day':
      return { at: when.open.day === undefined ? undefined : toDate(when.open.day.day), days: when.open.days };
  }
}

interface ClockTime {
  readonly hour: number;
  readonly minute: number;
}

/** Which of several alarms or reminders is meant. */
export function readQuery({ all, label, text, time, day }: Slots, { now, timeZone }: TableClock): Slots {
  const which = { all, label, text };
  if (time === undefined) return { ...which, at: day === undefined ? undefined : toDate(day as Day) };
  const { hour, minute } = time as ClockTime;
  const minuteOfDay = hour * 60 + minute;
  const today = wallOf(now.getTime(), timeZone);
  const isOver = instantOf(today, minuteOfDay, timeZone) <= now.getTime();
  const on = day === undefined ? addDays(today, isOver ? 1 : 0) : (day as Day);
  return { ...which, at: toLocal(instantOf(on, minuteOfDay, timeZone), timeZone) };
}

export function readTimer({ label, all, durationMs }: Slots): Slots {
  return { label, all, seconds: toSeconds(durationMs) };
}

export function readTimerChange({ which, addMs, toMs }: Slots): Slots {
  return {
    ...readTimer(which as Slots),
    by: toSeconds(addMs),
    ...(toMs === undefined ? {} : { seconds: toSeconds(toMs) }),
  };
}

export function toSeconds(ms: unknown): number | undefined {
  return typeof ms === 'number' ? ms / 1000 : undefined;
}

export function readWeather({ place, day }: Slots, clock: TableClock): Slots {
  if (typeof day !== 'string') return { place };
  const plain = /weekend/.test(day) ? 'saturday' : day.replace(/ (?:morning|afternoon|evening|night)$/, '');
  const isToday = /^(?:today|tonight|this|later)/.test(plain);
  const named = parseDay(isToday ? 'today' : plain, clock);
  return { place, at: named === undefined ? day : toDate(named.day) };
}

/** Volume and speed: `words` are those for more, less and the usual. */
export function readMove(words: readonly [more: string, less: string, usual: string]): (slots: Slots) => Slots {
  return ({ move }) => {
    const { kind, up, percent } = move as { readonly kind: string; readonly up?: boolean; readonly percent?: number };
    const [more, less, usual] = words;
    if (kind === 'step') return { change: up === true ? more : less };
    if (kind === 'by') return { change: (percent ?? 0) > 0 ? more : less, by: Math.abs(percent ?? 0) };
    if (kind === 'to') return { level: percent };
    if (kind === 'most') return { level: 100 };
    if (kind === 'least') return { level: 0 };
    return kind === 'usual' ? { change: usual } : { ask: true };
  };
}

/** "all lights in bedroom" is every bedroom light. */
export function readThing(thing: unknown): Slots {
  if (typeof thing !== 'string') return {};
  const [, every, rest = ''] = /^(?:(all|every|any)\b(?: of)?(?: the)? ?)?(.*)$/.exec(thing) ?? [];
  const [, what, room] = /^(.+?) (?:in|of|on)(?: the)? (.+)$/.exec(rest) ?? [];
  const name = what === undefined || room === undefined ? rest : `${room} ${what}`;
  const isAll = (every !== undefined && every !== 'any') || /\beverything\b/.test(name);
  const left = name.replace(/ ?\beverything\b/, '').trim();
  return { all: isAll ? true : undefined, name: left === '' ? undefined : left };
}

/** Brightness, temperature, colour: which of them, and to what. */
export function readHomeSet({ thing, percent, percentBy, degrees, degreesBy, colour }: Slots): Slots {
  const change = (by: unknown): string | undefined => (typeof by === 'number' ? (by > 0 ? 'up' : 'down') : undefined);
  const named = readThing(thing);
  if (degrees !== undefined || degreesBy !== undefined)
    return { ...named, action: 'temperature', value: degrees, change: change(degreesBy) };
  if (colour !== undefined) return { ...named, action: 'colour', value: colour };
  return { ...named, action: 'brightness', value: percent, change: change(percentBy) };
}

export function readHomeAsk({ thing, quality }: Slots): Slots {
  const { name, ...rest } = readThing(thing);
  return { ...rest, action: 'state', name: [name, quality].filter((word) => typeof word === 'string').join(' ') };
}

interface Named {
  readonly one: string;
}

export function readConversion({ parts, to }: Slots): Slots {
  const nameOf = ({ one }: Named): string => one.toLowerCase().replace('degree ', '');
  const quantities = parts as readonly { readonly value: number; readonly unit: Named }[];
  return {
    amount: quantities.map(({ value, unit }) => `${value} ${nameOf(unit)}`).join(' '),
    to: nameOf(to as Named),
  };
}
