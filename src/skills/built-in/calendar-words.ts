/** How people ask for the time of day, here and elsewhere, and for the date. */
import { zoneOf } from '../language/places.js';

/** `place` as said; `zone` is its IANA name, absent when nobody knows the place. Neither: the time here. */
export interface TimeSlots {
  readonly place?: string;
  readonly zone?: string;
}

export interface DateSlots {
  readonly ask: 'day' | 'date' | 'month' | 'year';
  /** From today on. */
  readonly offsetDays: number;
}

const NOW = '(?: it)?(?: right now| now| currently| at the moment| today| here| exactly)*';
const TIME = new RegExp(
  `^(?:(?:what|which) time (?:is it|it is|do you have|have you got)|what is (?:the )?(?:current |local |exact )?time|tell (?:me )?(?:the|what) (?:current |local )?time(?: (?:it is|is it))?|do you (?:know|have) (?:what|the) time(?: (?:it is|is it))?|(?:the )?(?:current |local )?time|how late is it|give me the (?:current )?time|say the time|check the time|got the time|what is the hour)${NOW}(?: (?:over )?(?:in|at|for) (.+?))?${NOW}$`,
);
const PLACE_FIRST = /^(?:what is )?(?:the )?(?:current )?(.+?) time(?: right now| now)?$/;
/** "in the morning", "in your opinion": what follows is no place. */
const NO_PLACE = /^(?:the|your|my|this|that|a|an|his|her|our|their|\d+|here)(?: |$)/;

/** Reads the whole of `text`; undefined when something else was meant. */
export function parseTime(text: string): TimeSlots | undefined {
  const match = TIME.exec(text);
  if (match === null) {
    const place = PLACE_FIRST.exec(text)?.[1];
    const zone = place === undefined ? undefined : zoneOf(place, 'exact');
    return place === undefined || zone === undefined ? undefined : { place, zone };
  }
  const place = match[1];
  if (place === undefined) return {};
  return placeSlots(place);
}

/** The time at a place, or undefined for what is none. */
export function placeSlots(place: string): TimeSlots | undefined {
  const zone = zoneOf(place);
  if (zone !== undefined) return { place, zone };
  if (NO_PLACE.test(place) || place.split(' ').length > 3) return undefined;
  return { place };
}

type Ask = DateSlots['ask'];

const DATE_PATTERNS: readonly (readonly [Ask, RegExp])[] = [
  [
    'date',
    /^(?:what is |tell me |do you know )?(?:the |current )*(today|tomorrow|yesterday)? ?date(?: is it)?(?: (today|tomorrow|yesterday|now|right now))?$/,
  ],
  [
    'date',
    /^(?:what|which) date (?:is|was|will|is it|will it be|was it)(?: it)?(?: be)?(?: (today|tomorrow|yesterday|now))?$/,
  ],
  ['date', /^(?:what|which) day of the month is (?:it|(today|tomorrow|yesterday))$/],
  ['date', /^what (?:was|is) (?:the )?(?:date )?(today|tomorrow|yesterday)(?: date)?$/],
  [
    'day',
    /^(?:what|which) (?:day|weekday|day of the week) (?:is|was|will)(?: it)?(?: be)?(?: (today|tomorrow|yesterday|now))?$/,
  ],
  [
    'day',
    /^(?:what is |tell me )(?:the )?(?:current )?(?:day|weekday|day of the week)(?: is it)?(?: (today|tomorrow|yesterday))?$/,
  ],
  ['day', /^(?:is )?(?:today|it) (?:what|which) day$/],
  ['month', /^(?:(?:what|which) month is (?:it|this)|what is (?:the |this )?(?:current )?month)(?: now)?$/],
  ['year', /^(?:(?:what|which) year is (?:it|this)|what is (?:the |this )?(?:current )?year)(?: now)?$/],
];
const OFFSETS: Readonly<Record<string, number>> = { tomorrow: 1, yesterday: -1 };

/** Reads the whole of `text`; undefined when something else was meant. */
export function parseDate(text: string): DateSlots | undefined {
  for (const [ask, pattern] of DATE_PATTERNS) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const said = match.slice(1).find(Boolean);
    return { ask, offsetDays: OFFSETS[said ?? ''] ?? 0 };
  }
  return undefined;
}
