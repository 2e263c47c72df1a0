/** Spelling aloud, forwards and backwards, and counting letters. */
import { toCardinal } from 'n2words/en-US';
import { defineSkill, type AnySkill, type ParseContext } from '../skill.js';
import { userName } from './facts.js';
import { capitalise } from '../language/say-when.js';

export interface SpellSlots {
  /** One or two words; an empty one means the user's own name. */
  readonly word: string;
  readonly isBackwards: boolean;
}

const BACK = '(?<back> (?:backward|backwards|in reverse|from back to front|from the end|back words|reversed))?';
const SPELL: readonly RegExp[] = [
  new RegExp(
    `^(?:how (?:do|would|can|should|does) (?:you|i|we|1|people) (?:spell|write)|how to (?:spell|write)|spell(?: out)?|(?:can|do) you spell|tell me how (?:to|you) spell) (?:the (?:word|name) )?(?<word>.+?)${BACK}$`,
  ),
  new RegExp(`^(?:how is|how are) (?:the (?:word|name) )?(?<word>.+?) (?:spelled|spelt|written)${BACK}$`),
  new RegExp(`^what is the spelling (?:of|for) (?:the (?:word|name) )?(?<word>.+?)${BACK}$`),
  new RegExp(`^what is (?:the word )?(?<word>\\S+)(?<back> (?:spelled )?(?:backward|backwards|in reverse|reversed))$`),
];
/** Words that make a sentence of what should be a word or a name: "relief in French history". */
const NO_WORD =
  /\b(?:in|on|at|of|for|from|with|to|and|or|is|are|was|it|that|this|a|an|my|your|me|letter|letters|check|checker|magic|spell)\b/;

function readSpell(text: string, { last }: ParseContext): SpellSlots | undefined {
  for (const pattern of SPELL) {
    const groups = pattern.exec(text)?.groups;
    const word = groups?.['word'];
    if (word === undefined) continue;
    const isBackwards = groups?.['back'] !== undefined;
    if (/^my (?:own )?name$/.test(word)) return { word: '', isBackwards };
    if (/^(?:it|that|this)$/.test(word)) {
      // What was found out just before: "what is the capital of Nepal" is none of ours, but a number or a name is.
      const result = last?.result;
      return typeof result === 'string' && isSpellable(result.toLowerCase())
        ? { word: result.toLowerCase(), isBackwards }
        : undefined;
    }
    return isSpellable(word) ? { word, isBackwards } : undefined;
  }
  return undefined;
}

/** A word, or a name of two. A single short word is one whatever it means elsewhere: "spell of". */
function isSpellable(word: string): boolean {
  const words = word.split(' ');
  return words.length === 1 || (words.length === 2 && !NO_WORD.test(word));
}

/** Digits stand for the word that was said: "how do you spell forty". */
function writtenOut(word: string): string {
  return word
    .split(' ')
    .map((part) => (/^\d{1,6}$/.test(part) ? toCardinal(Number(part)) : part))
    .join(' ');
}

function lettersOf(word: string): readonly string[] {
  return Array.from(new Intl.Segmenter('en').segment(word), ({ segment }) => segment);
}

/** "N, E, W, space, Y, …": one letter at a time for the voice. */
function letters(word: string): string {
  const named: Readonly<Record<string, string>> = { ' ': 'space', '-': 'hyphen', "'": 'apostrophe', '.': 'point' };
  return lettersOf(word)
    .map((letter) => named[letter] ?? letter.toUpperCase())
    .join(', ');
}

const spell = defineSkill<SpellSlots>({
  name: 'spell',
  about: 'spells a word',
  examples: [
    'how do you spell necessary',
    'spell giraffe backwards',
    'spell my name',
    'what is the spelling of rhythm',
  ],
  parse: readSpell,
  goOn: (text, { slots }) => {
    if (
      /^(?:and )?(?:(?:now )?(?:backward|backwards|in reverse|the other way round)|spell (?:it|that) (?:backward|backwards|in reverse))$/.test(
        text,
      )
    )
      return { ...slots, isBackwards: true };
    const word = /^(?:and|what about|how about) (?:the word )?(\S+)$/.exec(text)?.[1];
    return word === undefined ||
      /^(?:you|me|it|that|this|then|now|tomorrow|today|yesterday|so|why|how|what)$/.test(word)
      ? undefined
      : { word, isBackwards: false };
  },
  answer: ({ word, isBackwards }, { facts }) => {
    const own = word === '' ? userName(facts)?.toLowerCase() : undefined;
    if (word === '' && own === undefined)
      return "I don't know your name yet. You can tell me: my name is, and then your name.";
    const said = own ?? writtenOut(word);
    const spelled = letters(isBackwards ? [...lettersOf(said)].reverse().join('') : said);
    return {
      text: isBackwards ? `${capitalise(said)} backwards is ${spelled}.` : `${capitalise(said)} is spelled ${spelled}.`,
      result: said,
    };
  },
});

export interface LettersSlots {
  readonly word: string;
  /** Undefined: all letters are to be counted. */
  readonly letter?: string;
}

const HOW_MANY: readonly RegExp[] = [
  /^how many (?:letters|characters) (?:are (?:there )?in|does|are|is in|in|has) (?:the word )?(?<word>\S+)(?: have| got)?$/,
  /^how many (?:letters? )?(?<letter>[a-z])(?:s| s)?(?: letters?)? (?:are (?:there )?in|does|is in|in) (?:the word )?(?<word>\S+)(?: have| got)?$/,
  /^how many times does (?:the letter )?(?<letter>[a-z]) (?:appear|occur|come up) in (?:the word )?(?<word>\S+)$/,
];

const count = defineSkill<LettersSlots>({
  name: 'spell-count',
  about: 'counts the letters of a word',
  examples: ['how many letters are in giraffe', 'how many r are in strawberry'],
  parse: (text) => {
    for (const pattern of HOW_MANY) {
      const { word, letter } = pattern.exec(text)?.groups ?? {};
      if (word === undefined || /^(?:it|that|this|alphabet|english|total|all)$/.test(word)) continue;
      return letter === undefined ? { word } : { word, letter };
    }
    return undefined;
  },
  answer: ({ word, letter }) => {
    const said = writtenOut(word);
    const found = lettersOf(said).filter((each) =>
      letter === undefined ? /\p{L}/u.test(each) : each === letter,
    ).length;
    const what =
      letter === undefined ? `letter${found === 1 ? '' : 's'}` : `${letter.toUpperCase()}${found === 1 ? '' : "'s"}`;
    return { text: `${capitalise(said)} has ${found === 0 ? 'no' : found} ${what}.`, result: found };
  },
});

export const spellSkills: readonly AnySkill[] = [spell, count];
