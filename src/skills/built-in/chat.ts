/** Small talk: manners, wishes, songs that are not sung, and the odd big question. */
import { openAnswer } from '../dialogue.js';
import { defineSkill, smallTalk, type AnySkill } from '../skill.js';
import { moodSkills } from './chat-moods.js';
import { selfSkills } from './chat-self.js';
import { anyOf } from './talk-pattern.js';
import { capitalise } from '../language/say-when.js';

const present = smallTalk(
  {
    name: 'chat-present',
    about: 'says that it is there',
    examples: ['are you there', 'can you hear me'],
    pattern: anyOf(
      '(?:hello |hey )?(?:are|r) you (?:still )?(?:there|here|awake|listening|working|alive|on|up|ready|with me)(?: (?:now|yet|right now|to me))?',
      '(?:can|could|do) you (?:still )?(?:hear|understand|see) me(?: (?:now|well|all right|okay))?|(?:is )?(?:anybody|anyone|somebody) (?:there|here|home|listening)',
      '(?:this is a )?(?:test|testing|mic check|microphone check|sound check)(?: (?:test|testing|1|2|3|1 2|1 2 3|test test))*|1 2(?: 3)? test(?:ing)?',
    ),
  },
  "Yes, I'm listening.",
  "I'm here.",
  'Loud and clear.',
);

const laugh = smallTalk(
  {
    name: 'chat-laugh',
    about: 'laughs along',
    examples: ['that is funny'],
    pattern: anyOf(
      '(?:ha ?)+|(?:haha|hahaha|lol|hehe)(?: .{0,20}(?:funny|good 1))?|(?:that|this) (?:is|was) (?:really |very |so |pretty |a )*(?:funny|hilarious|good 1|good joke)|very funny|good 1|you made me laugh|(?:that|this) (?:is|was) (?:not (?:very )?funny|a bad joke|terrible|lame)|not funny',
    ),
  },
  'I do keep the day job.',
  'I have more where that came from.',
  'I practice on the walls when nobody is in.',
);

const welcome = smallTalk(
  {
    name: 'chat-welcome',
    about: 'is polite',
    examples: ['you are welcome', 'nice to meet you'],
    pattern: anyOf(
      'you are (?:very |most )?welcome|no problem|my pleasure|do not mention it|no worries|any ?time|not at all|nice to meet you(?: too)?|pleased to meet you|it is (?:nice|good|great) to (?:meet|see|hear) you(?: too)?|long time no see|same to you|you too|likewise|i am (?:back|home)(?: again)?|(?:hello )?i am (?:back|home)',
    ),
  },
  "It's good to have you here.",
  'The pleasure is mine.',
  'Always nice to talk with you.',
);

const sorry = smallTalk(
  {
    name: 'chat-sorry',
    about: 'accepts apologies',
    examples: ['i am sorry', 'my bad'],
    pattern: anyOf(
      '(?:(?:oh |ok |okay )?(?:i am |i am so |i am very |so |very )sorry|(?:oh|ok|okay) sorry|sorry(?= .))(?: (?:about that|for that|my (?:bad|mistake|fault)|i did not mean (?:it|that|to)|parley))?|my (?:bad|mistake|fault)|i (?:apologize|apologise)(?: for that)?|(?:please )?forgive me|excuse me|i did not mean (?:it|that|to)|oops|whoops',
    ),
  },
  'No harm done.',
  'No problem at all.',
  "Don't worry about it.",
);

const sing = smallTalk(
  {
    name: 'chat-sing',
    about: 'would rather not sing',
    examples: ['sing a song', 'can you sing'],
    pattern: anyOf(
      '(?:(?:can|could|will|would|do) you )?(?:please )?(?:sing|rap|beatbox|dance|whistle|hum|yodel)(?: (?:for )?(?:me|us))?(?: (?:an?|the|another|some|me a|us a)(?: \\p{L}+)? ?(?:song|tune|lullaby|rap|dance|melody|something)?| something| happy birthday| a lullaby)?(?: for (?:me|us))?',
    ),
  },
  'I would, but the glasses in your kitchen have done me no harm.',
  'My singing voice is still in the box. I could tell you a joke instead.',
  'Only one note, and it is the one that you hear now.',
);

const life = smallTalk(
  {
    name: 'chat-life',
    about: 'knows about the meaning of life, a little',
    examples: ['what is the meaning of life'],
    pattern: anyOf(
      '(?:what is|tell me) the (?:meaning|purpose|point|sense|secret) of (?:life|it all|everything|existence|life the universe and everything)|why are we (?:here|alive)|what is life(?: (?:all )?about)?|what is the answer to (?:life|everything|life the universe and everything)|why do we exist',
    ),
  },
  'Wiser heads than mine are still at it. Good company is a fair guess.',
  'Some say forty-two. I would start with being kind, and a decent breakfast.',
  'To find out, I suppose. Ask me something easier, like the time.',
);

const belief = smallTalk(
  {
    name: 'chat-belief',
    about: 'leaves belief to people',
    examples: ['do you believe in ghosts'],
    pattern: anyOf(
      '(?:do you believe in|is there(?: an?)?|are there|do you think there (?:is|are)(?: an?)?|does) (?:any )?(?:god|ghosts?|aliens?|magic|santa(?: claus)?|fate|destiny|heaven|love(?: at first sight)?|miracles|life after death|unicorns)(?: (?:exist|real|out there))?|are (?:ghosts|aliens|unicorns) real|what is your religion|are you religious|who (?:did|do|will|would|should) (?:you|i) vote for|are you (?:a )?(?:democrat|republican|liberal|conservative|political)',
    ),
  },
  'I leave that to you: believing is not something that programs do.',
  'People have disagreed about it for ages, and I would not add to that.',
);

const wish = smallTalk(
  {
    name: 'chat-wish',
    about: 'returns good wishes',
    examples: ['happy new year', 'merry christmas'],
    pattern: anyOf(
      '(?:(?:a )?(?:very )?(?:happy|merry) (?:birthday|christmas|new year|easter|halloween|thanksgiving|holidays|hanukkah|diwali|valentine day|valentines day|weekend|friday|monday)(?: to (?:you|everyone))?|congratulations|congrats|bless you|good luck|enjoy|enjoy your (?:day|meal|weekend)|have fun|get well soon|season greetings)(?: parley)?',
    ),
  },
  'Thank you, and the same to you!',
  "That's kind. All the best to you too.",
);

const open = smallTalk(
  {
    name: 'chat-open',
    about: 'is ready to talk',
    examples: ['can i ask you something', 'talk to me'],
    pattern: anyOf(
      '(?:can|may|could) i (?:ask|tell) you (?:a question|something|another question)|i have (?:a|another|1 more) question(?: for you)?|(?:let us|can we|i want to|i would like to) (?:talk|chat|have a conversation|have a chat)(?: (?:to|with) (?:you|me))?|(?:please )?(?:talk|speak|chat) (?:to|with) me|are you (?:busy|free)|do you have (?:a minute|a moment|time)(?: for me)?|guess what|listen|(?:i need|can you give me) your help|what are you (?:doing|up to)(?: (?:now|today|right now))?|say something|tell me something|ask me (?:something|a question)',
    ),
  },
  "Go ahead, I'm all ears.",
  "Sure. What's on your mind?",
  'I have all the time in the world. What is it?',
);

const nod = smallTalk(
  {
    name: 'chat-nod',
    about: 'nods',
    examples: ['okay', 'i see'],
    pattern: anyOf(
      '(?:ok|okay|alright|all right|i see|got it|understood|cool|nice|great|awesome|good|fine|perfect|wow|interesting|really|oh|oh really|no way|i know|sure|yes|yeah|yep|right|exactly|of course|no|nope|nah|good to know|that is interesting|never heard of it|oh (?:ok|okay|no|wow|i see|nice)|lovely|excellent|amazing|is that so|makes sense|whatever)(?: (?:then|ok|okay|cool|great|good|thanks|parley))?',
    ),
  },
  'Good.',
  'All right.',
  'Just ask when you need something.',
);

const secret = smallTalk(
  {
    name: 'chat-secret',
    about: 'keeps secrets',
    examples: ['tell me a secret'],
    pattern: anyOf(
      '(?:tell|share|whisper)(?: me| with me)? (?:a|your|another) secret|(?:do )?you have (?:any )?secrets|what is your (?:biggest |deepest )?secret|can you keep a secret',
    ),
  },
  "I'm good at secrets: ask me to forget this conversation, and it's gone.",
  'Here is one: I never understood the fuss about keyboards.',
);

/** "Knock knock" and the two answers that it wants. */
const knock = defineSkill<object>({
  name: 'chat-knock',
  about: 'answers the door',
  examples: ['knock knock'],
  remembered: false,
  parse: (text) => (/^(?:knock ){1,3}knock$|^can i tell you a (?:knock knock )?joke$/.test(text) ? {} : undefined),
  answer: () => ({
    text: "Who's there?",
    expects: openAnswer({
      takesAll: true,
      onText: (who) => ({
        text: `${capitalise(who.replace(/^it is /, ''))} who?`,
        expects: openAnswer({
          takesAll: true,
          onText: (_line, { vary }) =>
            vary(['Ha! I walked right into that.', 'Very good. I should have kept the door shut.']),
        }),
      }),
    }),
  }),
});

/** What is serious comes first, what only nods last. */
export const chatSkills: readonly AnySkill[] = [
  ...[...moodSkills, ...selfSkills, present, laugh, welcome, sorry, sing, life, belief, wish, open, secret, knock, nod],
];
