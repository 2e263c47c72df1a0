/** One way to put a question: who asks around it, turns it round or sets its subject in front gets the same words. */
import { PEOPLE, RELATIONS, SUPERLATIVES } from './nouns.js';

const QUESTION_WORDS = 'what|who|whose|whom|where|when|why|how|which';
const CLAUSE = `(?=(?:${QUESTION_WORDS}|if|whether) |the (?:${RELATIONS}|${PEOPLE}|${SUPERLATIVES}) )`;
const KINDLY = '(?:(?:please|kindly|maybe|perhaps|possibly|quickly|happen to) )';

/** "Can you tell me", "I wonder": asks for nothing but the answer to what follows. */
const WRAPPERS: readonly RegExp[] = [
  // "Tell me when the pasta is done" asks to be told later: only what is over may follow.
  new RegExp(
    `^(?:(?:can|could|would|will) you ${KINDLY}*)?tell me(?: please)?(?: ,)? ` +
      '(?!about |more |something |a |another |everything |how to |when(?!.* (?:was|were|died|ended|began|started|lived)(?: |$)))',
  ),
  new RegExp(`^you know ${CLAUSE}`),
  new RegExp(`^(?:can|could|would) you ${KINDLY}*say ${CLAUSE}`),
  new RegExp(`^(?:do|would) you ${KINDLY}*know(?: ,)? (?!about |any |a |how to |of )`),
  new RegExp(`^(?:have you |do you have |you have )?(?:got )?any idea ${CLAUSE}`),
  new RegExp(`^(?:can|could|may|might) i ${KINDLY}*(?:ask|ask you|know)(?: ,)? ${CLAUSE}`),
  new RegExp(
    `^i (?:just )?(?:want|need|wanted|would like|would love) to (?:know|find out|ask|ask you|learn)(?: ,)? ${CLAUSE}`,
  ),
  new RegExp(
    `^i (?:just )?(?:wonder|am (?:just )?wondering|was (?:just )?wondering|am curious|am trying to (?:find out|learn))(?: ,)? ${CLAUSE}`,
  ),
  new RegExp(`^(?:my|the) question is(?: ,)? (?=(?:${QUESTION_WORDS}|is|are|was|were|do|does|did|can) )`),
  new RegExp(
    `^(?:can|could|would|will) you ${KINDLY}*(?=(?:define|explain|describe|list|spell|translate|tell me about) )`,
  ),
  new RegExp(`^(?:name|state|give me) (?=the (?:${RELATIONS}|${PEOPLE}) of |the (?:${SUPERLATIVES}) )`),
];
/** Behind a whole question, set off by a pause. */
const BEHIND =
  / , (?:do you know|would you know|do you happen to know|can you tell me|could you tell me|tell me|any idea|if you know|if you can|if you could|if possible|if you do not mind)$/;

const MOVED = 'is|are|was|were|can|could|will|would|should';
const ADJECTIVES =
  'tall|long|big|large|far away|far|old|high|deep|fast|hot|cold|wide|heavy|small|thick|dense|bright|loud';
/** Not before a measure: "how many" asks for the subject itself. */
const HOW = `how (?:${ADJECTIVES})|how(?! (?:${ADJECTIVES}|many|much|often|come|about|to) )`;
const PREPOSITIONS = 'in|on|from|to|at|for|by|with|of|about';

/** How a clause that depends on "tell me" stands by itself: the verb goes in front of its subject. */
const INDIRECT: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`^(?:if|whether) ((?:(?! (?:${MOVED}) ).)+) (${MOVED}) (.+?)(?: or not)?$`), '$2 $1 $3'],
  [new RegExp(`^(what|who|where|how (?:${ADJECTIVES})) (?!(?:${MOVED}) )(.+) (is|are|was|were)$`), '$1 $3 $2'],
  [new RegExp(`^(what|who) ((?:the|a) .+?) (${MOVED}) (.+)$`), '$1 $3 $2 $4'],
  [new RegExp(`^(when|where|why|${HOW}) (?!(?:${MOVED}|do|does|did) )(.+?) (${MOVED}) (.+)$`), '$1 $3 $2 $4'],
];
/** The same of many: "how long elephants live". */
const HELPED_MANY = new RegExp(
  `^(what|where|when|why|${HOW}) (?!(?:do|does|did) )((?:[^ ]+ )*(?:[^ ]*[^s' ]s|people|men|women|children|fish|sheep)) (live|work|eat|sleep|fly|grow|cost|weigh|come from)$`,
);
/** The same where the verb needs help: "how a clock works", "how many legs a spider has". */
const HELPED = new RegExp(
  `^(what|where|when|why|how many \\S+|how much|${HOW}) (?!(?:do|does|did) )(.+) ` +
    '(ended|started|died|lived|began|sank|fell|happened|has|means|works|lives|costs|weighs|eats|ends|starts|begins)$',
);
const HELP: ReadonlyMap<string, string> = new Map([
  ...([
    ['died', 'did die'],
    ['lived', 'did live'],
    ['began', 'did begin'],
    ['sank', 'did sink'],
    ['fell', 'did fall'],
    ['happened', 'did happen'],
    ['has', 'does have'],
  ] as const),
  ...(['end', 'start'] as const).map((verb) => [`${verb}ed`, `did ${verb}`] as const),
  ...(['mean', 'work', 'live', 'cost', 'weigh', 'eat', 'end', 'start', 'begin'] as const).map(
    (verb) => [`${verb}s`, `does ${verb}`] as const,
  ),
]);

const NAMED = new RegExp(
  `^the ((?:${RELATIONS}|${PEOPLE}) (?:of|between|for|in) [^,]+|(?:${SUPERLATIVES}) (?!person|man|woman|king|queen)\\S*[^s\\s](?: (?:in|on|of|to) [^,]+)?)$`,
);
const IS_PERSON = new RegExp(`^(?:${PEOPLE}) `);
const MOVABLE = new RegExp(` (?:${MOVED}|do|does|did|has|have|had|that|which|and|or)(?= |$)`, 'g');

const PRONOUN = 'it|he|she|they|them|him';
const POINTING = new RegExp(`\\b(?:${PRONOUN}|her|his|hers|its|their|theirs|that|this|these|those)\\b`, 'g');
/** No subject begins or ends like this. */
const JOINT = `(?:${QUESTION_WORDS}|${MOVED}|do|does|did|has|have|had|${PREPOSITIONS}|and|or|but|if|because|than|as|not|no|tell|so|then|there|which|that)`;
const SUBJECT = `(?!${JOINT}\\b)((?:(?! (?:${QUESTION_WORDS}) )[^,])+?)(?<! ${JOINT})`;
/** Without a pause "the man who wrote it" is no question. */
const FRONTED: readonly RegExp[] = [
  new RegExp(`^${SUBJECT} , ((?:${QUESTION_WORDS}|is|are|was|were|do|does|did|can) .+)$`),
  new RegExp(`^${SUBJECT} ((?:${QUESTION_WORDS})(?: (?:${ADJECTIVES}))? (?:is|are|was|were|do|does|did|can) .+)$`),
];
const AT_END = new RegExp(`^${SUBJECT} (is|are|was|were) (what|who|where|how (?:${ADJECTIVES}))$`);

export interface Direct {
  readonly question: string;
  /** Somebody asked around it: the answer may begin with a word to that. */
  readonly isRoundabout: boolean;
}

/** The question itself; the same text for all that mean the same, another one wherever there is any doubt. */
export function unwrap(words: string): Direct {
  let question = words.replace(BEHIND, '');
  for (let depth = 0; depth < 3; depth++) {
    const wrapper = WRAPPERS.find((pattern) => pattern.test(question));
    if (wrapper === undefined) break;
    question = question.replace(wrapper, '');
  }
  const isRoundabout = question !== words;
  return { question: straighten(isRoundabout ? standAlone(question) : question), isRoundabout };
}

/** The clause behind "tell me" as a question of its own. One with two verbs that could be moved stays as it is. */
function standAlone(clause: string): string {
  const named = NAMED.exec(clause)?.[1];
  if (named !== undefined) return `${IS_PERSON.test(named) ? 'who' : 'what'} is the ${named}`;
  if ((clause.match(MOVABLE) ?? []).length > 1) return clause;
  for (const [pattern, instead] of INDIRECT) if (pattern.test(clause)) return clause.replace(pattern, instead);
  if (HELPED_MANY.test(clause)) return clause.replace(HELPED_MANY, '$1 do $2 $3');
  const [, asked, subject, verb = ''] = HELPED.exec(clause) ?? [];
  const [help, plain] = (HELP.get(verb) ?? '').split(' ');
  return asked === undefined ? clause : `${asked} ${help ?? ''} ${subject ?? ''} ${plain ?? ''}`;
}

/** "Hamlet, who wrote it?" → "who wrote hamlet"; "the capital of france is what" → "what is the capital of france". */
function straighten(question: string): string {
  const [, what = '', be = '', asks = ''] = AT_END.exec(question) ?? [];
  if (asks !== '') return `${asks} ${be} ${what}`;
  for (const pattern of FRONTED) {
    const [, subject = '', asked = ''] = pattern.exec(question) ?? [];
    const pointing = asked.match(POINTING) ?? [];
    const place = /\b(?:it|he|she|they|them|him)\b|\bthat$/;
    if (subject !== '' && pointing.length === 1 && place.test(asked)) return asked.replace(place, () => subject);
  }
  return question;
}
