/** Questions that a skill asks back, and how their answers are read: yes or no, which one, what. */
import type { SkillContext } from './context.js';
import type { Expectation, SkillReply } from './skill.js';

/** What follows an answer. */
export type Following = (context: SkillContext) => SkillReply | Promise<SkillReply>;

const YES_WORD =
  'yes|yeah|yea|yep|yup|ja|yas|sure|ok|okay|alright|all right|right|correct|exactly|absolutely|definitely|certainly|' +
  'totally|of course|affirmative|fine|go ahead|go on|go for it|do it|do that|do so|yes sir|uh huh|by all means|' +
  'why not|sounds good|that is right|that is correct|that is fine|that would be (?:great|nice|good)|i do|i am|i am sure|' +
  'i guess(?: so)?|i think so|sure thing|confirm(?:ed)?|i confirm|that is it|perfect|great|good|very much|totally|indeed|' +
  'you (?:can|may|should)|i would|i would like that|i want that|clear it|delete (?:it|them)|erase (?:it|them)|remove (?:it|them)';
const NO_WORD =
  'no|nope|nah|naw|know|na|negative|never|never ?mind|not now|not yet|not really|not at all|not today|no way|' +
  'no thanks|no thank you|thanks but no thanks|rather not|i would rather not|better not|' +
  'i do not(?: think so| want (?:to|that|it))?|i am not(?: sure)?|i changed my mind|do not(?: do (?:it|that))?|do not bother|' +
  'do not (?:clear|delete|erase|remove) (?:it|them|that)|cancel(?: it| that)?|stop(?: it| that)?|wait|hold on|abort|' +
  'forget (?:it|that|about it)|leave (?:it|them|that)(?: be| alone)?|keep (?:it|them|that)|that is wrong|wrong|of course not';

const YES = new RegExp(`^(?:${YES_WORD})(?: (?:${YES_WORD}|then|now|thanks|thank you|parley))*$`);
/** "No go ahead" is neither; but "no leave it" and "no that is fine" are. */
const NO = new RegExp(`^(?:${NO_WORD})(?: (?:${NO_WORD}|then|now|that is fine|fine|okay|ok|it is fine|sorry))*$`);

/** What was meant by an answer to a question of yes or no; undefined when it is neither. `text` is normalised. */
export function readYesOrNo(text: string): boolean | undefined {
  if (NO.test(text)) return false;
  return YES.test(text) ? true : undefined;
}

const leaveIt: Following = ({ vary }) => vary(["Okay, I won't.", 'All right, then not.', "Okay, I'll leave it."]);

/** The answer to a question of yes or no. Whatever else is said is a request of its own. */
export function yesOrNo(onYes: Following, onNo: Following = leaveIt): Expectation {
  return (text, context) => {
    const answer = readYesOrNo(text);
    if (answer === undefined) return undefined;
    return answer ? onYes(context) : onNo(context);
  };
}

/** One of the things to choose from. */
export interface Choice<T> {
  /** How it may be called, normalised: `pasta`, `pasta timer`, `8 minutes`. */
  readonly names: readonly [string, ...string[]];
  readonly value: T;
}

/** What follows a choice: of one thing, or of several for "both" and "all". */
export type Chosen<T> = (values: readonly T[], context: SkillContext) => SkillReply | Promise<SkillReply>;

/** The answer to "which one?": a name, "the second one", "the last", "both", "all of them"; "none" and "no" leave all. */
export function oneOf<T>(choices: readonly Choice<T>[], onChosen: Chosen<T>): Expectation {
  return (text, context) => {
    if (
      /^(?:none(?: of (?:them|those|these))?|neither(?: of them)?|nothing)$/.test(text) ||
      readYesOrNo(text) === false
    )
      return leaveIt(context);
    const chosen = readChoice(text, choices);
    if (chosen === undefined) return undefined;
    return onChosen(
      chosen.map(({ value }) => value),
      context,
    );
  };
}

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
const AROUND =
  /^(?:(?:i (?:mean|meant|want|would like|choose|take)|make it|just|only|the|my|that|of|number|option|it is) )+/;
const BEHIND = /(?: (?:1|ones?|of (?:them|those|these)|timer|alarm|reminder|list|thanks|option))+$/;

/** Those that `text` (normalised) names; undefined when it fits none, or several that are not all meant. */
export function readChoice<T>(text: string, choices: readonly Choice<T>[]): readonly Choice<T>[] | undefined {
  if (/^(?:(?:the )?(?:both|all|every)(?: 1| one)?(?: 2)?|everything)(?: (?:of )?(?:them|these|those|it))?$/.test(text))
    return choices;
  const bare = text.replace(AROUND, '');
  const words = bare.replace(BEHIND, '');
  const whole = [text, bare, words].map(singular);
  const named = choices.filter(({ names }) => names.some((name) => whole.includes(singular(name))));
  if (named.length > 0) return named.length === 1 ? named : undefined;
  const place = readPlace(words, choices.length);
  const placed = place === undefined ? undefined : choices[place];
  if (placed !== undefined) return [placed];
  const partly = choices.filter(({ names }) => names.some((name) => words !== '' && holdsWords(name, words)));
  return partly.length === 1 ? partly : undefined;
}

/** Index of "second", "2nd", "2", "last" among `count`. */
function readPlace(words: string, count: number): number | undefined {
  if (words === 'last' || words === 'latter') return count - 1;
  if (words === 'former') return 0;
  const ordinal = ORDINALS.indexOf(words);
  if (ordinal >= 0) return ordinal < count ? ordinal : undefined;
  const digits = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(words)?.[1];
  const place = digits === undefined ? -1 : Number(digits) - 1;
  return place >= 0 && place < count ? place : undefined;
}

function holdsWords(name: string, words: string): boolean {
  return ` ${singular(name)} `.includes(` ${singular(words)} `);
}

/** "10 minutes" is said as "the 10 minute one". */
function singular(words: string): string {
  return words.replaceAll(/s\b/g, '');
}

/** What begins a request of its own rather than answering "what should I write down?". */
const REQUEST =
  /^(?:what|who|whose|where|when|why|which|how|is|are|was|were|do|does|did|can|could|would|will|should|set|start|turn|switch|play|stop|cancel|tell|show|read|add|remove|delete|clear|flip|roll|spell|mute|help|repeat|goodbye|bye|hello|hi|hey)\b/;
const NOTHING = /^(?:nothing(?: else)?|none|that is (?:all|it|everything)|i am done|done|no more|nothing more)$/;

/** How an open question goes on. */
export interface OpenQuestion {
  readonly onText: (text: string, context: SkillContext) => SkillReply | Promise<SkillReply> | undefined;
  /** Whatever is said is meant, also what sounds like a request: a dictated note. */
  readonly takesAll?: boolean;
  readonly onNothing?: Following;
}

/** The answer to "what should I …?": anything that is no refusal and no request of its own. */
export function openAnswer({ onText, takesAll = false, onNothing = leaveIt }: OpenQuestion): Expectation {
  return (text, context) => {
    if (text === '') return undefined;
    if (NOTHING.test(text) || readYesOrNo(text) === false) return onNothing(context);
    return !takesAll && REQUEST.test(text) ? undefined : onText(text, context);
  };
}
