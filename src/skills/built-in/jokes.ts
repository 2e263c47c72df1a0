/** Jokes and curious facts: another one each time, until all were told. */
import { defineSkill, type AnySkill } from '../skill.js';
import { WONDERS } from './chat-wonders.js';
import { Deck } from './jokes-deck.js';
import { JOKES } from './jokes-lines.js';

const JOKE =
  /^(?:(?:tell|say|give|make|crack|share|read)(?: me| us)? (?:an?|another|1 more|some|your (?:best|favou?rite)|any)(?: (?:good|funny|new|short|different|quick|other|silly|dad|clean|bad|terrible|stupid|cheesy|corny|great|nice|random|really|very|hilarious|little|clever|decent|proper))* (?:jokes?|pun|puns)(?: about anything)?|(?:do you |have you )?(?:know|have|know of|got)(?: any| some| a| another)?(?: good| funny| more)* jokes?(?: to tell(?: me)?)?|another joke|1 more joke|a joke|joke|jokes|make me laugh|make us laugh|say something funny|tell me something funny|be funny|cheer me up|crack me up|let me hear a joke|i want to hear (?:a|another) joke|i (?:want|need|could use) (?:a|another) (?:joke|laugh))$/;
const ANOTHER =
  /^(?:(?:and )?(?:another|another 1|1 more|more|next|next 1|a different 1|1 more please|tell me (?:another|another 1|1 more)|(?:do you )?(?:have|know) (?:another|another 1|more|any more|any others)|(?:that was )?(?:not funny|bad|terrible) (?:tell me )?another(?: 1)?|haha another(?: 1)?|give me another(?: 1)?))$/;
const WONDER =
  /^(?:(?:tell|teach|say|give|share|show)(?: me| us)? (?:something|anything|another thing)(?: (?:new|else|more|really))*(?: (?:interesting|fascinating|surprising|amazing|cool|curious|smart|clever|i do not know|i did not know))?(?: today)?|(?:tell|give|share|say)(?: me| us)? (?:an?|another|some|1 more)(?: (?:interesting|fun|random|cool|surprising|curious|fascinating|weird))+ facts?|(?:an? |another )?(?:fun|random|interesting) facts?|(?:did you know|do you know) (?:anything|something)(?: (?:interesting|fun|cool))?|(?:do you )?(?:know|have) (?:any|some|an?)(?: (?:fun|interesting|random))+ facts?|surprise me|amaze me|i (?:want|would like) to learn something(?: new)?|teach me something(?: new)?|entertain me|i am bored|i am so bored|this is boring|what should i do i am bored)$/;
/** "Say something" alone is no wish for a fact. */
const TOO_LITTLE = /^(?:tell|say|give|show|share) (?:me )?(?:something|anything)(?: (?:else|more|really))*$/;

interface Told {
  readonly name: string;
  readonly about: string;
  readonly examples: readonly [string, ...string[]];
  readonly parse: (text: string) => boolean;
  readonly lines: readonly [string, ...string[]];
}

function teller({ lines, parse, ...rest }: Told): AnySkill {
  const deck = new Deck(lines);
  return defineSkill<object>({
    ...rest,
    remembered: false,
    parse: (text) => (parse(text) ? {} : undefined),
    goOn: (text) => (ANOTHER.test(text) ? {} : undefined),
    answer: (_slots, { random }) => {
      const text = deck.draw(random);
      // A draft that nobody hears tells nothing.
      return {
        text,
        effect: () => {
          deck.told(text);
        },
      };
    },
  });
}

/** Skills that keep track of what they told: make them once. */
export function createJokeSkills(): readonly AnySkill[] {
  return [
    teller({
      name: 'joke',
      about: 'tells jokes',
      examples: ['tell me a joke', 'another joke', 'make me laugh', 'do you know any jokes'],
      parse: (text) => JOKE.test(text),
      lines: JOKES,
    }),
    teller({
      name: 'wonder',
      about: 'tells something worth knowing',
      examples: ['tell me something interesting', 'tell me a fun fact', 'surprise me', 'i am bored'],
      parse: (text) => WONDER.test(text) && !TOO_LITTLE.test(text),
      lines: WONDERS,
    }),
  ];
}
