/** Roundabout ways of asking for timers, and of doing without what rings. */
import { DURATION } from '../../skills/language/duration.js';

/** What was said, and what it comes to in plain words. */
export type Wording = readonly [said: RegExp, plain: string];

const LABEL = String.raw`[\p{L}]+(?: [\p{L}]+)?`;
const TIMER = '((?:the|my|that|this) (?:[^ ]+ ){0,3}?timer)';
const RINGER = String.raw`((?:[^ ]+ ){0,3}?(?:timers?|alarms?|reminders?|wake up call)\b.*)`;
export const TIMERS: readonly Wording[] = [
  [
    /^(?:can|could|may|might) (?:i|we) (?:please )?(?:have|get) (an? .*\b(?:timer|alarm|reminder|joke|number|coin)\b.*)$/,
    'give me $1',
  ],
  [/^(?:need|want) (an? .*\b(?:timer|alarm|reminder)\b.*)$/, 'i need $1'],
  [/^(?:get|have) (an? .*timer) (?:going|running|started) ?(.*)$/, 'set $1 $2'],
  [/^(?:put|turn|switch) (an? .*timer) on(?: for)? (.+)$/, 'set $1 for $2'],
  [/^(?:do|turn on|switch on|get) (an? .*timer.*)$/, 'set $1'],
  [new RegExp(`^(.*timer.* ${DURATION}) from now$`), '$1'],
  [new RegExp(`^time me (?:for )?(${DURATION})$`), 'set a timer for $1'],
  [
    new RegExp(`^(?:let me know|tell me|notify me|buzz me|alert me|give me a shout) (?:in|after) (${DURATION})$`),
    'set a timer for $1',
  ],
  [
    new RegExp(
      `^(?:let me know|tell me|notify me|buzz me|alert me|say) when (?:the )?(${DURATION}) (?:are|is|have|has) (?:up|over|passed|gone|elapsed|gone by)$`,
    ),
    'set a timer for $1',
  ],
  [new RegExp(`^(?:put )?(${DURATION}) on the clock$`), 'set a timer for $1'],
  [new RegExp(`^(?:time|give me|count) (${DURATION}) for (?:the|my|some) (${LABEL})$`, 'u'), 'set a $2 timer for $1'],
  [
    new RegExp(
      `^(?:the|my|our) (${LABEL}) needs? (?:an?|another) (?:timer (?:for|of) )?(${DURATION})(?: timer)?$`,
      'u',
    ),
    'set a $1 timer for $2',
  ],
  [
    new RegExp(
      `^(?:set|start|i need|give me)(?: an?| another| the)? timer for (?:the|my|some) (${LABEL}) (${DURATION})$`,
      'u',
    ),
    'set a $1 timer for $2',
  ],
  [
    new RegExp(
      `^(?:give me |i need |i want |let me have |add |put )?(?:another |an extra )?(${DURATION}) (?:more |extra )?(?:on|to|onto|for) ${TIMER}$`,
    ),
    'add $1 to $2',
  ],
  [
    new RegExp(`^(?:give me |i need |i want |let me have |add |put )?(\\d+) more (\\w+) (?:on|to|onto|for) ${TIMER}$`),
    'add $1 $2 to $3',
  ],
  [new RegExp(`^give ${TIMER} (?:another |an extra )?(${DURATION})(?: more| longer| extra)?$`), 'add $2 to $1'],
  [new RegExp(`^give ${TIMER} (\\d+) more (\\w+)$`), 'add $2 $3 to $1'],
  [
    new RegExp(`^(?:extend|prolong|lengthen) ${TIMER} (?:for|by|with) (?:another )?(\\d+) more (\\w+)$`),
    'extend $1 by $2 $3',
  ],
  [new RegExp(`^(?:extend|prolong|lengthen) ${TIMER} (?:for|with) (?:another )?(${DURATION})$`), 'extend $1 by $2'],
  [new RegExp(`^make ${TIMER} (${DURATION}) longer$`), 'extend $1 by $2'],
  [new RegExp(`^make ${TIMER} (${DURATION}) shorter$`), 'shorten $1 by $2'],
  [new RegExp(`^(?:set|put|turn) ${TIMER} back to (${DURATION})$`), 'change $1 to $2'],
  [
    /^how many (?:more )?(?:minutes|seconds|hours)(?: (?:are|is|do i have|have i got|are there))?(?: (?:left|remaining|to go))?(?: still)? (?:on|for|in|of) ((?:the |my )?(?:[^ ]+ )?timer)$/,
    'how much time is left on $1',
  ],
  [
    /^how many (?:more )?(?:minutes|seconds|hours)(?: (?:are|is|do i have|have i got|are there))? (?:left|remaining|to go)$/,
    'how much time is left',
  ],
  [
    /^(?:is|has|are) ((?:the |my )?(?:[^ ]+ )?timer) (?:(?:nearly|almost|about|already|finally|close to) )?(?:done|over|up|finished|ready|through|ended|expired|gone off|run out|being done)(?: yet| already| now| soon)?$/,
    'how much time is left on $1',
  ],
  [new RegExp(`^how long (?:has|does) ${TIMER} (?:got|have)(?: left| to go| to run)?$`), 'how much time is left on $1'],
  [
    new RegExp(`^(?:where is ${TIMER} at|(?:what is the )?(?:status|state) of ${TIMER}|check on ${TIMER})$`),
    'how much time is left on $1$2$3',
  ],
  [
    /^(?:are (?:there )?any|any) timers(?: (?:running|on|set|going|active|left))*$|^tell me (?:what|which) timers (?:i have|are (?:on|running|set))$/,
    'list my timers',
  ],
  [new RegExp(`^start counting down (?:from )?(${DURATION})$`), 'set a timer for $1'],
  [
    new RegExp(
      `^(?:give me|set|start|do|i need|make)(?: an?| the)? (${DURATION}) (?:warning|countdown|count down|alert)$`,
    ),
    'set a timer for $1',
  ],
  [
    new RegExp(
      `^(?:set|start|make|give me|do)(?: an?| the)? (?:countdown|count down|stopwatch|clock) (?:for|of|from|to) (${DURATION})$`,
    ),
    'set a timer for $1',
  ],
  [new RegExp(`^(${DURATION}) (?:starting|beginning|from) now$`), 'set a timer for $1'],
  [
    new RegExp(
      `^(?:ring|beep|buzz|go off|sound off|ding)(?: me)? in (${DURATION})$|^in (${DURATION}) (?:ring|beep|buzz|go off|ding)(?: me)?$`,
    ),
    'set a timer for $1$2',
  ],
  [new RegExp(`^set (?:1|one|it|another|another 1) for (${DURATION})$`), 'set a timer for $1'],
  [
    new RegExp(`^for (?:the|my|some) (${LABEL}) (?:please )?(?:set|start) a timer (?:for|of) (${DURATION})$`, 'u'),
    'set a $1 timer for $2',
  ],
  [
    new RegExp(
      `^(?:i am|we are) (?:making|cooking|baking|boiling|brewing|frying|roasting|steaming) (?:the |some |an? )?(?:${LABEL}) (?:so |and )?(?=(?:set|start) a.* timer)`,
      'u',
    ),
    '',
  ],
  [new RegExp(`^make ${TIMER} longer by (${DURATION})$`), 'extend $1 by $2'],
  [new RegExp(`^make ${TIMER} shorter by (${DURATION})$`), 'shorten $1 by $2'],
  [
    new RegExp(`^${TIMER} needs? (?:another )?(?:(${DURATION})(?: more| longer)?|(\\d+) more (\\w+))$`),
    'add $2$3 $4 to $1',
  ],
  [
    new RegExp(
      `^(?:let|have|keep) ${TIMER} (?:run|running|go|going) (?:for )?(?:another )?(${DURATION})(?: longer| more)?$`,
    ),
    'add $2 to $1',
  ],
  [
    new RegExp(`^(?:stretch|push(?: back)?|delay|postpone|bump|bump up) ${TIMER} (?:back )?(?:by|for) (${DURATION})$`),
    'extend $1 by $2',
  ],
  [new RegExp(`^(?:change|set|make) ${TIMER} (?:to|for) (${DURATION}) instead$`), 'change $1 to $2'],
  [
    /^timer status$|^(?:what does|how does) (?:the|my) timer (?:say|look)$|^how far (?:along )?is (?:the|my) timer$|^(?:do i|is there)(?: have)? much time left on (?:the|my) timer$/,
    'how much time is left on the timer',
  ],
  [/^tell me (?=how (?:much time|long|many minutes) (?:is|are) left\b)/, ''],
  [
    /^how (?:long|much time|many minutes) (?:does|do|is|will) ((?:the|my) (?:[^ ]+ ){0,2}timer) (?:(?:still|yet) )?(?:have|run|running|go|need|be running)(?: left| to go| on| for| still)*$/,
    'how much time is left on $1',
  ],
  [
    /^how (?:long|many (?:more )?minutes) (?:until|till|before) ((?:the|my) (?:[^ ]+ ){0,2}timer) (?:goes off|rings|is done|ends|is up|is over|beeps)$/,
    'how much time is left on $1',
  ],
  [
    /^how long (?:has|does|do) (?:the|my) ([^ ]+) (?:got left|have left|still need|still have)$/,
    'how much time is left on the $1 timer',
  ],
];

export const CANCELLED: readonly Wording[] = [
  [
    new RegExp(
      `^(?:(?:i|we) (?:do not|no longer|will not) need|(?:there is )?no need for|(?:i|we) can do without) (?:the|my|an?|any|that|this) ${RINGER}$`,
    ),
    'cancel the $1',
  ],
  [
    new RegExp(
      `^(?:never ?mind|forget(?: about)?|scrap|drop|abort|skip|ditch|lose|call off|undo|no) (?:about )?(?:the |my |that |this )?((?:tomorrows? |\\d+ ?[ap]m |[^ ]+ )?(?:timers?|alarms?|reminders?)\\b.*)$`,
    ),
    'cancel the $1',
  ],
  [/^(?:turn|switch|shut) ((?:the|my|that|this|all) .*(?:timers?|alarms?)) off(?: (.+))?$/, 'cancel $1 $2'],
  [/^(cancel .*?)(?: any ?more| any longer| now| already| right now)$/, '$1'],
  [
    /^((?:cancel|stop|delete|remove|kill|end) (?:the|my|that|all|every)?.*\b(?:timers?|alarms?|reminders?)) (?:now|already|right now|any ?more)$/,
    '$1',
  ],
  [
    /^(?:cancel|stop|delete|remove|turn off|kill) (?:the|my) timer (?:for|on) (?:the |my )?(.+)$/,
    'cancel the $1 timer',
  ],
  [/^you (?:do not have to|do not need to|need not|can stop) (wake|waking|remind|reminding)\b/, 'do not $1'],
  [/^(?:there is )?no need to (wake|remind)\b/, 'do not $1'],
  [/^(?:stop|quit|do not) reminding me\b/, 'do not remind me'],
  [/^(?:stop|do not) (?:waking|wake) me(?: up)? ((?:today|tomorrow|on \w+day|at \d.*|for .+))$/, 'cancel the alarm $1'],
  [/^cancel (?:the |my )?wake up call\b/, 'cancel the alarm'],
];
