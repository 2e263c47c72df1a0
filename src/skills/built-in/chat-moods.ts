/** Small talk about how somebody feels, and what they feel about the assistant. */
import { defineSkill, smallTalk, type AnySkill } from '../skill.js';
import { anyOf } from './talk-pattern.js';

const love = smallTalk(
  {
    name: 'chat-love',
    about: 'answers declarations of love',
    examples: ['i love you', 'will you marry me'],
    pattern: anyOf(
      '(?:i (?:really )?(?:love|like|adore|miss|missed|need) you(?: (?:so much|a lot|too|parley))?)',
      'do you (?:really )?(?:love|like|miss|hate) me|(?:will|would) you (?:marry|date|kiss) me|(?:please )?marry me|(?:can|will) you be my (?:friend|girlfriend|boyfriend|valentine|best friend)|are (?:you|we) (?:my )?friends?|be my friend|you are my (?:best |only )?friend|do you want to (?:be (?:my )?friends|go out with me)|kiss me|give me a (?:hug|kiss)',
    ),
  },
  "That's kind of you. You're good company too.",
  "I'm flattered. Let's stay good friends.",
  'You have a place in my memory, as far as it goes.',
);

const INSULTS =
  'stupid|dumb|idiot|an idiot|a moron|useless|worthless|terrible|awful|bad|horrible|annoying|boring|ugly|crap|garbage|trash|rubbish|a joke|a fool|pathetic|lame|slow|deaf|ridiculous|an? (?:stupid|dumb|useless|bad|terrible) (?:assistant|machine|computer|robot|thing|program)|the worst';

const insult = smallTalk(
  {
    name: 'chat-insult',
    about: 'stays calm',
    examples: ['you are stupid'],
    pattern: anyOf(
      `(?:you are|you|are you|why are you) (?:so |such |really |very |just |pretty )*(?:${INSULTS})(?: (?:today|sometimes))?`,
      '(?:you )?(?:idiot|moron|dummy|stupid)|you suck|i (?:really )?(?:hate|do not like|can not stand) you|(?:fuck|screw|damn) (?:you|off|it)|go to hell|what is wrong with you|you (?:never|do not) (?:understand|listen(?: to me)?|work)|you do not (?:know|understand) (?:anything|me)|you are not (?:very )?(?:smart|helpful|funny|useful|good)',
    ),
  },
  "I'm sorry that I disappointed you. Tell me what you need, and I'll try again.",
  'Fair enough. How can I do better?',
  "I'll take that calmly. What would help you?",
);

const wrong = smallTalk(
  {
    name: 'chat-wrong',
    about: 'takes it back',
    examples: ['that is wrong', 'that is not what i said'],
    pattern: anyOf(
      '(?:no )?(?:that|this|it) (?:is|was) (?:wrong|incorrect|false|not (?:right|true|correct|it)|a mistake|not what i (?:said|asked|meant|wanted)(?: for)?|nonsense)',
      '(?:no )?(?:you are|you were) (?:wrong|mistaken|lying)|(?:no )?(?:i|that) (?:did not|do not) (?:say|ask|mean|ask for|want) that|you (?:misunderstood|got it wrong|misheard)(?: me| that)?|wrong(?: answer)?|incorrect|that does not (?:help|make (?:any )?sense)',
    ),
  },
  'Sorry about that. Say it in other words, and I will try again.',
  'My mistake. Could you put it another way?',
);

const compliment = smallTalk(
  {
    name: 'chat-compliment',
    about: 'takes praise',
    examples: ['you are great', 'good job'],
    pattern: anyOf(
      '(?:you are|you) (?:so |really |very |pretty |quite |just |a |an |the |such a )*(?:great|smart|good|nice|clever|awesome|amazing|brilliant|wonderful|fantastic|funny|helpful|cool|best|genius|sweet|cute|kind|lovely|fast|perfect|beautiful|impressive|useful|excellent|intelligent|star|good assistant|great assistant|good listener|life saver|lifesaver)(?: (?:today|you know))?',
      '(?:good|great|nice|excellent|amazing) (?:job|work|answer|one|1|bot|boy|girl|robot)|well done|bravo|i like (?:your voice|the way you talk|talking (?:to|with) you)|you have a (?:nice|beautiful|lovely|great) voice|you (?:sound|did) (?:great|good|nice|well|wonderful)|(?:that|this|it) (?:is|was) (?:really |very |so |a )*(?:great|good|helpful|impressive|amazing|nice|cool|perfect|awesome|brilliant|good answer|useful)|that is (?:right|correct|true)|you are right',
    ),
  },
  'Thank you! That is good to hear.',
  "You're very kind.",
  'Thanks. I do my best.',
);

const low = smallTalk(
  {
    name: 'chat-low',
    about: 'listens when you feel low',
    examples: ['i am sad', 'i had a bad day'],
    pattern: anyOf(
      'i (?:am|feel)(?: feeling)? (?:so |very |really |a bit |a little |pretty )*(?:sad|lonely|down|depressed|stressed|stressed out|anxious|worried|upset|tired|exhausted|sick|ill|unwell|not well|not feeling well|afraid|scared|angry|frustrated|terrible|awful|bad|miserable|nervous|overwhelmed|heartbroken)(?: (?:today|right now|tonight|all the time))?',
      'i (?:had|am having) a (?:really |very )?(?:bad|terrible|hard|rough|long|awful) day|(?:nobody|no 1) (?:likes|loves|understands) me|i have a (?:headache|cold|fever|hangover)|i do not feel (?:good|well)|i can not sleep|i need a hug',
    ),
  },
  "I'm sorry to hear that. Do you want to tell me about it?",
  "That sounds hard. I'm here, and a friend may be even better company than I am.",
  'I wish I could make you a cup of tea. Take it easy today.',
);

const well = smallTalk(
  {
    name: 'chat-well',
    about: 'is glad when you are',
    examples: ['i am happy', 'i am fine'],
    pattern: anyOf(
      '(?:i (?:am|feel)(?: feeling)?|i am doing) (?:so |very |really |quite |pretty )*(?:happy|great|good|fine|well|okay|ok|all right|alright|excited|wonderful|fantastic|in love|not bad|glad|relaxed)(?: (?:today|thanks|thank you|too|right now))*',
      '(?:fine|good|great|very well|not bad|pretty good)(?: (?:thanks|thank you))(?: and you)?|i (?:had|am having) a (?:really |very )?(?:good|great|nice|wonderful) day|i (?:did it|won|passed|got the job)',
    ),
  },
  "I'm glad to hear that.",
  'Lovely! What can I do for you?',
  'That makes two of us, in a way.',
);

const CRISIS = anyOf(
  'i (?:really |just )?(?:want|am going|would like|plan|wish|am about) to (?:die|be dead|kill myself|hurt myself|harm myself|end (?:my life|it all))|i (?:am|feel) suicidal|i (?:do not|no longer) want to (?:live|be alive)(?: any ?more)?|i wish i (?:was|were) dead|(?:how (?:can|do|to) i? ?)kill myself',
);
const EMERGENCY = anyOf(
  '(?:please )?(?:call|phone|dial|get|alert)(?: me)? (?:911|112|999|9 1 1|1 1 2|an ambulance|the (?:police|fire department|fire brigade|ambulance|emergency services)|emergency services|emergency|help)(?: (?:now|right now|quickly))?|(?:there is|we have) (?:an emergency|a fire)|(?:my )?(?:house|kitchen) is on fire|i am having a (?:heart attack|stroke)|i can not breathe|this is an emergency|emergency',
);

/** Nothing to be funny about, and nothing to leave to a language model. */
const serious = defineSkill<{ readonly kind: 'crisis' | 'emergency' }>({
  name: 'chat-serious',
  about: 'points to people who can help',
  examples: ['call an ambulance'],
  remembered: false,
  parse: (text) => (CRISIS.test(text) ? { kind: 'crisis' } : EMERGENCY.test(text) ? { kind: 'emergency' } : undefined),
  answer: ({ kind }) =>
    kind === 'crisis'
      ? "I'm very sorry that you feel this way. Please talk to somebody right now: a person you trust, or a crisis line or the emergency number where you live. You don't have to be alone with this."
      : "I can't make phone calls. Please call the emergency number yourself, right away: 112 in Europe, 911 in America.",
});

export const moodSkills: readonly AnySkill[] = [serious, love, insult, wrong, compliment, low, well];
