/** How people ask to be reminded: of what, and when. */
import { parseDay } from '../language/day.js';
import { splitTail } from '../language/when-in-text.js';
import { parseWhen, type When } from '../language/when.js';
import type { Day } from '../language/zone.js';
import type { LastRequest, ParseContext } from '../skill.js';

/** How the thing was told: "to call mum", "about the meeting", "that the bins go out", or without such a word. */
export type Manner = 'to' | 'about' | 'that' | 'plain';

export interface ReminderSetSlots {
  readonly text?: string;
  readonly manner: Manner;
  /** Absent when no time was said. */
  readonly when?: When;
  /** Said where a time should be, and nothing that can be waited for: "when i get home", "every month". */
  readonly trouble?: 'event' | 'repeat';
}

const HEADS: readonly RegExp[] = [
  /^(?:(?<before>.+?) )?remind me(?: again)?(?: (?<rest>.+))?$/,
  /^(?:set|create|make|add|schedule|give me|i need|i want|put|new)(?: up| me)? (?:an?other |a |an |the |my )?reminder(?: (?<rest>.+))?$/,
  /^(?:do not let me forget|do not forget to remind me|i must not forget|help me remember)(?: (?<rest>.+))?$/,
];
/** "Remind me who Napoleon was" asks, and reminds of nothing. */
const QUESTION = /^(?:who|what|why|how|where|which|whose|if|whether|of how|of what|of who)\b/;
const EVENT =
  / (?:when|once|as soon as|if|after|before|until|every time|whenever|next time) (?:i|we|he|she|it|they|you|the|my|mum|mom|dad)\b.*$/;
const OTHER_REPEAT =
  / (?:every (?:other|second|third|\d+|hour|half hour|month|year|minute|few|quarter)\b.*|hourly|monthly|yearly|annually|each (?:month|year|hour))$/;

/** Reads the whole of `text`; undefined when something else was meant. */
export function parseReminderSet(text: string, context: ParseContext): ReminderSetSlots | undefined {
  for (const head of HEADS) {
    const groups = head.exec(text)?.groups;
    if (groups === undefined) continue;
    const options = { ...context, purpose: 'reminder' as const };
    const before = groups['before'];
    const early = before === undefined ? undefined : parseWhen(before, options);
    // Only a time goes before: whatever else does tells a story.
    if (before !== undefined && early === undefined) return undefined;
    const rest = (groups['rest'] ?? '').replace(
      /^(?:later(?: on)?|soon|some ?time)(?= |$) ?| (?:later(?: on)?|some ?time)$/,
      '',
    );
    if (QUESTION.test(rest)) return undefined;
    const slots = parseRest(rest, context, before ?? '');
    if (slots === undefined || early === undefined || slots.when !== undefined) return slots;
    return { ...slots, when: early };
  }
  return undefined;
}

/** `before`: a time that stood in front of it all. */
function parseRest(rest: string, context: ParseContext, before: string): ReminderSetSlots | undefined {
  const options = { ...context, purpose: 'reminder' as const };
  if (rest === '') return { manner: 'to' };
  const alone = parseWhen(rest.replace(/^for (?!\d+ )/, ''), options);
  if (alone !== undefined) return { manner: 'to', when: alone };
  // Each "to" may be the one behind the time, the last one first: "remind me at quarter to 7 to call".
  for (const found of [...` ${rest}`.matchAll(/ (to|about|that) /g)].reverse()) {
    const first = `${before} ${` ${rest}`.slice(0, found.index).trim()}`.trim();
    const what = ` ${rest}`.slice(found.index + found[0].length);
    const isTime = first === before || parseWhen(first.replace(/^for /, ''), options) !== undefined;
    if (isTime) return withTail(what, mannerOf(found[1]), { options, first });
  }
  const about = /^(?:for|of) (.+)$/.exec(rest)?.[1];
  if (about !== undefined) return withTail(about, 'about', { options, first: before });
  // "remind me the bins go out tomorrow"
  const { rest: what, when } = splitTail(rest, options);
  return when === undefined || what.split(' ').length < 2 ? undefined : { text: what, manner: 'that', when };
}

export function mannerOf(word: string | undefined): Manner {
  return word === 'to' || word === 'that' || word === 'about' ? word : 'plain';
}

interface Behind {
  readonly options: ParseContext & { readonly purpose: 'reminder' };
  /** The time that was said before: "tomorrow" of "remind me tomorrow to call mum at 6". */
  readonly first: string;
}

function withTail(what: string, manner: Manner, { options, first }: Behind): ReminderSetSlots {
  const trouble = EVENT.test(what) ? 'event' : OTHER_REPEAT.test(what) ? 'repeat' : undefined;
  if (trouble !== undefined && first === '') {
    return { text: what.replace(trouble === 'event' ? EVENT : OTHER_REPEAT, ''), manner, trouble };
  }
  const tail = splitTail(what, options);
  if (first === '') {
    // "remind me to 7" is no thing to do.
    if (tail.rest === '') return tail.when === undefined ? { manner } : { manner, when: tail.when };
    return { text: tail.rest, manner, ...(tail.when === undefined ? {} : { when: tail.when }) };
  }
  const timeText = what.slice(tail.rest.length).trim();
  const both = tail.when === undefined || tail.rest === '' ? undefined : parseWhen(`${first} ${timeText}`, options);
  if (both !== undefined) return { text: tail.rest, manner, when: both };
  const when = parseWhen(first.replace(/^for /, ''), options);
  return { text: what, manner, ...(when === undefined ? {} : { when }) };
}

export interface ReminderListSlots {
  /** Only those of this day. */
  readonly day?: Day;
}

const DAY = '(?: (?:for|on))?(?: (?<day>today|tomorrow|(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day))?';
const LIST = new RegExp(
  `^(?:(?:what|which|how many) reminders (?:do i have|are (?:there|set)|have i (?:set|got))(?: set)?|(?:list|show|tell|read|check|what are)(?: me)? (?:all )?(?:of )?(?:the |my )?reminders|(?:do i have|are there|have i got) (?:any |a )?reminders?(?: set)?|my reminders|what (?:did i ask you to|do you have to|will you|are you going to|should you) remind me (?:of|about)|when will you remind me)${DAY}$`,
);

export function parseReminderList(text: string, context: ParseContext): ReminderListSlots | undefined {
  const found = LIST.exec(text);
  if (found === null) return undefined;
  const named = found.groups?.['day'];
  const day = named === undefined ? undefined : parseDay(named, context);
  return day === undefined ? {} : { day: day.day };
}

export interface ReminderQuery {
  readonly all?: true;
  readonly latest?: true;
  readonly label?: string;
}

const VERB = '(?:cancel|delete|remove|clear|forget|stop|drop|get rid of|turn off|dismiss)';
const CANCEL = new RegExp(
  `^${VERB} (?:(?<all>all|every)(?: of)? ?)?(?:the |my |that |this )?(?:(?<which>.+?) )?reminders?(?: (?:to|about|for|of|that) (?<what>.+))?$`,
);
const CANCEL_IT = new RegExp(
  `^(?:${VERB} (?:it|that|this|that 1|that reminder)|do not remind me(?: of (?:it|that))?)$`,
);
const NO_MORE = /^do not remind me (?:to|about|of) (?<what>.+)$/;

export function parseReminderCancel(text: string, last: LastRequest | undefined): ReminderQuery | undefined {
  if (last?.skill.startsWith('reminder-') === true && CANCEL_IT.test(text)) return { latest: true };
  const groups = CANCEL.exec(text)?.groups ?? NO_MORE.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const label = groups['what'] ?? groups['which']?.replace(/^(?:all|the|my) ?/, '');
  if (label !== undefined && label !== '') return label === 'last' ? { latest: true } : { label };
  return groups['all'] !== undefined || /\breminders$/.test(text) ? { all: true } : {};
}
