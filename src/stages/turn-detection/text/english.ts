/** Small closed classes of English words that tell whether a sentence can end behind them. */
import { wordSet } from './tokens.js';

/** Nothing ends with these: something must follow. */
export const openers = wordSet(
  'a an the my your their our every each and or nor but because although though unless until whether if than ' +
    "to's of's into onto upon via per versus among amongst towards without within during despite except " +
    "i'm you're we're they're he'll she'll they'll we'll you'll i'll i'd you'd we'd they'd i've we've they've you've " +
    "there's here's let's where's who's when's how's why's gonna wanna very quite such really almost just mister mrs mr dr plus minus divided",
);

/** Nouns and questions may end with these: "what for", "where from", "the one I think of". Elsewhere something follows. */
export const prepositions = wordSet('of for from at with about as like to in on by than between through under over');

/** Particles of verbs among them, and places: "turn it on", "come in", "think it over". */
export const particles = wordSet('in on over through by under to');

/** Verbs that carry another word: nothing follows only behind a pronoun ("yes, I am", "I think it is"). */
export const auxiliaries = wordSet(
  "is are was were am be been being has have had do does did can could will would shall should may might must isn't aren't " +
    "wasn't weren't don't doesn't didn't can't couldn't won't wouldn't shouldn't",
);

export const pronouns = wordSet('i you he she it we they this that there these those');

/** They ask for something behind them, unless they stand there for a thing: "I like some", "is that any". */
export const determiners = wordSet('some any another his her its which what whose both no');

/** What comes next names a thing: "turn on the red", "the big". Recognisers end sentences there when the voice pauses. */
export const conjunctionsAtStart = wordSet('if when while because although though unless since after before once');

export const fillers = wordSet('um umm uhm uh uhh erm er hmm hm mm mhm ah eh');

/** People say these while they look for the next word. */
export const stallings: readonly string[] = [
  ...['you know', 'i mean', 'let me see', 'let me think', 'let us see', 'what do you call it', 'what was it'],
  ...['kind of', 'sort of', 'and so', 'and then', 'or maybe', 'or something', 'something like'],
];

/** The same, where they stand alone or behind a comma: "I think so" and "see you then" are whole. */
export const loneStallings = wordSet('well so then basically actually also maybe like anyway right');

export const questionWords = wordSet(
  "what what's whats who who's whose whom which where where's when when's why how how's",
);

/** Verbs that begin a question when their subject follows. */
export const inverted = wordSet(
  "is isn't are aren't was wasn't were weren't am do don't does doesn't did didn't can can't could couldn't will won't would " +
    "wouldn't shall should shouldn't may might must has hasn't have haven't had hadn't",
);

/** First words of requests. */
export const imperatives = wordSet(
  'turn set play stop start pause resume show tell give make open close call send read write add remove delete cancel ' +
    'remind wake find search look get go bring take put switch dim raise lower increase decrease increment volume mute unmute log sign hang come sit stand hold wait ' +
    'convert calculate compute translate spell define explain describe list repeat say sing flip roll pick choose ' +
    'book order buy schedule move copy rename save load run shut lock unlock enable disable check count drop mend tear ' +
    'try use skip continue record help buy note create update change wikipedia google forget snooze order help',
);

/** They say nothing without what they act on; as the last word they wait for it. */
export const transitive = wordSet(
  'set convert remind tell give show add remove delete send call translate spell define explain describe find bring put ' +
    'make take get buy book schedule rename want need prefer multiply subtract increase decrease switch turn wake named ' +
    'called say says said',
);

/** Whole requests of one word. */
export const loneRequests = wordSet(
  'stop pause play resume continue cancel next back previous repeat again louder quieter softer mute unmute skip help ' +
    'start record quiet enough undo exit quit goodbye bye faster slower snooze',
);

/** Whole turns that answer or agree. */
export const answers: ReadonlySet<string> = new Set([
  ...wordSet(
    'yes yeah yep yup no nope nah okay ok sure right exactly correct true false thanks great perfect fine good cool nice ' +
      'wow really alright agreed absolutely definitely never nothing none both neither indeed',
  ),
  ...['thank you', 'thanks a lot', 'thank you very much', 'never mind', 'no thanks', 'no thank you', 'yes please'],
  ...[
    'of course',
    'not really',
    'all right',
    'that is all',
    "that's all",
    "that's it",
    'i see',
    'got it',
    'sounds good',
  ],
  ...[
    "i don't know",
    'not now',
    'not yet',
    'go on',
    'go ahead',
    'uh huh',
    'mm hmm',
    'forget it',
    'shut up',
    'be quiet',
  ],
]);

export const greetings: ReadonlySet<string> = new Set([
  ...wordSet('hello hi howdy greetings bye goodbye'),
  ...['good morning', 'good evening', 'good afternoon', 'good night', 'hi there', 'hello there', 'how are you'],
]);

/** Question words at the end of a longer text ask for their clause: "tell me when". */
export const clauseWords = wordSet('who whose which where when how why');

/** With these before them they are whole: "guess who", "since when", "and why". */
export const clauseClosers = wordSet('guess no and not so or since');

export const calls = wordSet('hey hi hello ok okay');

/** Beginnings that say nothing yet, as a whole text. */
export const beginnings: ReadonlySet<string> = new Set([
  ...['can you', 'could you', 'would you', 'will you', 'can you please', 'could you please', 'can you tell me'],
  ...['could you tell me', 'tell me', 'do you know', 'i want', 'i need', 'i would like', 'i want to know', 'i wonder'],
  ...['i was wondering', 'what is', "what's", 'what are', 'who is', "who's", 'where is', "where's", 'how many'],
  ...['how much', 'how long', 'how far', 'how old', 'how do i', 'how do you', 'how can i', 'what about', 'how about'],
  ...['what does', 'what do you', 'what time', 'what kind', 'remind me', 'wake me', 'give me', 'show me', 'let me'],
  ...['please', 'can i', 'could i', 'is there', 'are there', 'is it', 'i think', 'i think that', 'i have', 'my name'],
  ...['turn on', 'turn off', 'turn up', 'turn down', 'turn', 'add', 'set a', 'play some', 'give me some', 'read me'],
  ...['i would', 'we should', 'it is', 'it was', 'they are', 'this is', 'that is', 'there is', 'there are', 'it', 'i'],
]);

/** As the end of a longer text, too. */
export const openEnds: readonly string[] = [
  ...['how many', 'how much', 'in order', 'as well as', 'such as', 'more than', 'less than', 'a lot of', 'going to'],
  ...['want to', 'need to', 'like to', 'have to', 'able to', 'used to', 'about to', 'the same as', 'instead of'],
  ...['tell me what', 'tell me when', 'tell me how', 'do you know', 'can you tell me', 'the difference between'],
  ...['remind me', 'wake me', 'do you think', 'the name of', 'my name is', 'would you like', 'i would like'],
  ...[
    'sure that',
    'think that',
    'know that',
    'said that',
    'so that',
    'hope that',
    'fact that',
    'believe that',
    'now that',
  ],
  ...[
    'the word',
    'spell the',
    'is not',
    'was not',
    'are not',
    'do not',
    'did not',
    'has never',
    'have never',
    'to never',
  ],
  ...[
    'what time is it in',
    'how do you say',
    'how do i',
    'how can i',
    'a story about',
    'it was a',
    'by the',
    'the most',
    'the first',
    'the second',
    'the next',
    'the last',
    'which is',
  ],
];
