/** Roundabout ways of asking for everything but what rings. */
import type { Wording } from './wordings-timers.js';

const LIST = '((?:the|my|our) (?:[^ ]+ ){0,2}list)';

const SUMS: readonly Wording[] = [
  [/\b(?:1|the|a) half of (?=\d)/, 'half of '],
  [/\b(?:1|the) (third|quarter|fifth|tenth) of (?=\d)/, 'a $1 of '],
  [/^(?:how much|what) is (\d[\d.]*) and (\d[\d.]*)$/, 'what is $1 plus $2'],
  [/^add up (?=\d)/, 'add '],
  [/(?<=\d divided by \d+) of (?=\d)/, ' times '],
  [
    /^(?:how (?:long|far|tall|heavy|big|wide|high|deep|hot|cold|fast) is|what is) (?:an?|the|my) [^ ]+ (?:of|at|with|that is) (?=\d.* in )/,
    'what is ',
  ],
  [/^(?:give me|show me|i want|i need) (\d.*) (in|as) (?=\S+$|\S+ \S+$|\S+ \S+ \S+$)/, 'what is $1 $2 '],
  [/^what (?:would|will) (\d.+) be in /, 'what is $1 in '],
  [/^how much (?:do|does) (\d.+) (?:weigh|measure|come to|make) in /, 'what is $1 in '],
  [/(\d) degrees (?:in|to|into) (fahrenheit|celsius|centigrade)$/, '$1 degrees $2 flipped'],
  [/^(?:how about|what about|do you want to tell me) (?=an? (?:\S+ )?joke$|another joke$)/, 'tell me '],
  [/^tell me a (?:good|funny|nice) (?:1|one)$/, 'tell me a joke'],
  [/^(?:give me|get me|do) (?=heads or tails$)|^(?:flip|toss|throw) a coin (?=heads or tails$)/, ''],
  [/^(flip|toss|throw|spin) coin$/, '$1 a coin'],
  [/^(?:give me|do) a (?:dice|die) (?:roll|throw)$/, 'roll a die'],
  [/^spelling (?=of )/, 'what is the spelling '],
  [/^what (?:do|does) (\d[\d.]*) and (\d[\d.]*) (?:make|give|add up to|come to)$/, 'what is $1 plus $2'],
  [/^how (?:many times|often) (?:does|do|will|can) (\d[\d.]*) (?:go|fit) into (\d[\d.]*)$/, 'what is $2 divided by $1'],
  [/^(?:express|put|show|write|give) (\d.*) (?:in|as) (?=[^ ]+$|[^ ]+ [^ ]+$)/, 'convert $1 to '],
  [
    /^(?:i (?:weigh|am|ran|walked|drove|have)|it is|if it is|if i have|if i weigh|it says) (\d.*?) (?:and )?(?:how much|how many|what|how far|how tall|how hot) is (?:that|it) in (?=\S)/,
    'convert $1 to ',
  ],
];

const LISTS: readonly Wording[] = [
  [
    new RegExp(
      `^(.+) (?:goes|belongs|should (?:be|go)|has to (?:be|go)|must (?:be|go)|needs to (?:be|go)) on(?:to)? ${LIST}$`,
    ),
    'add $1 to $2',
  ],
  [new RegExp(`^(?:make sure|see that) (.+) (?:is|are) on ${LIST}$`), 'add $1 to $2'],
  [new RegExp(`^do not forget (.+) (?:on|for) ${LIST}$`), 'add $1 to $2'],
  [new RegExp(`^put me down for (.+) on ${LIST}$`), 'add $1 to $2'],
  [new RegExp(`^for ${LIST} (?!what|how|is|are)(.+)$`), 'add $2 to $1'],
  [
    /^(shopping|grocery|packing) list (?!add\b|put\b|please\b|and\b)([^ ]+(?: and [^ ]+){0,2})$/,
    'add $2 to my $1 list',
  ],
  [
    new RegExp(
      `^(?!(?:what|which|how|is|are|do|does|who|when|where|why|read|show|tell|clear|put|add|remove|delete|take|the|my|i|we)\\b)([^ ]+(?: [^ ]+)?(?: and [^ ]+)?) (?:to|onto) ${LIST}$`,
    ),
    'add $1 to $2',
  ],
  [new RegExp(`^(.+) (?:can|should|may|must) (?:come|go|be taken) off ${LIST}$`), 'remove $1 from $2'],
  [
    new RegExp(`^(?!(?:take|cross|scratch|tick|check|strike|read|get|kick)\\b)([^ ]+(?: [^ ]+)?) off ${LIST}$`),
    'remove $1 from $2',
  ],
  [new RegExp(`^(?:cancel|undo|skip) (.+) (?:on|from|off) ${LIST}$`), 'remove $1 from $2'],
  [
    new RegExp(`^(?:i|we) (?:do not need|no longer need|have) (.+?) on ${LIST}(?: any ?more| any longer| already)?$`),
    'remove $1 from $2',
  ],
  [
    new RegExp(`^(?:i|we) (?:have|got|bought) (?:the )?(.+?)(?: already)? take (?:it|them) off ${LIST}$`),
    'remove $1 from $2',
  ],
  [
    new RegExp(
      `^(?:how does|what does) ${LIST} (?:look|look like|say|have on it|have|contain|include)(?: now| so far)?$`,
    ),
    'read $1',
  ],
  [
    new RegExp(`^(?:(?:let me|can i|may i|i want to|i would like to) )?(?:hear|see|know) (?:what is on )?${LIST}$`),
    'read $1',
  ],
  [
    new RegExp(
      `^(?:which|what) (?:items|things|stuff|products|groceries) (?:are|do i have|is|did i put)(?: there)? on ${LIST}$`,
    ),
    'read $1',
  ],
  [
    new RegExp(`^(?:what (?:stands|goes|have i written|did i write)|is there anything|what all stands) on ${LIST}$`),
    'read $1',
  ],
  [
    /^what (?:am i|are we) (?:supposed|meant) to (?:buy|get)$|^what do (?:i|we) need from the (?:store|shop|supermarket|market)$/,
    'read my shopping list',
  ],
  [new RegExp(`^(?:start|begin) ${LIST} (?:over|again|afresh|from scratch)$`), 'clear $1'],
];

const SELF: readonly Wording[] = [
  [
    /^(?:(?:tell me|say) who you are|state your name|identify yourself|(?:have )?you got a name|and (?:you are|who are you)|what is it you are called|what name do you (?:go by|have|use)|how (?:should|can|do|may) i (?:address|call) you|what (?:can|may|shall) i call you|what do they call you|do you go by a name|what are you named)$/,
    'what is your name',
  ],
  [
    /^(?:what (?:tricks|stuff) (?:do you know|can you do)|how (?:can|do) i control you|what (?:do|should|can) i (?:say|ask) (?:to )?you|what is it you (?:can )?do|what do you know|what do you understand|(?:give me|tell me) (?:an example|some examples|examples|a few examples)(?: of what (?:you can do|i can (?:say|ask)))?|i do not know what to (?:say|ask)(?: to you| you)?|what (?:can|could) i use you for|what are you useful for|what else can i (?:ask|say|do)|what is in your repertoire|(?:teach|show) me what you can do|what am i able to (?:ask|say)(?: you)?|what are my options|(?:tell me about|what about|name|list) your (?:skills|abilities|features|functions)|how can i use you)$/,
    'what can you do',
  ],
  [
    /^((?:mute|turn off|switch off|turn the|switch the|disable) .*(?:microphone|mic)(?: off)?|mute(?: yourself)?) (?:for (?:now|a while|a bit|a moment|a minute)|until .+)$/,
    '$1',
  ],
  [
    /^(?:put yourself on mute|(?:go deaf|plug your ears|ears off|stop eavesdropping|stop spying(?: on (?:me|us))?|mute your ears|do not (?:hear|record) anything)(?: for (?:now|a while))?|stop listening (?:until|till) i (?:press|push|hit) .+|(?:microphone|mic) mute|(?:stop|stop using|do not use) (?:the|your) (?:microphone|mic)|do not hear (?:me|us)(?: now)?|turn off (?:your )?(?:listening|hearing)|mute for (?:now|a while|a bit|a moment)|mute (?:everything|all)|go mute|privacy mode|privacy please|i (?:need|want) (?:some )?privacy|(?:turn|switch) listening off|be deaf|do not record (?:me|us|this)|you (?:should|must) not hear (?:me|us|this))$/,
    'mute yourself',
  ],
  [/^(go (?:back )?to sleep|sleep|take a (?:nap|rest|break)|rest) (?:until|till) .+$/, 'go to sleep'],
  [
    /^(?:you are dismissed|(?:go|enter|go to) (?:stand by|standby)(?: mode)?|stand ?by mode|that is (?:all|it|everything) for (?:now|today|tonight)|hibernate|doze off|stop paying attention|do not answer (?:me )?(?:until|till) .+|rest for a (?:while|bit)|leave me be|(?:the )?conversation (?:is )?over|i am done talking(?: to you)?|take 5|go to standby|that is (?:all|it)|bed ?time|time for bed|(?:do not|stop) listen(?:ing)? (?:any ?more|any longer|until .+|till .+)|you can stop listening(?: now)?|we are (?:done|finished)(?: for (?:today|now|tonight))?|wait until i (?:call|wake|need) you(?: again)?|nap time|you may (?:go|leave|rest)|you can go(?: now)?|go idle|rest now|stop listening (?:until|till) .+|be quiet until i (?:call|wake|need) you|i (?:am|will be) done (?:with you )?for (?:today|now|tonight)|no more for (?:today|now))$/,
    'go to sleep',
  ],
  [
    /^(?:i (?:need|want)|let us (?:do|have)|have|make|how about|can we (?:do|have)) a coin (?:toss|flip)$|^coin (?:toss|flip)$|^(?:decide|choose) (?:with|by) (?:a )?coin(?: toss| flip)?$|^(?:flip|toss|spin|throw) (?:a|the|me a) (?:penny|quarter|dime|nickel|euro)$/,
    'flip a coin',
  ],
  [/^((?:flip|toss|throw) (?:a|the) coin) (?:in the air|up|to decide|for (?:us|it|that)|and (?:tell me|see).*)$/, '$1'],
];

const FUN: readonly Wording[] = [
  [
    /^(?:tell me|say) something (?:that (?:makes|will make) me laugh|to make me laugh|really funny|funny)$|^(?:make me (?:smile|giggle|chuckle)|amuse me)$/,
    'make me laugh',
  ],
  [
    /^(?:hit me with|let us hear|let me have|i would like|i want|i need|how about|what about|entertain me with|have you got|you got|share|do) (an?|another|1 more|some) ((?:[^ ]+ )?jokes?)(?: for me)?$/,
    'tell me $1 $2',
  ],
  [/^(?:an?|another|1 more|some) (?:good |funny |short |really funny )?jokes?$/, 'tell me a joke'],
  [
    /^tell (?:me |us )?(?:the|your) (?:best|funniest|favou?rite) joke(?: (?:that )?you (?:know|have))?$/,
    'tell me a joke',
  ],
  [
    /^(tell me an? )(?:really|very|extremely|super) (?:funny|good|bad|short) joke$|^(tell me a joke) (?:a (?:funny|good|short|new) (?:1|one)|to .*laugh|and make .*)$/,
    'tell me a joke',
  ],
  [/^(?:do you )?know any (?:good|funny) (?:ones|1)$/, 'do you know any jokes'],
];

const TOLD: readonly Wording[] = [
  [
    /^(?:just so you know|for your information|so you know|in case you wonder|by the way|f y i|fyi) (?=(?:i|my|we|our) )/,
    '',
  ],
  [/^the name is ([^ ]+)$/, 'my name is $1'],
  [/^(?:save|store|memorise|note for yourself|make a note for yourself) that (?=(?:my|our|i|the) )/, 'remember that '],
  [
    /^(?:(?:list|show|read|tell me)(?: me)? (?:my facts|the facts about me|what you remember(?: about me)?)|(?:what|which) facts do you (?:have|know|keep|remember)(?: (?:about|on) me)?|what did you (?:remember|learn|save|keep) about me|what have you (?:got|learned|saved) (?:about|on) me)$/,
    'what do you know about me',
  ],
];

const HOME: readonly Wording[] = [
  [/^(turn|switch|put) ((?:the|my|all|all the) [^ ]+(?: [^ ]+)?) (on|off) (in (?:the|my) .+)$/, '$1 $3 $2 $4'],
  [
    /^i (?:want|need|would like) ((?:the|my|all the) [^ ]+(?: [^ ]+)?) (on|off)(?: (in (?:the|my) .+))?$/,
    'turn $2 $1 $3',
  ],
  [/^it is (?:too |so |very )?dark in (?!here)(the .+|my .+)$/, 'turn on the light in $1'],
  [/^(heating|thermostat|temperature) to (\d+)(?: degrees)?$/, 'set the $1 to $2 degrees'],
];

const WEATHER: readonly Wording[] = [
  [/^does it look like (?:it is going to |it will )?(rain|snow)(?:ing)?(?: (.+))?$/, 'will it $1 $2'],
  [
    /^(?:are|will) we (?:getting|going to get|get|have|going to have) (?:any |some )?(rain|snow)(?: (.+))?$/,
    'will it $1 $2',
  ],
];

export const TALK: readonly Wording[] = [...SUMS, ...LISTS, ...SELF, ...FUN, ...TOLD, ...HOME, ...WEATHER];
