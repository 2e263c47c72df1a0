/** Words that sound like those meant, where the words around them leave no doubt; numbers where a number must stand. */
import { zoneOf } from '../../skills/language/places.js';
import { unitOf } from '../../skills/language/units.js';

type SoundAlike = readonly [heard: RegExp, meant: string];

const TIME_UNIT = '(?:minutes?|seconds?|hours?|mins?|secs?|days?|weeks?)';
const HALF_DAY = '(?:[ap] ?m|o ?clock)';
const NUMBERS: Readonly<Record<string, string>> = {
  ...{ won: '1', to: '2', too: '2', tree: '3', free: '3', for: '4', fore: '4', fife: '5', sex: '6', sics: '6' },
  ...{ sicks: '6', ate: '8', nein: '9', tin: '10', tan: '10' },
};
const AS_NUMBER = Object.keys(NUMBERS).join('|');
/** Where only a number can stand. */
const NUMBER_PLACES: readonly RegExp[] = [
  // "for for minutes", "in to hours"; "for minutes" alone says no number
  new RegExp(
    `(?<=\\b(?:for|of|in|by|at|timer|another|about|every) )(${AS_NUMBER})(?= (?:more )?(?:${TIME_UNIT}|${HALF_DAY}|percent)\\b)`,
    'g',
  ),
  new RegExp(`\\b(ate|won|tree|fife|sex|sics|sicks|nein|tin)(?= (?:${TIME_UNIT}|${HALF_DAY})\\b)`, 'g'),
  new RegExp(
    `(?<=\\b(?:plus|minus|times|by|percent of|square root of|add|power of) )(${AS_NUMBER})(?= (?:plus|minus|times|divided|multiplied|and|percent|squared)\\b|$)`,
    'g',
  ),
  new RegExp(
    `(?<=^(?:what is |how much is |calculate |)(?:the )?)(${AS_NUMBER})(?= (?:plus|minus|times|divided by|multiplied by|percent of|squared)\\b)`,
    'g',
  ),
  new RegExp(
    `(?<=\\b(?:at|past|before|until|till|alarm for|me up) )(${AS_NUMBER})(?= (?:tomorrow|tonight|today|in the)\\b|$)`,
    'g',
  ),
  new RegExp(`(?<=^(?:roll|throw|flip|toss) )(${AS_NUMBER})(?= (?:dice|coins|[^ ]+ sided)\\b)`, 'g'),
];

const AT_START: readonly SoundAlike[] = [
  [
    /^(?:sett?(?:er|le|up|in|ing|y)?|sad|cent|seat|suit|sort|saint|sept|sedate|city|settling|setup|just set|step) (?:(?:an?|the|it|of|up|on|in) )*(?=(?:timer|alarm)\b|\d+ (?:minute|hour|second)s? )/,
    'set a ',
  ],
  [
    /^(?:and|at|had|ad|an|adds|added|end|i need) (.+) (?:for|from|or|of|at) (?=(?:the|my|our)? ?(?:shopping|grocery|to do|packing)? ?list$)/,
    'add $1 to ',
  ],
  [/^(?:invert|converts|convent|concert|covert|converse) (?=\d)/, 'convert '],
  [/^(?:sick|stuck|stink) (?=.+ on (?:the|my) .*list$)/, 'stick '],
  [/^(wake me up|wake me|get me up|get me out of bed) in (?=\d+(?: tomorrow| in the|$))/, '$1 at '],
  [/^wake me up in half /, 'wake me up at half '],
  [/^will it (?:ring|reign|rein|range|train|drain|raid)(?= |$)/, 'will it rain'],
  [/^roll with (?=\d+ sided)/, 'roll a '],
  [/^(?:it is|press|hit|its|the) (?:news|snooze|new)(?= |$)/, 'snooze'],
  [/^snooze of (?=the alarm)/, 'snooze '],
  [/^(?:said|sat|sit|sent|that|send|sad|sets|setting) (?=an? |the |my |\d|timer|in alarm|on alarm)/, 'set '],
  [
    /^(?:set|said|sat|sit|start) (?:of|off|in|on|and|up|as|her|our|add|or|at) (?=(?:[^ ]+ )?(?:timer|alarm|reminder)\b|\d+ (?:minute|second|hour))/,
    'set a ',
  ],
  [/^(?:what|what is|watch) (?:times|time) (?:is it|it is|is that|as it|is this|is at)$/, 'what time is it'],
  [/^what time (?:is|as|his) (?:in|it in|at in|eating|it and|it at) /, 'what time is it in '],
  [
    /^(?:watt|what|wet|wats|wat|once|watch|whats|but) (?:is |the (?=time|date|day|weather)|(?=the (?:time|date|day|weather)))/,
    'what is ',
  ],
  [/^what (?:is )?the (time|date|day|weather) (?:is it|it is)$/, 'what is the $1'],
  [/^how to you /, 'how do you '],
  [/^(?:at|had|ad|and|an|adds|added|that) (?=.+ (?:to|on|onto) (?:the|my|our) .*(?:list|timer)$)/, 'add '],
  [/^(?:at|had|ad|add) (\d+) (?:in|an|and|to) (\d+)$/, 'add $1 and $2'],
  [/^(?:whether|wether|wetter|feather|weathers) (?=forecast|report|in |for |tomorrow|today)/, 'weather '],
  [/^rollers? (?=dye|die|dice)/, 'roll a '],
  [/^(?:role|roles|rolled|rule|row|raw|roll of) (?=an? |the |\d+ (?:dice|die|d))/, 'roll '],
  [
    /^(?:counsel|council|cancelled|canceled|cancels|counsels|console|can sell|counts all|count so|counselled|canceling|castle) (?=the |my |all |that |timer|alarm|every )/,
    'cancel ',
  ],
  [
    /^(?:wait|weight|way|weak|woke|work|wick|make|wakes|week|waken) me (?:up|app|of|off) (?=at |in |tomorrow|on |by |with |\d|add )/,
    'wake me up ',
  ],
  [/^wake me up (?:with|and|as|add|it|that|had|the) (?=\d|half|quarter)/, 'wake me up at '],
  [
    /^(?:remain|remained|remains|rewind|reminds|reminded|remand|remined|reminder|remove|mind|remine|remote) (?:me|be|my|mean) (?=to |about |in |at |tomorrow|on |tonight)/,
    'remind me ',
  ],
  [/^remind (?:be|my|mean|him|the) (?=to |about |in \d|at \d|tomorrow)/, 'remind me '],
  [/^(?:reed|red|rid|lead|weed|reads|reading) (?=(?:me )?(?:the|my|our|out) )/, 'read '],
  [/^(?:move|we move|removed|remoove|removes|remote|improve) (?=.+ from (?:the|my|our) .*list$)/, 'remove '],
  [
    /^(?:turned|turns|turning|term|tern|churn|torn|tune|tone|turner|done) (?=(?:on|off|of|up|down) |(?:the|my) .* (?:on|off|up|down)$)/,
    'turn ',
  ],
  [/^(?:which|switched|swish|stitch|switches) (?=(?:on|off) )/, 'switch '],
  [/^(switch|change) (?:the|two|too|2|for) (?=(?:low|high|balanced|fast)\b)/, '$1 to '],
  [
    /^(?:flipper|flip her|slip a|flick a|clip a|flip are|flipped a|flips a|lip a|flip the|flip of|flip up) (?:coin|coins)$/,
    'flip a coin',
  ],
  [
    /^(?:tell|told|till|tall|tells) me (a|another|your best) (?:yoke|choke|jock|joe|jo|jokes|joked|juke|yolk|job|duck)$/,
    'tell me $1 joke',
  ],
  [/^(?:til|till|tall|tells|told|tail|tel) me (?=an? |the |my |another |what )/, 'tell me '],
  [
    /^(?:moot|mewed|newt|meet|mood|mutes|muted|mute|new|mew) (?:yourself|herself|your self|himself|itself|yourselves)$/,
    'mute yourself',
  ],
  [/^(?:stopp|stahp|stopped|stomp|stoop|stap|stopping|stopper|stops)(?= |$)/, 'stop'],
];

const ANYWHERE: readonly SoundAlike[] = [
  [/(\d+ (?:hours?|minutes?)) (?:in|an|end|at|then) (?=\d+ (?:minutes?|seconds?)\b)/g, '$1 and '],
  [/^(set|start) (?:at|in|on|and|of|her|our|up|or) (?=\d+ (?:minute|hour|second))/g, '$1 a '],
  [/^(set|start) (?:the|a) [^ ]+ of (?=time )/g, '$1 a '],
  [/\b(timer?) (?:for|of) (?:the|like|are|her|or|our) (?=\d)/g, '$1 for '],
  [/\b(?:wait|weight|wick|week) (?=me (?:up|at|in|again|tomorrow)\b)/g, 'wake '],
  [/\bshopping (?:place|fork|this|let|lips?|least|lest)$/g, 'shopping list'],
  [
    /(?<=^(?:set|schedule|make|create|cancel|add|i need) )(?:(?:on|in|an?|the|my|of) )*(?:long|lamb|llama|larm|arm|alone|lawn|along|law|loan|lam|lom|alert|lamp|arms)(?: term)? (?=(?:for|at|to) (?:\d|half|quarter|noon|tomorrow)|tomorrow at)/g,
    'an alarm ',
  ],
  [/(?<=\b(?:alarm|up|me) (?:for|at|by) )(\d+)(?:st|nd|rd|th)(?= tomorrow| today| in the|$)/g, '$1'],
  [/\btime (?:it|is|or|her|are) (?=(?:done|over|finished|up)(?: yet)?$)/g, 'timer '],
  [/(?<=^set (?:another |a )?)time (?:of|for) (?=the .*\d)/g, 'timer for '],
  // "ten, no, twelve minutes", with the "no" heard as something else
  [
    new RegExp(
      `\\b\\d+(?: ${TIME_UNIT})? (?:minus )?(?:0|oh|know|now|nah|knows|note) (?:minus )?(?=\\d+ (?:${TIME_UNIT}|[ap] ?m)\\b)`,
      'g',
    ),
    '',
  ],
  [
    /\b(?:time|times|tamer|time or|time are|tie mer|tie more|time up|time her|time a|time of|timers|tim or|timber|tymer|dimer|taimer|tire|time ago) (?=(?:for|of|to|4) (?:an? |half |\d))/g,
    'timer ',
  ],
  [
    /(?<=^(?:cancel|stop|delete|remove|pause) (?:the|my) )(?:time|times|time her|time or|time are|tie mer|timber|tire|tamer)$/g,
    'timer',
  ],
  [/\btimer (?:4|to|2|fur|four|foot|force|full) (?=(?:an? |half |\d))/g, 'timer for '],
  [/\b(alarm) (?:4|four|fore|fur|from|of|full) (?=\d|half|quarter|noon|tomorrow)/g, '$1 for '],
  [
    /\b(?:alarms|a alarm|in alarm|on alarm|and alarm|an arm|and arm|along|the larm) (?=(?:for|at) (?:\d|half|quarter|noon))/g,
    'an alarm ',
  ],
  [/\b(?:squirt|squared|square) (?:root|route|rude|roots|wrote) (?:of|off|or) /g, 'square root of '],
  [
    /\b(?:flip|toss) (?:a|the) (?:corn|coil|coyne|koi?n|quine|coy|koi|cone|coins|kind|quoin|point|going)(?= please$|$)/g,
    'flip a coin',
  ],
  [/\broll (?:a|the) (?:dye|dyes|dice|guy|dies|dime|day|tie)(?: (?:please|pays))?$/g, 'roll a die'],
  [
    /(?<=^(?:what|how) (?:is|will) the )(?:whether|wetter|feather|wether|leather|wither|weathers|better|weather's)(?= |$)/g,
    'weather',
  ],
  [
    /(?<=^(?:what is |tell me )(?:the )?)(today|tomorrow|yesterday)s? (?:is )?(?:debate|dade|dated|dates|data|gate|state|bait|dave)$/g,
    '$1 date',
  ],
  [/\b(how (?:do|does|would|can) (?:you|i|we)) (?:spelled|smell|spelt|spells|spel)(?= )/g, '$1 spell'],
  [/ (?:least|lest|lift|lists|listen|last|lust)$/g, ' list'],
  [
    /(?<=^|\b(?:my|the|our) )(?:chopping|shop in|shocking|hopping|shipping|stopping|shoping|dropping) (?=list$)/g,
    'shopping ',
  ],
];

const HEADS =
  'set add put remove delete cancel stop start turn switch open close lock unlock dim read show tell give play wake remind convert roll flip toss spell mute clear take make'.split(
    ' ',
  );
/** "reminding me", "turned on", "adds milk": a request is made in the plain form. */
const HEAD = /^[a-z]+(?:s|ed|ing)(?= )/;
/** "You'll get me up at 6": no request begins so, and recognisers hear it in the breath before. */
const CALLED_UPON = new RegExp(
  `^(?:you will|you would|you can|you could|if you|it you|you|and|but|so|the|a) (?=(?:${HEADS.join('|')}|get me) )`,
);

function headOf(word: string): string {
  const stem = word.replace(/(?:s|ed|ing)$/, '');
  return (
    HEADS.find(
      (head) => head === stem || `${head}e` === stem || head === `${stem}e` || `${head}${head.at(-1) ?? ''}` === stem,
    ) ?? word
  );
}

/** The same with words put right; `said` itself where none sounds like another. */
export function replaceSoundAlikes(said: string): string {
  let text = said;
  for (const place of NUMBER_PLACES) text = text.replace(place, (word) => NUMBERS[word] ?? word);
  // What stands inside may tell what the start was, and the other way round.
  for (const [heard, meant] of [...ANYWHERE, ...AT_START, ...ANYWHERE]) text = text.replace(heard, meant);
  text = text.replace(CALLED_UPON, '').replace(HEAD, (word) => headOf(word));
  return inUnits(toPlace(text.replaceAll(/ {2,}/g, ' ').trim()));
}

/** "In the Paris": a town has no article, but a recogniser hears one. */
function toPlace(text: string): string {
  const [, before = '', place = ''] = /^(.+ (?:in|for|at)) the ([a-z]+(?: [a-z]+)?)$/.exec(text) ?? [];
  return place !== '' && zoneOf(place, 'exact') !== undefined ? `${before} ${place}` : text;
}

/** "12 inches and centimeters": between two units there is an "in". */
function inUnits(text: string): string {
  const words = text.split(' ');
  for (let count = Math.min(3, words.length - 3); count > 0; count--) {
    const at = words.length - count - 1;
    if (!/^(?:and|an|end|2|too|to|on|at|any|is|than)$/.test(words[at] ?? '')) continue;
    const [to, from] = [words.slice(at + 1).join(' '), words[at - 1] ?? ''];
    // "6 foot 2 inches" is a quantity of its own.
    if (words[at] === '2' && words[0] !== 'convert') continue;
    if (unitOf(to) !== undefined && unitOf(from) !== undefined && /\d| an? /.test(text))
      return `${words.slice(0, at).join(' ')} in ${to}`;
  }
  // The "in" between two units may be lost altogether.
  const [last = '', before = ''] = [words.at(-1), words.at(-2)];
  const isBare = /\d/.test(text) && before !== 'in' && unitOf(last) !== undefined && unitOf(before) !== undefined;
  return isBare && /^(?:what|how|convert|\d)/.test(text) ? `${words.slice(0, -1).join(' ')} in ${last}` : text;
}
