/** Roundabout ways of asking for alarms and reminders. */
import { DURATION } from '../../skills/language/duration.js';
import type { Wording } from './wordings-timers.js';

/** Something that is waited for, at the end or before it. */
const TIMED = String.raw`.*\b(?:at (?:\d|noon|midnight|half|quarter)|tomorrow|tonight|in (?:\d+|an?|half an) (?:minutes?|hours?|days?)|on \w+day|every \w+)\b.*`;
const AWAKE = '(?:be (?:up|awake|woken(?: up)?|out of bed)|get up|wake up|get out of bed)';
const CLOCKED = String.raw`((?:(?:at|by|around|before|for|from) )?(?:.*\b(?:\d|noon|half|quarter)).*)`;
export const ALARMS: readonly Wording[] = [
  [
    new RegExp(
      `^(?:make sure|see to it|ensure)(?: that)? i (?:am (?:up|awake|out of bed)|get up|wake up|get out of bed) ${CLOCKED}$`,
    ),
    'wake me up $1',
  ],
  [
    new RegExp(
      `^i (?:must|should|have to|have got to|got to|need to|want to|will have to|would like to)(?: already)? ${AWAKE} ${CLOCKED}$`,
    ),
    'wake me up $1',
  ],
  [
    new RegExp(`^(?:get me out of bed|make me get up|have me up|get me awake|make me wake up) ${CLOCKED}$`),
    'wake me up $1',
  ],
  [
    /^do not let me (?:sleep|lie in|oversleep) (?:past|beyond|longer than|later than|until after|after) (.+)$/,
    'wake me up at $1',
  ],
  [
    /^(?:set|create|make|add|i need|i want|give me)(?: up| me)?(?: an?| the| my)? (?:every ?)?(weekend|weekday|week day|work ?day) alarm (.+)$/,
    'set an alarm $2 every $1',
  ],
  [
    /^(?:set|create|make|add|i need|i want|give me)(?: up| me)?(?: an?| the| my)? (?:daily|everyday|every day) alarm (.+)$/,
    'set an alarm $1 every day',
  ],
  [
    /^(?:hit|press|push|use|do|activate)(?: the| my)? snooze(?: button)?$|^snooze for (?:a (?:bit|while|moment|little(?: while| bit)?)|some time)$/,
    'snooze',
  ],
  [/^let me sleep (?:in |on )?(?:a (?:little|bit|little bit|while|moment) )?(?:longer|more|in)$/, 'snooze'],
  [new RegExp(`^(?:not yet|no)(?: just)? (\\d+ more minutes|${DURATION} (?:more|longer))$`), '$1'],
  [
    /^(?:what (?:alarms|alarm) (?:do i have|are (?:there|set)|is set)|(?:are|do i have|have i got)(?: there)? (?:any )?alarms?(?: set| on)*)(?: (?:for )?(today|tomorrow|tonight))$/,
    'do i have any alarms for $1',
  ],
  [
    /^are any alarms (?:set|on|active)$|^any alarms(?: set| on)?$|^when are you waking me(?: up)?$|^(?:what time|when) am i (?:getting up|waking up)(?: tomorrow)?$/,
    'what alarms do i have',
  ],
  [/^(?:have|let|make) (?:the|my|an) alarm (?:go off|ring|sound|wake me) (.+)$/, 'set an alarm $1'],
  [/^(?:ring|rouse|get) me (?=at \d|at half|at quarter)/, 'wake me up '],
  [/^let me sleep (?:until|till|til) (.+)$/, 'wake me up at $1'],
  [/^do not let me oversleep (?=wake me)/, ''],
  [
    /^((?:tomorrow|today|tonight|(?:on |next |this )?\w+day|at \d|at half|at quarter|in \d|in an?|every|each|early|for tomorrow).*?) (?:please )?((?:wake me|get me up|set (?:an|my|the) alarm)(?: up)?)(?: (.+))?$/,
    '$2 $1 $3',
  ],
];

export const REMINDERS: readonly Wording[] = [
  [
    /^(?:i (?:need|have|want|must|should)(?: to)? remember|remember to remind me|do not forget to remind me|make sure (?:that )?i (?:do not forget|remember)|see that i do not forget|be reminded|(?:i (?:want|need) to|i would like to) be reminded) (to|about|of|that) (?=\S)/,
    'remind me $1 ',
  ],
  [new RegExp(`^make sure (?:that )?i (?!am\\b|get up|wake up)(${TIMED})$`), 'remind me to $1'],
  [new RegExp(`^(?:tell|nudge|ping|prompt|poke|alert|notify) me (?=to ${TIMED}$)`), 'remind me '],
  [/^(?:nudge|ping|prompt|poke|notify) me (?=(?:at|in|on|tomorrow|tonight) .+ (?:to|about) )/, 'remind me '],
  [/^reminder (?=(?:to|about|for|that) )/, 'remind me '],
  [/^(?:put|set|make) (?:a |the )?reminder in (?=(?:for|to|about) )/, 'set a reminder '],
  [
    /^(?:what (?:do i (?:need|want|have)|did i (?:need|want|ask)) to be reminded (?:of|about)|what should i be reminded (?:of|about))$/,
    'what are my reminders',
  ],
  [/^(?:are there )?any reminders(?: (for \w+|today|tomorrow|set))?$/, 'do i have any reminders $1'],
  [
    /^(?:i (?:must|may|can|should) not forget|let me not forget|remember me|reminding me|i better not forget) (?=to )/,
    'remind me ',
  ],
  [/^(?:let me know|tell me) ((?:at|in) (?:\d|noon|half|quarter|an?).*?) (that|to|about) (?=\S)/, 'remind me $1 $2 '],
  [
    /^((?:at|in) (?:\d|noon|half|quarter|an? ).*?) (?:reminding|tell|nudge|ping|please remind) me (?=to |about |that )/,
    '$1 remind me ',
  ],
  [/^(set|create|make|add) (a|the|another) reminder (at .+?) (?:for|of) (?=the |my )/, '$1 $2 reminder $3 about '],
];
