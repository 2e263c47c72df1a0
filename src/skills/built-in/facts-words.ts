/** How people speak of themselves: "my name is Ada", "when is my wife's birthday", and what of that is kept under which name. */
import { limits } from '../keep/limits.js';
import type { ParseContext } from '../skill.js';
import { factSubject, isOwned, KNOWN, RELATIONS, WHOSE } from './facts-subject.js';
import { sayBack } from './talk-words.js';

/** A thing to be remembered. `subject` as the store keeps it. */
export interface FactSlots {
  readonly subject: string;
  readonly value: string;
}

/** Things about oneself that are not said as "my … is …". */
interface OwnFact {
  readonly subject: string;
  readonly tell: RegExp;
  readonly ask: RegExp;
  readonly say: (value: string) => string;
}

const PLACE = "(?!(?:a|an|the|fear|peace|my|with|near)\\b)([\\p{L}.'-]+(?: [\\p{L}.'-]+){0,3})";
export const OWN: readonly OwnFact[] = [
  {
    subject: 'home',
    tell: new RegExp(`^(?:i live|we live|i am living|my home is) in ${PLACE}$`, 'u'),
    ask: /^(?:(?:in )?(?:where|which (?:city|town|place|country)|what (?:city|town|country)) do (?:i|we) live(?: in)?|where is my home|what is my home(?: city)?)$/,
    say: (value) => `you live in ${value}`,
  },
  {
    subject: 'origin',
    tell: new RegExp(`^(?:i come|i am|i am originally) from ${PLACE}$`, 'u'),
    ask: /^where (?:am i|do i come) from$/,
    say: (value) => `you come from ${value}`,
  },
  {
    subject: 'birthplace',
    tell: new RegExp(`^i was born in (?!\\d)${PLACE}$`, 'u'),
    ask: /^where was i born$/,
    say: (value) => `you were born in ${value}`,
  },
  {
    subject: 'birthday',
    tell: /^i was born on (?:the )?(.+)$/,
    ask: /^(?:when was i born|when is my birthday|what day was i born(?: on)?)$/,
    say: (value) => `your birthday is ${value}`,
  },
  {
    subject: 'age',
    tell: /^i am (\d{1,3})(?: years old| years of age)?$/,
    ask: /^(?:how old am i|what is my age)$/,
    say: (value) => `you are ${value} years old`,
  },
  {
    subject: 'work',
    tell: /^i work ((?:at|for|as|in) (?:an? |the )?\S+(?: \S+){0,3})$/,
    ask: /^(?:where do i work|what do i work as|what do i do for (?:a living|work)|what is my (?:job|profession|work))$/,
    say: (value) => `you work ${value}`,
  },
  {
    subject: 'parking',
    tell: /^(?:i|we) (?:have )?(?:just )?parked (?:the car |my car |our car )?(.+)$/,
    ask: /^where (?:did (?:i|we) park(?: (?:the|my|our) car)?|is (?:my|our) car(?: parked)?)$/,
    say: (value) => `you parked ${value}`,
  },
  {
    subject: 'allergy',
    tell: /^i am allergic to (\S+(?: \S+){0,5})$/,
    ask: /^(?:what am i allergic to|what (?:is|are) my allerg(?:y|ies))$/,
    say: (value) => `you are allergic to ${value}`,
  },
];

const NAME =
  "(?!(?:not|no|a|an|the|very|so|on|in|hard|important|too|what|called)\\b)([\\p{L}'-]+(?: [\\p{L}'-]+){0,2})";
const NAMES: readonly RegExp[] = [
  new RegExp(
    `^(?:(?:hello|hi|hey) )?(?:my name is|my name|my names|i am called|people call me|my friends call me|you can call me) ${NAME}$`,
    'u',
  ),
  /^(?:call me|from now on call me) (?!(?:a|an|the|in|at|on|back|later|when|if|tomorrow|tonight|today|now|again|maybe|crazy|mom|dad|by|after|before|old|ishmael|not|and|up|for|cab|taxi|names)\b)([\p{L}'-]+(?: (?!(?:a|an|when|if|later|tomorrow|tonight|today|now|back|in|at|on|taxi|cab|when)\b)[\p{L}'-]+)?)$/u,
];
const REMEMBER =
  /^(?:remember|please remember|keep in mind|do not forget|you should know|you must know|never forget|i want you to (?:remember|know)|make sure you remember|memorize)(?: that| this)? (.+)$/;
const MINE = /^(?:my|our) (.+?) (?:is|are|was) (?:called |named |on (?:the )?|at )?(.+)$/;
/** "The spare key is under the mat": a thing that is nobody's in particular. */
const THING = /^(the (?!(?:same|other|1)\b).+?) (?:is|are|was|were) ((?!not\b).+)$/;
const OWNED = /^(\S+(?: \S+){1,3}?) (?:is|are) (?:on )?((?!not\b).+)$/;
/** What is said of a thing in passing: how it is, and what becomes of it. */
const NO_VALUE =
  /^(?:not|very|so|too|really|what|important|missing|gone|lost|great|good|bad|leaked|hacked|boring|hard|easy|fun|nice|fine|over|a (?:problem|mess|secret|joke)|\w+ing (?:to|me|you|us|my|your|up|down|away|off|soon)|(?:coming|starting|changing|boring|killing|broken|stolen|wrong|old|new))\b/;
const CALLED = new RegExp(`^(?:my|our|i have an?) (${RELATIONS}) (?:is|are)? ?(?:called|named) ${NAME}$`, 'u');

/** Reads "my name is …", "i live in …", and anything behind "remember that". Undefined when it is told in passing. */
export function readTold(text: string): FactSlots | undefined {
  const [, behind] = REMEMBER.exec(text) ?? [];
  const said = behind ?? text;
  const known = readKnown(said);
  if (known !== undefined || behind === undefined) return known;
  if (/^(?:to|how|when|what|where|who|the time|me|us|it|this|that)\b/.test(behind) || behind.split(' ').length < 3)
    return undefined;
  const [, subject, value] = MINE.exec(behind) ?? [];
  if (subject !== undefined && value !== undefined && subject.split(' ').length <= 4 && !/\bnot$/.test(subject))
    return { subject: factSubject(subject), value: sayBack(value) };
  const [, thing, state = ''] = THING.exec(behind) ?? OWNED.exec(behind) ?? [];
  const isNamed = thing !== undefined && thing.split(' ').length <= 5 && (thing.startsWith('the ') || isOwned(thing));
  return isNamed ? { subject: factSubject(thing), value: sayBack(state) } : statement(behind);
}

function readKnown(said: string): FactSlots | undefined {
  for (const pattern of NAMES) {
    const value = pattern.exec(said)?.[1];
    if (value !== undefined) return { subject: 'name', value };
  }
  const [, who, name] = CALLED.exec(said) ?? [];
  if (who !== undefined && name !== undefined) return { subject: `${who}'s name`, value: name };
  for (const { subject, tell } of OWN) {
    const value = tell.exec(said)?.[1];
    if (value !== undefined) return { subject, value };
  }
  const [, subject, value = ''] = MINE.exec(said) ?? [];
  const isFit =
    subject !== undefined && KNOWN.test(subject) && !/ of the /.test(subject) && value.split(' ').length <= 8;
  const isTold = !/^(?:my|our) \S+ was\b|^my name is (?:on|in|at)\b/.test(said);
  return isFit && isTold && !NO_VALUE.test(value)
    ? { subject: factSubject(subject), value: sayBack(value) }
    : undefined;
}

/** A whole sentence is kept under its own words. */
export const STATEMENT = 'that ';

function statement(said: string): FactSlots {
  const value = sayBack(said);
  return { subject: `${STATEMENT}${value}`.slice(0, limits.name).trim(), value };
}

const ASK: readonly RegExp[] = [
  /^(?:what|who|when|where) (?:is|are|was) (?<whose>my|our) (?<asked>.+)$/,
  /^what (?:is|was) the (?<asked>.+ of (?<whose>my|our) .+)$/,
  /^(?:do|can) you (?:know|remember|recall|tell me) (?:what |who |when |where )?(?<whose>my|our) (?<asked>.+?)(?: is| are| was)?$/,
  /^(?:tell me|say|what did i (?:say|tell you)(?: about| was| is)?) (?<whose>my|our) (?<asked>.+?)(?: is| are| was| were)?$/,
];
const ASK_NAME =
  /^(?:who am i|what am i called|what do you call me|(?:do you )?(?:know|remember) who i am|do you (?:know|remember) me|(?:do you (?:know|remember) )?what is my name|(?:do you )?(?:know|remember) my name|say my name|what is my full name|tell me my name|what did i say my name (?:is|was))$/;
const HOW_OLD = new RegExp(`^how old (?:is|are) (?:my|our) (${RELATIONS})$`, 'u');
const WHAT_CALLED = new RegExp(`^what (?:is|are) (?:my|our) (${RELATIONS}) (?:called|named)$`, 'u');

/** What other skills, tools and the language model know better, or nobody: the user never told. */
const NOT_TOLD =
  /\b(?:next|last|first|current|previous|upcoming|ip|schedule|agenda|calendar|meetings?|appointments?|events?|flights?|trains?|bus|class|balance|bill|bills|location|battery|volume|speed|preset|voice|timers?|alarms?|reminders?|lists?|notes?|internet|screen|weather|commute|horoscope|purpose|problem|opinion|options?|chances?|destiny|future|fault|question|order|package|delivery|turn|best|today|tomorrow|tonight|rights|mind|point|computer|laptop|usage|name mean|heart rate|favou?rite song playing)\b/;

/** Sentences that go on: "my name in Japanese", "my dog thinking about". */
const NO_SUBJECT =
  /\b(?:of|made|for|worth|called|like|about|to|in|on|with|and|or|not|if|the|a|an|at|from|so|because)\b|\w{2}ing\b/;

const ASK_THING =
  /^(?:(?:do you (?:know|remember) |tell me )?(?:what|who|when|where) (?:is|are|was|were) |(?:do you (?:know|remember) |tell me )(?:what |who |when |where )?)(?<asked>(?:the )?\S+(?: \S+){0,4}?)(?: is| are| was| were)?$|^where did (?:i|we) (?:put|leave|hide|park|store) (?<thing>(?:the|my) .+)$/;

/** The subject that is asked for, or undefined. */
export function readAsked(text: string, { knows }: Pick<ParseContext, 'knows'> = {}): string | undefined {
  const { asked: said, thing } = ASK_THING.exec(text)?.groups ?? {};
  const subject = factSubject(said ?? thing ?? '');
  if (subject !== '' && knows?.(subject) === true) return subject;
  if (ASK_NAME.test(text)) return 'name';
  const [, reported] =
    /^(?:do|can) you (?:know|remember|recall|tell me) ((?:where|what|when|how old) i .+)$/.exec(text) ?? [];
  const asking = reported === undefined ? text : turnRound(reported);
  const own = OWN.find(({ ask }) => ask.test(asking));
  if (own !== undefined) return own.subject;
  const [, aged] = HOW_OLD.exec(text) ?? [];
  if (aged !== undefined) return `${aged}'s age`;
  const [, called] = WHAT_CALLED.exec(text) ?? [];
  if (called !== undefined) return `${called}'s name`;
  for (const pattern of ASK) {
    const { whose, asked } = pattern.exec(text)?.groups ?? {};
    if (asked !== undefined) return isTold(asked, whose) ? factSubject(asked) : undefined;
  }
  return undefined;
}

/** Whether this is of the kind that people tell. "Our" is said of the whole world as well. */
function isTold(asked: string, whose: string | undefined): boolean {
  if (KNOWN.test(asked) || WHOSE.test(asked)) return true;
  const [, trait] = /^(.+) of (?:my|our) (?:\S+ )?\S+$/.exec(asked) ?? [];
  if (trait !== undefined) return KNOWN.test(trait);
  return whose === 'my' && asked.split(' ').length <= 4 && !NOT_TOLD.test(asked) && !NO_SUBJECT.test(asked);
}

const FORGET =
  /^(?:you (?:can|may|should) )?(?:forget|delete|erase|remove|unlearn|do not remember)(?: what i (?:said|told you) about| about)? (.+?)(?: (?:again|from (?:your )?memory))*$/;

/** The subject that is to be forgotten, or undefined. */
export function readForget(text: string): string | undefined {
  const [, said] = FORGET.exec(text) ?? [];
  // A letter box, a file and an account are no memory.
  if (said === undefined || /^(?:delete|remove|erase) .*\b(?:emails?|password|account|files?)\b/.test(text))
    return undefined;
  if (/^(?:(?:that )?my name(?: is .+)?|who i am|what i am called)$/.test(said)) return 'name';
  const [, thing] = /^(?:where|what|when|who) (the .+|my .+) (?:is|are|was|were)$/.exec(said) ?? [];
  if (thing !== undefined) return factSubject(thing);
  const told = readTold(said.replace(/^that /, ''));
  if (told !== undefined) return told.subject;
  const asked = readAsked(`what is ${said}`) ?? OWN.find(({ ask }) => ask.test(turnRound(said)))?.subject;
  if (asked !== undefined) return asked;
  return said.startsWith('that ') ? readTold(`remember ${said}`)?.subject : undefined;
}

/** "where i live" → "where do i live". */
function turnRound(said: string): string {
  return said
    .replace(/^(where|how old|what|when) i am\b/, '$1 am i')
    .replace(/^(where|what|when) i was\b/, '$1 was i')
    .replace(/^(where|what|when) i (live|work|come|do)\b/, '$1 do i $2');
}
