/** Timers: set, list, cancel, and how long they still run. */
import type { TimerQuery } from '../../../pipeline/intent.js';
import { DURATION, parseDuration } from '../duration.js';
import type { Rule } from './rule.js';

/** A timer of more than a year was misheard. */
const LONGEST_MS = 366 * 86_400_000;
const SET =
  '(?:(?:set|start|create|make|begin|run|add|put on|put|give me|i need|i want|new|set up|set me|have)(?: up| me| on)? )';
const LABEL = '[\\p{L}\\d]+(?: [\\p{L}\\d]+){0,2}';
const NAMED = '(?:called|named|labeled|labelled|for)(?: the| my| a)?';

const SET_PATTERNS: readonly RegExp[] = [
  // set a pasta timer for 8 minutes; timer 10 minutes; set a timer for 5 minutes called eggs
  new RegExp(
    `^${SET}?(?:an?other |a |an |the |my )?(?:(?<label>${LABEL}) )?timer (?:for |of |to |at )?(?<time>${DURATION})(?: ${NAMED} (?<name>${LABEL}))?$`,
    'u',
  ),
  // set a timer called eggs for 5 minutes
  new RegExp(`^${SET}?(?:a |the |my )?timer ${NAMED} (?<name>${LABEL}) (?:for |of )(?<time>${DURATION})$`, 'u'),
  // set a 10 minute pasta timer
  new RegExp(
    `^${SET}?(?:a |an |the |my |another )?(?<time>${DURATION}) (?:(?<label>${LABEL}) )?timer(?: ${NAMED} (?<name>${LABEL}))?$`,
    'u',
  ),
  // time 10 minutes; count down from 30 seconds
  new RegExp(
    `^(?:time|count down(?: from)?|countdown(?: from)?|wake me(?: up)? in|alert me in|ping me in|call me in) (?<time>${DURATION})$`,
    'u',
  ),
];

const set: Rule = (text) => {
  for (const pattern of SET_PATTERNS) {
    const groups = pattern.exec(text)?.groups;
    const durationMs = parseDuration(groups?.['time'] ?? '');
    if (durationMs === undefined || durationMs > LONGEST_MS) continue;
    const label = labelOf(groups?.['name'] ?? groups?.['label']);
    if (label !== undefined && NOT_A_LABEL.test(label)) continue;
    return { name: 'timer-set', slots: { durationMs, ...(label === undefined ? {} : { label }) } };
  }
  return undefined;
};

/** A label names a thing; a word such as these means that the sentence says something else. */
const NOT_A_LABEL =
  /\b(?:said|set|sat|a|an|the|i|you|it|is|was|to|of|in|not|no|do|did|about|who|what|why|how|when|if)\b/;

/** Words around a label that name nothing: "the second timer", "a new timer". */
function labelOf(words: string | undefined): string | undefined {
  const label = words?.replace(/^(?:(?:a|an|the|my|new|another|up|me|on|1) ?)+(?=\S|$)/, '').trim();
  return label === undefined || label === '' || /^(?:me|it|that|this|us|please)$/.test(label) ? undefined : label;
}

const LIST =
  /^(?:(?:what|which|how many) timers (?:do i have|are (?:there|running|set|on|active)|have i (?:set|got))(?: set| running| active| on| left)*|(?:list|show|tell|read|check|what are)(?: me)? (?:all )?(?:of )?(?:the |my )?timers|(?:do i have|are there|is there) (?:any |a )?timers?(?: set| running| on)?|my timers)$/;

const list: Rule = (text) => (LIST.test(text) ? { name: 'timer-list', slots: {} } : undefined);

const WHICH = `(?:(?:the |my |that |this )?(?<which>.+? )?timer)`;
const LEFT_PATTERNS: readonly RegExp[] = [
  new RegExp(
    `^(?:how much|what) (?:more )?time (?:is |do i have |have i got |does the timer have |remains|is there )?(?:left|remaining|still left)?(?: (?:on|for|in|of) ${WHICH})?$`,
  ),
  new RegExp(
    `^how (?:long|much longer|much time) (?:is |do i have |until |till |before |does )?(?:left|remaining|there)?(?: ?(?:on|for|in|of|until|till) )?${WHICH}(?: is| goes| rings?| have| has)?(?: left| remaining| done| over| off| up)?$`,
  ),
  /^how (?:long|much longer|much more time)(?: (?:is |do i have )?(?:left|remaining))?$/,
  new RegExp(
    `^(?:(?:the )?(?:time |remaining time )(?:left|remaining)?|check|when (?:is|does|will)|status of|what is left) ?(?:(?:on|for|of) )?${WHICH}(?: done| over| end| ring| go off| ready| finish| up)?$`,
  ),
  /^(?:time left|time remaining|remaining time)$/,
];

const left: Rule = (text) => {
  for (const pattern of LEFT_PATTERNS) {
    const match = pattern.exec(text);
    if (match !== null && text !== 'how long' && /left|remain|longer|timer/.test(text))
      return { name: 'timer-left', slots: queryOf(match.groups?.['which'], text) };
  }
  return undefined;
};

const CANCEL = new RegExp(
  `^(?:cancel|stop|delete|remove|clear|end|kill|turn off|switch off|silence|dismiss|forget|get rid of) (?:(?:all|every|both)(?: of)? )?(?:${WHICH}s?|(?:the |my )?timers)$`,
);

const cancel: Rule = (text) => {
  const match = CANCEL.exec(text);
  return match === null ? undefined : { name: 'timer-cancel', slots: queryOf(match.groups?.['which'], text) };
};

function queryOf(which: string | undefined, text: string): TimerQuery {
  if (/\b(?:all|every|both|timers)\b/.test(text)) return { all: true };
  const words = (which ?? '').trim();
  const durationMs = parseDuration(words);
  if (durationMs !== undefined) return { durationMs };
  const label = labelOf(words);
  return label === undefined ? {} : { label };
}

export const timerRules: readonly Rule[] = [set, list, left, cancel];
