/** How people ask for alarms: set, list, cancel and change. */
import { parseClockTime, type ClockTime } from '../language/clock-time.js';
import { parseDay } from '../language/day.js';
import type { Purpose } from '../language/resolve-when.js';
import { splitTail } from '../language/when-in-text.js';
import { parseWhen, type When } from '../language/when.js';
import type { Day } from '../language/zone.js';
import type { LastRequest, ParseContext } from '../skill.js';

export interface AlarmSetSlots {
  /** Absent when no time was said at all. */
  readonly when?: When;
  readonly label?: string;
  readonly purpose: Purpose;
}

/** Which alarms are meant. Nothing given: the only one, or whichever the user chooses. */
export interface AlarmQueryWords {
  readonly all?: true;
  readonly latest?: true;
  readonly label?: string;
  readonly time?: Pick<ClockTime, 'hour' | 'minute' | 'isBare'>;
  readonly day?: Day;
}

const SET =
  '(?:(?:set|make|create|add|put|put on|start|schedule|give me|i need|i want|i would like|have|get me|new)(?: up| me| on)? )';
const NAMED =
  /^(.*?)(?:^| )(?:called|named|labeled|labelled|saying) (?:the |my )?([\p{L}\d]+(?: [\p{L}\d]+){0,2}?)(?: ((?:for|at|on|in|tomorrow|today|tonight|every|next|this)\b.*))?$/u;
const HEAD = new RegExp(
  `^${SET}?(?:an?other |an? |the |my |1 )?(?<before>.+? )??(?:alarm(?: clock)?|wake up call)(?: (?<rest>.+))?$`,
  'u',
);
const TIMER_HEAD = new RegExp(`^${SET}(?:an? |the |my )?timer (?:for|at|to) (?<rest>.+)$`);
const WAKE =
  /^(?:wake me(?: up)?|get me up)(?: again)?(?: (?<rest>.+))?$|^i (?:need|want|have|would like) to (?:be (?:up|awake|woken(?: up)?)|wake up|get up) (?<need>.+)$/;
const NOT_A_LABEL =
  /\b(?:what|which|when|who|why|how|is|are|was|the|cancel|stop|delete|remove|turn|off|fire|smoke|do|does|did|i|you|any|about|tell|list|show|all|every|change|move|snooze|invented|burglar|false|silence|kill|disable|dismiss)\b/;

export function parseAlarmSet(text: string, context: ParseContext): AlarmSetSlots | undefined {
  const wake = WAKE.exec(text)?.groups;
  if (wake !== undefined) return parseRest(wake['rest'] ?? wake['need'] ?? '', '', { ...context, purpose: 'wake' });
  const timer = TIMER_HEAD.exec(text)?.groups?.['rest'];
  const options = { ...context, purpose: 'alarm' as const };
  if (timer !== undefined) {
    // "set a timer for 5 pm": a time of day is an alarm's.
    const found = parseRest(timer, '', options);
    return found?.when?.kind === 'at' ? found : undefined;
  }
  const head = HEAD.exec(text)?.groups;
  if (head === undefined || (!new RegExp(`^${SET}`).test(text) && text === 'alarm')) return undefined;
  const before = (head['before'] ?? '').trim();
  const rest = head['rest'] ?? '';
  if (NOT_A_LABEL.test(before) || /^(?:is|was|are|off|clocks?|went|goes|systems?)\b/.test(rest)) return undefined;
  // "alarm 7 am" is a request; "gym alarm" is none.
  if (rest === '' && !new RegExp(`^${SET}`).test(text)) return undefined;
  return parseRest(rest, before, options);
}

type Options = ParseContext & { readonly purpose: Purpose };

/** `before`: what stood before the word alarm, a time or a name: "7 am", "gym". */
function parseRest(said: string, before: string, options: Options): AlarmSetSlots | undefined {
  const { purpose } = options;
  const [, left = '', label, right = ''] = NAMED.exec(said) ?? [];
  const rest = label === undefined ? said : `${left} ${right}`.trim();
  const named = label === undefined ? {} : { label };
  const timeBefore = before === '' ? undefined : parseWhen(withAt(before), options);
  if (timeBefore !== undefined) {
    const when = rest === '' ? timeBefore : parseWhen(`${withAt(before)} ${plain(rest)}`, options);
    return when === undefined ? undefined : { when, ...named, purpose };
  }
  const own = before === '' ? named : { label: before };
  if (rest === '') return { ...own, purpose };
  const when = parseWhen(plain(rest), options);
  if (when !== undefined) return { when, ...own, purpose };
  return parseForWhat(rest, options);
}

/** "at 7 for the gym", "for the gym at 7". */
function parseForWhat(rest: string, options: Options): AlarmSetSlots | undefined {
  const { purpose } = options;
  const forWhat = /^(.+?) (?:for|to) (?:the |my |go to (?:the )?)?([\p{L}]+(?: [\p{L}]+){0,2})$/u.exec(rest);
  const when = forWhat === null ? undefined : parseWhen(plain(forWhat[1] ?? ''), options);
  if (when !== undefined) return { when, label: forWhat?.[2] ?? '', purpose };
  const tail = splitTail(rest, options);
  const label = /^for (?:the |my )?([\p{L}]+(?: [\p{L}]+){0,2})$/u.exec(tail.rest)?.[1];
  return tail.when === undefined || label === undefined ? undefined : { when: tail.when, label, purpose };
}

function withAt(words: string): string {
  return /^\d/.test(words) ? `at ${words}` : words;
}

function plain(rest: string): string {
  return rest
    .replace(/^to /, '')
    .replace(/^(?:for|on|at) (?=(?:in|at|on|every|each|tomorrow|today|tonight|next|this|the)\b)/, '');
}

const LIST =
  /^(?:(?:what|which|how many) alarms (?:do i have|are (?:there|set|on|active)|have i (?:set|got))(?: set| on| active)*|(?:list|show|tell|read|check|what are)(?: me)? (?:all )?(?:of )?(?:the |my )?alarms|(?:do i have|are there|is there|have i got|did i set) (?:any |an )?alarms?(?: set| on)?(?: (?:for |on )?(?<day>today|tomorrow|tonight|(?:mon|tues|wednes|thurs|fri|satur|sun)day))?|my alarms|(?:what time|when)(?: is| are|s)? (?:my|the)(?: next)? alarms?(?: set)?(?: for)?(?: (?:today|tomorrow|tonight))?|what is my(?: next)? alarm(?: set)?(?: (?:for|to|at))?|(?:what time|when) (?:will|are|do) you (?:going to )?wake me(?: up)?(?: tomorrow)?|is (?:my|the|an) alarm (?:set|on)(?: for (?:today|tomorrow))?|(?:what time|when) (?:does|will) (?:my|the)(?: next)? alarm (?:go off|ring))$/;

export interface AlarmListSlots {
  /** Only those of this day. */
  readonly day?: Day;
}

export function parseAlarmList(text: string, context: ParseContext): AlarmListSlots | undefined {
  const found = LIST.exec(text);
  if (found === null) return undefined;
  const named = found.groups?.['day']?.replace('tonight', 'today');
  const day = named === undefined ? undefined : parseDay(named, context);
  return day === undefined ? {} : { day: day.day };
}

const CANCEL_VERB =
  '(?:cancel|stop|delete|remove|clear|end|kill|turn off|switch off|shut off|silence|dismiss|forget|disable|get rid of)';
const CANCEL = new RegExp(
  `^${CANCEL_VERB} (?:(?<all>all|every|both)(?: of)? ?)?(?:(?:the|my|that|this) )?(?<which>.+? )?alarms?(?: clock)?(?: (?<rest>.+))?$`,
);
const CANCEL_IT =
  /^(?:(?:cancel|stop|delete|remove|clear|turn off|kill) (?:it|that|this|that 1|that alarm)|do not wake me(?: up)?)$/;
const OFF = /^turn (?:the |my |all )?(?:.+ )?alarms? off$/;

export function parseAlarmCancel(text: string, context: ParseContext): AlarmQueryWords | undefined {
  if (isAboutAlarms(context.last) && CANCEL_IT.test(text)) return { latest: true };
  const said = OFF.test(text) ? text.replace(/^turn (.+) off$/, 'turn off $1') : text;
  const groups = CANCEL.exec(said)?.groups;
  if (groups === undefined || /\b(?:fire|smoke|burglar|false)\b/.test(said)) return undefined;
  if (groups['all'] !== undefined || /\balarms$/.test(said)) return { all: true };
  return readWhich(`${groups['which'] ?? ''} ${groups['rest'] ?? ''}`.trim(), context);
}

/** "7 am", "for tomorrow", "gym", "called gym". Undefined when the words say something else. */
function readWhich(words: string, context: ParseContext): AlarmQueryWords | undefined {
  const said = words.replace(/^(?:(?:set )?(?:for|at|on) |called |named |the |next )+/, '');
  if (said === '') return {};
  const time = parseClockTime(said.replace(/ (?:1|one)$/, ''));
  if (time !== undefined) return { time: { hour: time.hour, minute: time.minute, isBare: time.isBare } };
  const when = parseWhen(said.replace(/^tomorrows?\b/, 'tomorrow'), { ...context, purpose: 'alarm' });
  if (when?.kind === 'day' && when.open.day !== undefined) return { day: when.open.day.day };
  if (when?.kind === 'at') return readExact(said, context);
  return said.split(' ').length > 3 ? undefined : { label: said };
}

/** "7 tomorrow": the time and the day apart, since the time may be that of either half of the day. */
function readExact(said: string, context: ParseContext): AlarmQueryWords | undefined {
  for (const [first, second] of [...said.matchAll(/ (?:on |at )?/g)].map(({ index, 0: gap }) => [
    said.slice(0, index),
    said.slice(index + gap.length),
  ])) {
    for (const [clock, date] of [
      [first, second],
      [second, first],
    ]) {
      const time = parseClockTime(clock ?? '');
      const when = time === undefined ? undefined : parseWhen(date ?? '', { ...context, purpose: 'alarm' });
      const day = when?.kind === 'day' ? when.open.day?.day : undefined;
      if (time !== undefined && day !== undefined)
        return { time: { hour: time.hour, minute: time.minute, isBare: time.isBare }, day };
    }
  }
  return { label: said };
}

export interface AlarmChangeSlots {
  readonly which: AlarmQueryWords;
  /** The new time as it was said: the day of the old one may complete it. */
  readonly to: string;
}

const CHANGE =
  /^(?:change|move|shift|push|switch|reset) (?:(?:my|the|that) )?(?:(?<which>.+?) )?alarm(?: (?:for|from|at) (?<from>.+?))? (?:to|until|till) (?<to>.+)$/;
const CHANGE_IT = /^(?:make it|change it to|move it to|set it to|no make it|actually make it|rather) (?<to>.+)$/;

export function parseAlarmChange(text: string, context: ParseContext): AlarmChangeSlots | undefined {
  const it = isAboutAlarms(context.last) ? CHANGE_IT.exec(text)?.groups : undefined;
  const groups = it ?? CHANGE.exec(text)?.groups;
  const to = groups?.['to'] ?? '';
  if (groups === undefined) return undefined;
  if (parseWhen(to, { ...context, purpose: 'alarm' }) === undefined) return undefined;
  const which =
    it === undefined ? readWhich(groups['from'] ?? groups['which'] ?? '', context) : { latest: true as const };
  return which === undefined ? undefined : { which, to };
}

function isAboutAlarms(last: LastRequest | undefined): boolean {
  return last?.skill.startsWith('alarm-') === true;
}
