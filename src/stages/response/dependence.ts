/** What a question's answer depends on besides its words: whether a kept answer may be given, and whether one may be kept. */
import { COMPARATIVES, PEOPLE, RELATIONS, SUPERLATIVES } from './cache/nouns.js';

/** The moment: asked later, the answer is another one. */
const MOMENT = words(
  'now|nowadays|today|tonight|tomorrow|yesterday|current(?:ly)?|present(?:ly)?|latest|newest|recent(?:ly)?|lately|news|this|next|' +
    'new(?! (?:york|zealand|jersey|mexico|orleans|england|delhi|guinea|hampshire|caledonia|testament))|weather|forecast|' +
    'raining|snowing|sunny|cloudy|windy|humidity|air quality|pollen|temperature (?:is|in|outside|inside)|sunrise|sunset|season|' +
    "time|o'clock|date|ago|since|until|till|left|still|yet|already|anymore|so far|at the moment|these days|soon|upcoming|how old|" +
    'alive|age|(?:what|which) day|day is|weekend|(?:what|which) (?:month|year) is|easter|christmas|thanksgiving|halloween|' +
    'holidays?|birthday|anniversary|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|leading|trending|popular|prices?|costs?|stocks?|' +
    'shares|exchange rate|bitcoin|worth|scores?|winning|champions?|ranking|elections?|traffic|delayed|open|closed|version',
);
const WILL_IT_RAIN = /^(?:will|is|does|did|when|how much) .*\b(?:rain|snow)\b|\bthe temperature\b(?! of)/;
/** Who won is a matter of when one asks, unless a year is named. */
const RESULT = words('won|win|wins|beat|lost|elected|holds?|record');
const YEAR = /\b1\d{3}\b|\b20\d\d\b/;

/** The house, the device, and what the assistant keeps: tools and state answer these. */
const STATE = words(
  'lights? (?:is|are|on|off)|the lights?(?! (?:years?|bulb))|lamps?|thermostat|heating|heater|air conditioning|doors?|windows?|' +
    'garage|kitchen|bedroom|bathroom|(?:living|dining|front) room|upstairs|downstairs|outside|inside|indoors|home|garden|oven|' +
    'on (?:tv|television)|battery|wi-?fi|disk|memory usage|cpu|volume(?! of)|speaker|microphone|bluetooth|playing|playlist|queue|' +
    'timers?|alarms?|remind\\w*|calendar|appointments?|meetings?|schedule|agenda|emails?|mails?|inbox|messages?|texts?|voicemail|' +
    'missed|calls?|notes?|to-?do|shopping|grocery|groceries|lists? (?:do|are|have|is)|which lists?|bus|buses|trains?|' +
    '(?:on|from|in|to) (?:the|a|which|what) (?:\\w+ )?lists?|flights?|parking|nearest|nearby|near here|around here|local|location|' +
    'settings?|presets?|voice|persona|mode|skills?|tools?|heard|told|mentioned|asked|talking about|conversation',
);
const IS_ON =
  /^(?:is|are|was|were) the .*\b(?:on|off|open|closed|locked|unlocked|running|charging|full|empty|done|ready|finished|clean|working|busy|available|occupied|armed|connected)$/;

/** A whim: nobody wants the same one twice. */
const WHIM = words(
  'jokes?|story|stories|poems?|songs?|riddles?|rhymes?|limericks?|haikus?|random(?:ly)?|surprise|guess|flip|roll|toss|choose|' +
    'pick|quotes?|facts?|trivia|something|anything|ideas?|suggest\\w*|recommend\\w*|advice|advise|should|compose|make up|create|' +
    'imagine|pretend|sing|fun|funny|interesting|favou?rite|opinion|think|feel|prefer|recipes?',
);

/** Words that point at the speaker, the assistant, or something said before. */
const POINTING = words(
  'i|me|my|mine|myself|we|us|our|ours|ourselves|you|your|yours|yourself|u|it|its|itself|this|that|these|those|he|him|his|' +
    'himself|she|her|hers|herself|they|them|their|theirs|there|here|others?|another|again|more|else|same|too|also|instead|' +
    'earlier|before|above|previous(?:ly)?|last|former|latter|such|then|both|either|neither|opposite|ones?|answers?|question|' +
    'reply|wrong|right|someone|somebody|everyone|everybody|anyone|anybody|a friend|mom|mum|mother|dad|father|wife|husband|son|' +
    'daughter|boss|neighbou?rs?|(?:which|what|the) 1',
);
/** The same words where they point inside the question: "more … than", "how many … are there", "before 1900". */
const WITHIN: readonly (readonly [RegExp, string])[] = [
  [/\bmore (?=\S+ than \S|\S+ \S.* or \S)/g, ''],
  [/^(how (?:many|much) \S.*) (is|are|was|were) there(?= |$)/g, '$1 $2'],
  [/\bbefore (?=the \S|\d)/g, ''],
  [/\b(?:mother|father|wife|husband|son|daughter) of (?=\S)/g, 'relative of '],
  [/\bright (?=angles?\b|triangles?\b)/g, ''],
];

/** What a question that stands alone begins with. */
const OPENING =
  /^(?:what|who|whose|whom|where|when|why|which|how|is|are|was|were|do|does|did|can|could|will|would|has|have|define|explain|describe|name|list|spell|translate|tell me about)\b/;
/** "what about …", "how come", "why not": these go on from something. */
const CONTINUING =
  /^(?:what about|how about|how so|how come|why not|why so|what if|what else|what then|who else|where else|and|or|but|so|because)\b/;
const FEWEST_WORDS = 4;
/** Three words are enough where the last one is all that is asked about. */
const BRIEF =
  /^(?:(?:what|who) (?:is|are|was|were)|who (?:wrote|invented|painted|discovered|composed|founded|built|directed|is|was)) (?!the |a )(?!\S+ing$)\S{4,}$|^define \S{4,}$/;
const BRIEF_BUT_OPEN = new RegExp(
  `(?:${COMPARATIVES}|${SUPERLATIVES}|better|worse|best|worst|good|wrong|different|important)$`,
);

/** One of its kind: "the sun" is clear whatever was said before, "the tower" is not. */
const ONLY_ONE =
  'sun|moon|earth|world|universe|sky|ocean|sea|solar|milky|internet|web|heart|brain|liver|stomach|skin|equator|bible|quran|' +
  'usa|uk|eu|un|netherlands|philippines|bahamas|vatican|alps|andes|himalayas|nile|thames|rhine|seine|danube|sahara|pacific|' +
  'atlantic|arctic|antarctic|beatles|titanic|odyssey|iliad|renaissance|holocaust|louvre|colosseum|kremlin|pyramids|dinosaurs|' +
  'romans|greeks|vikings|aztecs|mayans|incas|egyptians';
const THE_ONE = new RegExp(`\\bthe (?:${ONLY_ONE})\\b`);
const BEHIND_SUBJECT =
  'is|are|was|were|do|does|did|has|have|had|can|could|will|would|or|and|than|not|end|begin|start|happen|work|die|live|come|go|' +
  'take|make|look|mean|say|do|play|break|called|made|born|built|written|located|used|known';
const VAGUE = 'first|second|third|main|lead|original|old|whole|entire|real|actual|only|best|worst|big|small|other';
/** "The" and a noun that only what was said before can explain. */
const BARE = new RegExp(
  `\\bthe (?:(?:${VAGUE}) )?(?!(?:${ONLY_ONE}|${VAGUE}|${SUPERLATIVES})\\b)(\\S+)(?= (?:${BEHIND_SUBJECT})\\b|$)`,
  'g',
);
/** "What is the population": of what? */
const RELATION = new RegExp(`\\bthe (?:\\S+ )?(?:${longestFirst(`${RELATIONS}|${PEOPLE}`)})\\b`, 'g');
const RELATED = /^ (?:of|between|in|on|at|for|from|to)\b/;
/** The longest river: where? Of some things only one longest is meant. */
const OF_ALL = 'planet|ocean|animal|land animal|mammal|bird|fish|insect|element|metal|continent|organ|bone|prime';
const EXTREME = new RegExp(
  `\\b(?:${SUPERLATIVES}) (?!(?:${OF_ALL})\\b)(?!.* (?:in|of|on|to|from|ever)\\b)|^(?:what|which|who) (?:is|are|was|were) the (?:${SUPERLATIVES})$`,
);

/** The answer changes with time or state, or should: never kept, never given from what was kept. English, lower case. */
export function isPassing(question: string): boolean {
  const isResult = RESULT.test(question) && !YEAR.test(question);
  return isResult || [MOMENT, WILL_IT_RAIN, STATE, IS_ON, WHIM].some((pattern) => pattern.test(question));
}

/**
 * The question means the same whoever asks and whatever was said before. Doubtful ones do not count. `names`: words that
 * are written with a capital letter, in lower case.
 */
export function standsAlone(question: string, names: ReadonlySet<string> = new Set()): boolean {
  let rest = question.replace(/^tell me about\b/, 'tell about');
  for (const [pattern, instead] of WITHIN) rest = rest.replaceAll(pattern, instead);
  if (!OPENING.test(question) || CONTINUING.test(question) || POINTING.test(rest)) return false;
  const isWhole =
    question.trim().split(/\s+/).length >= FEWEST_WORDS || (BRIEF.test(question) && !BRIEF_BUT_OPEN.test(question));
  if (!isWhole || EXTREME.test(question) || isUnrelated(question)) return false;
  const isInvention = /\b(?:invent|discover)/.test(question);
  return isInvention || [...question.matchAll(BARE)].every(([, noun = '']) => names.has(noun));
}

/** The question names what it is about, so that not even the conversation before it can lend it another meaning. */
export function namesSubject(question: string, names: ReadonlySet<string>): boolean {
  return question.split(' ').some((word) => names.has(word)) || THE_ONE.test(question);
}

function isUnrelated(question: string): boolean {
  return [...question.matchAll(RELATION)].some(
    ({ 0: found, index }) => !RELATED.test(question.slice(index + found.length)),
  );
}

function longestFirst(alternatives: string): string {
  return alternatives
    .split('|')
    .sort((a, b) => b.length - a.length)
    .join('|');
}

function words(alternatives: string): RegExp {
  return new RegExp(`\\b(?:${alternatives})\\b`);
}
