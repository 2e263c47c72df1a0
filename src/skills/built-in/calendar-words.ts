/** How people ask for the time of day, here and elsewhere, and for the date. */
import { parseDay, type Here } from '../language/day.js';
import { zoneOf } from '../language/places.js';
import { daysBetween, wallOf } from '../language/zone.js';

/** `place` as said; `zone` is its IANA name, absent when nobody knows the place. Neither: the time here. */
export interface TimeSlots {
  readonly place?: string;
  readonly zone?: string;
}

export interface DateSlots {
  readonly ask: 'day' | 'date' | 'month' | 'year' | 'until';
  /** From today on. */
  readonly offsetDays: number;
}

const NOW = '(?: it)?(?: right now| now| currently| at the moment| today| here| exactly| on you)*';
const ASKS = [
  '(?:what|which) time (?:is it|it is|do you have|have you got|do they have|is that|would it be|will it be|have they got)',
  'what is (?:the )?(?:current |local |exact |right )?time',
  'tell (?:me )?(?:the|what) (?:current |local )?time(?: (?:it is|is it))?',
  'do you (?:know|have|happen to know|happen to have) (?:what|the) time(?: (?:it is|is it))?',
  '(?:the )?(?:current |local )?time(?: please)?',
  'how late is it|is it (?:late|early)(?: already)?',
  '(?:give me|say|check) the (?:current )?time',
  '(?:have you |you )?got the time|what is the hour|what does the clock say',
].join('|');
const TIME = new RegExp(`^(?:${ASKS})${NOW}(?: (?:over |there )?(?:in|at|for) (.+?))?${NOW}$`);
const PLACE_FIRST = /^(?:what is )?(?:the )?(?:current )?(.+?) time(?: right now| now)?$/;
const PLACE_THEN = /^(?:in )?(.+?) what time is it(?: there| over there)?(?: right now| now)?$/;
/** "in the morning", "in your opinion": what follows is no place. */
const NO_PLACE =
  /^(?:the|your|my|this|that|a|an|his|her|our|their|\d+|here|bed|lunch|dinner|breakfast|school|work|tea|sleep|me|us)(?: |$)/;

/** Reads the whole of `text`; undefined when something else was meant. */
export function parseTime(text: string): TimeSlots | undefined {
  const match = TIME.exec(text);
  if (match === null) {
    const place = PLACE_FIRST.exec(text)?.[1] ?? PLACE_THEN.exec(text)?.[1];
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

const UNIT = '(date|day of the month|day of the week|weekday|day|month|year)';
const WHICH_DAY = '(?: (?:on|for|of|in))?(?: (.+))?';
/** The thing asked for, and the day that it is asked of. */
const QUESTIONS: readonly RegExp[] = [
  new RegExp(
    `^(?:what|which) ${UNIT} (?:is|was|will|would|are|do we have|did we have|have we got)(?: it| that| this| we)?(?: be)?${WHICH_DAY}$`,
  ),
  new RegExp(
    `^(?:what is|what was|what will be|what will|tell me|give me|say|do you know|check)(?: what)? (?:the )?(?:current )?${UNIT}(?: it)?(?: is| was| be| will be)?(?: it)?${WHICH_DAY}$`,
  ),
  new RegExp(`^(?:the )?(?:current )?()?${UNIT}(?: please)?()$`),
];
const DATE_OF = /^(?:what is |what was |tell me )?(?:the )?(today|tomorrow|yesterday) (date|day|weekday)(?: is it)?$/;
const THE_DAY = /^(?:what (?:was|is) |is )?(today|tomorrow|yesterday)(?: (?:what|which) (date|day))?$/;
const WHEN_IS =
  /^(?:when|on (?:what|which) (?:date|day)) (?:is|was|will|does)(?: it)?(?: be)? (.+?)(?: (?:be|fall|this year))*$/;
const IS_IT =
  /^is (?:it|today) (?:already |really |still )?(?:a )?(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: today)?$/;
const UNTIL =
  /^how (?:many days|long)(?: (?:is|are) (?:it|there|left))?(?: still| left)? (?:until|till|til|to|before) (.+)$/;

/** Reads the whole of `text`; undefined when something else was meant. */
export function parseDate(text: string, here: Here): DateSlots | undefined {
  if (IS_IT.test(text)) return { ask: 'day', offsetDays: 0 };
  const until = UNTIL.exec(text)?.[1];
  if (until !== undefined) return dateSlots('until', until, here);
  const when = WHEN_IS.exec(text)?.[1];
  if (when !== undefined) return dateSlots('date', when, here);
  const named = DATE_OF.exec(text) ?? THE_DAY.exec(text);
  if (named !== null && (named[2] !== undefined || text.startsWith('what')))
    return dateSlots(askOf(named[2] ?? 'date'), named[1] ?? '', here);
  for (const pattern of QUESTIONS) {
    const [, one, two, three] = pattern.exec(text) ?? [];
    const unit = one ?? two;
    if (unit === undefined) continue;
    return dateSlots(askOf(unit), (one === undefined ? three : two) ?? '', here);
  }
  return undefined;
}

function askOf(unit: string): Ask {
  if (unit === 'month' || unit === 'year') return unit;
  return unit === 'date' || unit === 'day of the month' ? 'date' : 'day';
}

const AGO = /^(\d+|a|one) (day|week)s? ago$/;
const AHEAD = /^(?:in )?(\d+|a|one) (day|week)s?(?: from (?:now|today)| time)?$/;
const NOWADAYS = /^(?:today|now|right now|currently|at the moment|it|this|the moment)?$/;

/** The day that is meant, from today on; undefined for what is no day. */
function dateSlots(ask: Ask, day: string, here: Here): DateSlots | undefined {
  const said = day.replace(/ (?:please|then)$/, '').trim();
  if (NOWADAYS.test(said)) return ask === 'until' ? undefined : { ask, offsetDays: 0 };
  if (said === 'yesterday') return { ask, offsetDays: -1 };
  if (said === 'the day before yesterday') return { ask, offsetDays: -2 };
  if (ask === 'month' || ask === 'year') return undefined;
  const [ago, ahead] = [AGO.exec(said), AHEAD.exec(said)];
  const counted = ago ?? ahead;
  if (counted !== null) {
    const days = (Number(counted[1]) || 1) * (counted[2] === 'week' ? 7 : 1);
    return { ask, offsetDays: ago === null ? days : -days };
  }
  const named = parseDay(said, here);
  if (named === undefined) return undefined;
  const { year, month, day: date } = wallOf(here.now.getTime(), here.timeZone);
  return { ask, offsetDays: daysBetween({ year, month, day: date }, named.day) };
}
