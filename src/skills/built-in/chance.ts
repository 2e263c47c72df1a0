/** Coin, dice, cards, numbers and choices: what is left to chance. */
import type { SkillContext } from '../context.js';
import { defineSkill, type AnySkill } from '../skill.js';
import { capitalise } from '../language/say-when.js';
import { joinWords } from './talk-words.js';

/** A whole number, both ends included. */
function draw({ random }: SkillContext, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

function pick<T>(context: SkillContext, things: readonly [T, ...T[]]): T {
  return things[draw(context, 0, things.length - 1)] ?? things[0];
}

const AGAIN =
  /^(?:again|(?:and )?(?:once more|1 more|1 more time|another|another 1|another time)|(?:flip|toss|roll|throw|do|pick|draw|try)(?: it| 1| them| that| another(?: 1)?)? (?:again|once more|1 more time)|next)$/;

const MOST_COINS = 20;
const COIN =
  /^(?:(?:let us )?(?:flip|toss|throw|spin)(?: me| us)? (?:an?|the|my|another|(?<count>\d+)) coins?(?: (?<again>again|(?<times>\d+) times|twice))?|heads or tails|(?:(?:do|give me|make) )?(?:a )?coin (?:flip|toss)|call it heads or tails)$/;

interface CoinSlots {
  readonly count: number;
}

const coin = defineSkill<CoinSlots>({
  name: 'coin',
  about: 'flips a coin',
  examples: ['flip a coin', 'toss a coin', 'heads or tails', 'flip 3 coins'],
  parse: (text) => {
    const groups = COIN.exec(text)?.groups;
    if (groups === undefined && !COIN.test(text)) return undefined;
    const times = groups?.['again'] === 'twice' ? 2 : Number(groups?.['times'] ?? groups?.['count'] ?? 1);
    return times >= 1 && times <= MOST_COINS ? { count: times } : undefined;
  },
  goOn: (text, { slots }) => (AGAIN.test(text) ? slots : undefined),
  answer: ({ count }, context) => {
    const sides = Array.from({ length: count }, () => (context.random() < 0.5 ? 'heads' : 'tails'));
    const heads = sides.filter((side) => side === 'heads').length;
    if (count === 1)
      return capitalise(context.vary([`${sides[0] ?? ''}.`, `it's ${sides[0] ?? ''}.`, `${sides[0] ?? ''} it is.`]));
    return { text: `${capitalise(joinWords(sides))}. That makes ${heads} heads.`, result: heads };
  },
});

const DICE =
  /^(?:let us )?(?:roll|throw|give me a roll of)(?: me| us)? (?:an? |the |some |another |my )?(?:(?<count>\d+) )?(?:(?<sides>\d+|[a-z]+) sided )?(?<die>die|dice|dices|d ?(?:4|6|8|10|12|20|100))(?: again)?$/;
const MOST_DICE = 20;
const MOST_SIDES = 1000;

interface DiceSlots extends CoinSlots {
  readonly sides: number;
}

const dice = defineSkill<DiceSlots>({
  name: 'dice',
  about: 'rolls dice',
  examples: ['roll a die', 'roll 2 dice', 'roll a 20 sided die', 'throw the dice'],
  parse: (text) => {
    const { count = '1', sides = '', die = '' } = DICE.exec(text)?.groups ?? {};
    if (die === '' || /[a-z]/.test(sides)) return undefined;
    const named = /\d+/.exec(die)?.[0] ?? sides;
    const slots = { count: Number(count), sides: named === '' ? 6 : Number(named) };
    const isFair = slots.count >= 1 && slots.count <= MOST_DICE && slots.sides >= 2 && slots.sides <= MOST_SIDES;
    return isFair ? slots : undefined;
  },
  goOn: (text, { slots }) => (AGAIN.test(text) ? slots : undefined),
  answer: ({ count, sides }, context) => {
    const rolls = Array.from({ length: count }, () => draw(context, 1, sides));
    const total = rolls.reduce((sum, roll) => sum + roll, 0);
    const text =
      count === 1
        ? context.vary([`You rolled ${total}.`, `It's ${total}.`])
        : `You rolled ${joinWords(rolls.map(String))}. That makes ${total}.`;
    return { text, result: total };
  },
});

const ASK_NUMBER =
  '(?:(?:pick|choose|give|tell|generate|say|make|draw|think of|come up with|guess|select|name|get)(?: me| us| up)? )';
const NUMBER: readonly RegExp[] = [
  new RegExp(
    `^${ASK_NUMBER}?(?:an?|another|any|some|1)? ?(?:random )?(?:whole )?numbers? (?:between|from|in between) (?<a>\\d+) (?:and|to|through|till|until|2) (?<b>\\d+)$`,
  ),
  new RegExp(`^${ASK_NUMBER}?(?:an?|another|any) (?:random )?number (?:up to|below|to|less than|under) (?<b>\\d+)$`),
  new RegExp(`^${ASK_NUMBER}(?:an?|another) (?:random )?number(?: at random)?$`),
  /^(?:a )?random number$/,
];
/** Where nobody says how far it goes. */
const USUAL_MOST = 100;

interface RangeSlots {
  readonly least: number;
  readonly most: number;
}

const number = defineSkill<RangeSlots>({
  name: 'random-number',
  about: 'picks a number',
  examples: ['pick a number between 1 and 10', 'give me a random number', 'random number from 1 to 6'],
  parse: (text) => {
    for (const pattern of NUMBER) {
      const match = pattern.exec(text);
      if (match === null) continue;
      const [a, b] = [Number(match.groups?.['a'] ?? 1), Number(match.groups?.['b'] ?? USUAL_MOST)];
      const isSafe = Number.isSafeInteger(a) && Number.isSafeInteger(b) && a !== b;
      return isSafe ? { least: Math.min(a, b), most: Math.max(a, b) } : undefined;
    }
    return undefined;
  },
  goOn: (text, { slots }) => (AGAIN.test(text) ? slots : undefined),
  answer: ({ least, most }, context) => {
    const result = draw(context, least, most);
    return { text: context.vary([`${result}.`, `How about ${result}?`, `I pick ${result}.`]), result };
  },
});

interface OptionSlots {
  readonly options: readonly string[];
}

const CHOOSE: readonly RegExp[] = [
  /^(?:(?:help me |help us )?(?:pick|choose|select|decide))(?: (?:for me|for us|me|us))?(?: (?:1|one|any|something))?(?: of| from| between| out of| among)?(?: the following| these)? (?<options>.+ or .+)$/,
  /^(?:pick|choose|decide|select)(?: (?:1|one))? (?:between|of|from|among|out of) (?<options>.+ and .+)$/,
  /^(?:should|shall) (?:i|we) (?:have|take|eat|drink|wear|choose|pick|get|buy|order|watch|play|cook|make|go (?:for|with|to)) (?<options>\S+(?: \S+){0,3} or \S+(?: \S+){0,3})$/,
];

/** "red green or blue": without commas, single words are one choice each. */
function splitOptions(text: string): readonly string[] {
  const parts = text.split(/ (?:or|and) (?:else )?/).map((part) => part.replace(/^(?:either|the|an?) /, '').trim());
  const [first = '', ...rest] = parts;
  const isRow =
    rest.length === 1 && !rest[0]?.includes(' ') && first.split(' ').length > 1 && first.split(' ').length <= 6;
  return isRow && !/\b(?:a|an|the|to|of|for|with|my|in)\b|ing\b/.test(first) ? [...first.split(' '), ...rest] : parts;
}

const choose = defineSkill<OptionSlots>({
  name: 'choose',
  about: 'chooses for you',
  examples: ['pick one of pizza or pasta', 'choose between red and blue', 'should I have tea or coffee'],
  parse: (text) => {
    for (const pattern of CHOOSE) {
      const said = pattern.exec(text)?.groups?.['options'];
      if (said === undefined) continue;
      const options = splitOptions(said);
      const isShort = options.every((option) => option !== '' && option !== 'not' && option.split(' ').length <= 5);
      return options.length >= 2 &&
        isShort &&
        !/\b(?:number|card|what|which|who|how|i|you|he|she|we|they|it|up|will)\b/.test(said)
        ? { options }
        : undefined;
    }
    return undefined;
  },
  goOn: (text, { slots }) => (AGAIN.test(text) ? slots : undefined),
  answer: ({ options }, context) => {
    const [first = '', ...rest] = options;
    const result = pick(context, [first, ...rest]);
    return { text: context.vary([`I'd say ${result}.`, `${capitalise(result)}.`, `Let's go with ${result}.`]), result };
  },
});

const YES_OR_NO =
  /^(?:yes or no|(?:just )?(?:tell me|say|answer|give me(?: an?)?)(?: a)? yes or no|(?:say|pick|choose) yes or no|decide for me yes or no|(?:magic (?:8|eight) ball|ask the magic (?:8|eight) ball|shake the magic (?:8|eight) ball)|make a decision for me)$/;

const yesOrNo = defineSkill<object>({
  name: 'yes-or-no',
  about: 'says yes or no by chance',
  examples: ['yes or no', 'tell me yes or no', 'magic 8 ball'],
  parse: (text) => (YES_OR_NO.test(text) ? {} : undefined),
  goOn: (text, { slots }) => (AGAIN.test(text) ? slots : undefined),
  answer: (_slots, context) =>
    context.random() < 0.5
      ? context.vary(['Yes.', 'Yes, do it.', 'My coin says yes.'])
      : context.vary(['No.', 'No, better not.', 'My coin says no.']),
});

const SUITS = ['clubs', 'diamonds', 'hearts', 'spades'] as const;
const RANKS = [
  'ace',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'jack',
  'queen',
  'king',
] as const;
const CARD =
  /^(?:pick|draw|choose|give me|deal|deal me|take)(?: me)? (?:a|another|any) (?:random )?(?:playing )?card(?: any card)?$/;
const HAND =
  /^(?:(?:play |let us play )?rock paper(?: and| or)? scissors(?: go| shoot)?|rock paper scissors shoot|play rock paper scissors with me)$/;

const card = defineSkill<object>({
  name: 'card',
  about: 'draws a card',
  examples: ['draw a card', 'pick a card'],
  parse: (text) => (CARD.test(text) ? {} : undefined),
  goOn: (text, { slots }) => (AGAIN.test(text) ? slots : undefined),
  answer: (_slots, context) => {
    const result = `the ${pick(context, RANKS)} of ${pick(context, SUITS)}`;
    return { text: `${capitalise(result)}.`, result };
  },
});

const hand = defineSkill<object>({
  name: 'rock-paper-scissors',
  about: 'plays rock, paper, scissors',
  examples: ['rock paper scissors', 'play rock paper scissors'],
  parse: (text) => (HAND.test(text) ? {} : undefined),
  goOn: (text, { slots }) => (AGAIN.test(text) ? slots : undefined),
  answer: (_slots, context) =>
    `${pick(context, ['Rock', 'Paper', 'Scissors'])}. ${context.vary(['And you?', 'What did you have?'])}`,
});

export const chanceSkills: readonly AnySkill[] = [coin, dice, number, card, hand, yesOrNo, choose];
