/** How people ask for timers: set, list, cancel, change, and how long they still run. */
import { DURATION, parseDuration } from '../language/duration.js';
import type { LastRequest } from '../skill.js';

export interface TimerSetSlots {
  /** Absent when it was not said. */
  readonly durationMs?: number;
  readonly label?: string;
}

/** Which timers are meant. Nothing given: the only one, or whichever the user chooses. */
export interface TimerQuery {
  readonly label?: string;
  readonly durationMs?: number;
  readonly all?: true;
  /** The one that was just talked about. */
  readonly latest?: true;
}

export interface TimerChangeSlots {
  readonly which: TimerQuery;
  /** So much longer, or shorter below 0. */
  readonly addMs?: number;
  /** So long from now on. */
  readonly toMs?: number;
}

/** A timer of more than a year was misheard. */
const LONGEST_MS = 366 * 86_400_000;
const SET =
  '(?:(?:set|start|create|make|begin|run|add|put on|put|give me|i need|i want|new|set up|set me|have|get me|let us have)(?: up| me| on)? )';
const LABEL = String.raw`[\p{L}\d]+(?: [\p{L}\d]+){0,2}`;
const NAMED = '(?:called|named|labeled|labelled|for)(?: the| my| a)?';
const ARTICLE = '(?:an?other |a |an |1 |the |my )?';

const SET_PATTERNS: readonly RegExp[] = [
  // set a pasta timer for 8 minutes; timer 10 minutes; set a timer for 5 minutes called eggs
  new RegExp(
    `^${SET}?${ARTICLE}(?:(?<label>${LABEL}) )?timer (?:for |of |to |at |in )?(?<time>${DURATION})(?: ${NAMED} (?<name>${LABEL}))?$`,
    'u',
  ),
  // set a timer called eggs for 5 minutes
  new RegExp(`^${SET}?${ARTICLE}timer ${NAMED} (?<name>${LABEL}) (?:for |of )(?<time>${DURATION})$`, 'u'),
  // set a 10 minute pasta timer
  new RegExp(
    `^${SET}?${ARTICLE}(?<time>${DURATION}) (?:(?<label>${LABEL}) )?timer(?: ${NAMED} (?<name>${LABEL}))?$`,
    'u',
  ),
  // time 10 minutes; count down from 30 seconds
  new RegExp(
    `^(?:time|count down(?: from)?|countdown(?: from)?|wake me(?: up)? in|alert me in|ping me in|call me in|set|start) (?<time>${DURATION})(?<! (?:days?|weeks?))$`,
  ),
  // set a pasta timer: for how long?
  new RegExp(`^${SET}${ARTICLE}(?:(?<label>${LABEL}) )?timer(?: ${NAMED} (?<name>${LABEL}))?$`, 'u'),
  /^timer$/,
];

export function parseTimerSet(text: string, last: LastRequest | undefined): TimerSetSlots | undefined {
  const another = isAboutTimers(last) ? parseAnotherTimer(text) : undefined;
  if (another !== undefined) return another;
  if (!/\btimer\b|^(?:time|count|wake|alert|ping|call|set|start)/.test(text)) return undefined;
  for (const pattern of SET_PATTERNS) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const { time, name, label: before } = found.groups ?? {};
    const durationMs = parseDuration(time ?? '');
    if ((time !== undefined && durationMs === undefined) || (durationMs ?? 0) > LONGEST_MS) continue;
    const label = labelOf(name ?? before);
    if (label !== undefined && NOT_A_LABEL.test(label)) continue;
    return {
      ...(durationMs === undefined ? {} : { durationMs }),
      ...(label === undefined ? {} : { label }),
    };
  }
  return undefined;
}

const AND_ANOTHER = new RegExp(
  `^(?:and )?(?:set )?(?:another|an extra|1 more|a second)(?: 1| one| timer)?(?: for| of)? (?<time>${DURATION})(?: ${NAMED} (?<name>${LABEL}))?$|^and (?:a |1 |one )?(?:timer )?for (?<after>${DURATION})(?: ${NAMED} (?<other>${LABEL}))?$`,
  'u',
);

/** "and another for 5 minutes", behind a timer that was set. */
function parseAnotherTimer(text: string): TimerSetSlots | undefined {
  const found = AND_ANOTHER.exec(text)?.groups;
  const durationMs = parseDuration(found?.['time'] ?? found?.['after'] ?? '');
  const label = labelOf(found?.['name'] ?? found?.['other']);
  if (durationMs === undefined) return undefined;
  return { durationMs, ...(label === undefined ? {} : { label }) };
}

/** A label names a thing; a word such as these means that the sentence says something else. */
const NOT_A_LABEL =
  /\b(?:said|set|sat|change|make|turn|cancel|extend|my|a|an|the|i|you|it|is|was|to|of|in|not|no|do|did|about|who|what|why|how|when|if|at|am|pm|tomorrow|alarm|reminder|(?:second|minute|hour|day|week|timer)s?)\b|^\d+$/;

/** Words around a label that name nothing: "the second timer", "a new timer". */
function labelOf(words: string | undefined): string | undefined {
  const label = words?.replace(/^(?:(?:a|an|the|my|new|another|up|me|on|1) ?)+(?=\S|$)/, '').trim();
  return label === undefined || label === '' || /^(?:me|it|that|this|us|please)$/.test(label) ? undefined : label;
}

const LIST =
  /^(?:(?:what|which|how many) timers (?:do i have|are (?:there|running|set|on|active)|have i (?:set|got))(?: set| running| active| on| left)*|(?:list|show|tell|read|check|what are)(?: me)? (?:all )?(?:of )?(?:the |my )?timers|(?:do i have|are there|is there|have i got) (?:any |a )?timers?(?: set| running| on| going)?|my timers)$/;

export function parseTimerList(text: string): object | undefined {
  return LIST.test(text) ? {} : undefined;
}

const WHICH = '(?:(?:the |my |that |this )?(?<which>.+? )?timer)';
const LEFT_PATTERNS: readonly RegExp[] = [
  new RegExp(
    `^(?:how much|what) (?:more )?time (?:is |do i have |have i got |does the timer have |remains|is there )?(?:left|remaining|still left)?(?: (?:on|for|in|of) ${WHICH})?$`,
  ),
  new RegExp(
    `^how (?:long|much longer|much time) (?:is |do i have |until |till |before |does )?(?:left|remaining|there)?(?: ?(?:on|for|in|of|until|till) )?${WHICH}(?: is| goes| rings?| have| has)?(?: left| remaining| done| over| off| up)?$`,
  ),
  /^how (?:long|much longer|much more time)(?: (?:is |do i have )?(?:left|remaining))?$/,
  new RegExp(
    `^(?:(?:the )?(?:time |remaining time )(?:left|remaining)?|check|when (?:is|does|will)|status of|what is left|how is) ?(?:(?:on|for|of) )?${WHICH}(?: done| over| end| ring| go off| ready| finish| up| doing)?$`,
  ),
  /^(?:time left|time remaining|remaining time)$/,
];
const LEFT_OF_IT =
  /^(?:and )?(?:how (?:long|much longer|much time)(?: (?:is|does|has|will))?(?: (?:it|that))(?: (?:left|still|to go|have|take|got|run|last))*|how (?:long|much longer|much time)(?: is)? left on (?:it|that)|when (?:is it (?:done|over|ready)|does it (?:ring|end|finish)|will it (?:ring|end|be done)))$/;

export function parseTimerLeft(text: string, last: LastRequest | undefined): TimerQuery | undefined {
  if (isAboutTimers(last) && LEFT_OF_IT.test(text)) return { latest: true };
  for (const pattern of LEFT_PATTERNS) {
    const match = pattern.exec(text);
    if (match === null || text === 'how long' || !/left|remain|longer|timer/.test(text)) continue;
    return queryOf(match.groups?.['which'], text);
  }
  return undefined;
}

const CANCEL = new RegExp(
  `^(?:cancel|stop|delete|remove|clear|end|kill|turn off|switch off|silence|dismiss|forget|get rid of) (?:(?:all|every|both)(?: of)? )?(?:${WHICH}s?|(?:the |my )?timers)(?: called (?<name>${LABEL}))?$`,
  'u',
);
const CANCEL_IT =
  /^(?:cancel|stop|delete|remove|clear|end|turn off|kill) (?:it|that|this|that 1|the last (?:1|one)|that timer|it again)$/;

export function parseTimerCancel(text: string, last: LastRequest | undefined): TimerQuery | undefined {
  if (isAboutTimers(last) && CANCEL_IT.test(text)) return { latest: true };
  const match = CANCEL.exec(text);
  return match === null ? undefined : queryOf(match.groups?.['name'] ?? match.groups?.['which'], text);
}

const IT = `(?:it|that|${WHICH})`;
const LONGER: readonly RegExp[] = [
  new RegExp(`^(?:add|put)(?: another| an extra)? (?<time>${DURATION})(?: more)? (?:to|on|onto) ${IT}$`),
  new RegExp(`^(?:extend|increase|lengthen|prolong) ${IT} by(?: another)? (?<time>${DURATION})$`),
];
const SHORTER: readonly RegExp[] = [
  new RegExp(`^(?:shorten|reduce|decrease|cut) ${IT} by (?<time>${DURATION})$`),
  new RegExp(`^(?:take|subtract|remove|cut) (?<time>${DURATION}) (?:off|from|away from) ${IT}$`),
];
const INSTEAD = new RegExp(
  `^(?:change|make|adjust|update|reset|switch) ${IT}(?: (?:to|for|last|run))? (?<time>${DURATION})$`,
);
const MORE = new RegExp(`^(?:add(?: another)? |and |give it |another )*(?<time>${DURATION})(?: more| longer| extra)?$`);

export function parseTimerChange(said: string, last: LastRequest | undefined): TimerChangeSlots | undefined {
  const isKnown = isAboutTimers(last);
  const text = said.replace(/(?<=\b(?:\d+|an?|half an?)) more (\w+)/, ' $1 more');
  const read = (pattern: RegExp): { readonly which: TimerQuery; readonly ms: number } | undefined => {
    const groups = pattern.exec(text)?.groups;
    const ms = parseDuration(groups?.['time'] ?? '');
    if (groups === undefined || ms === undefined || ms > LONGEST_MS) return undefined;
    if (/\btimers?\b/.test(text)) return { which: queryOf(groups['which'], ''), ms };
    return isKnown ? { which: { latest: true }, ms } : undefined;
  };
  const changed = read(INSTEAD);
  if (changed !== undefined) return { which: changed.which, toMs: changed.ms };
  const longer = read(LONGER[0] ?? MORE) ?? read(LONGER[1] ?? MORE) ?? (isMore(text) ? read(MORE) : undefined);
  if (longer !== undefined) return { which: longer.which, addMs: longer.ms };
  const shorter = read(SHORTER[0] ?? MORE) ?? read(SHORTER[1] ?? MORE);
  return shorter === undefined ? undefined : { which: shorter.which, addMs: -shorter.ms };
}

/** A bare stretch of time says nothing. */
function isMore(text: string): boolean {
  return /\b(?:more|longer|extra|add|another)\b/.test(text);
}

function isAboutTimers(last: LastRequest | undefined): boolean {
  return last?.skill.startsWith('timer-') === true;
}

function queryOf(which: string | undefined, text: string): TimerQuery {
  if (/\b(?:all|every|both|timers)\b/.test(text)) return { all: true };
  const words = (which ?? '').trim();
  const durationMs = parseDuration(words);
  if (durationMs !== undefined) return { durationMs };
  const label = labelOf(words);
  if (label === 'last' || label === 'latest' || label === 'newest') return { latest: true };
  return label === undefined ? {} : { label };
}
