/** Small talk about the assistant itself. Its answers are true: it is a program, and it runs here. */
import { defineSkill, smallTalk, type AnySkill } from '../skill.js';
import { anyOf } from './talk-pattern.js';

const age = smallTalk(
  {
    name: 'chat-age',
    about: 'talks about its age',
    examples: ['how old are you'],
    pattern: anyOf(
      'how old are you(?: now)?|what is your age|what age are you',
      'when (?:were you (?:born|made|created|built)|is your birthday)|what is your (?:birthday|date of birth)',
      'do you have a birthday|are you (?:old|young)',
    ),
  },
  'I have no birthday. I begin anew every time somebody starts me.',
  'Old enough to tell the time, too young to have a birthday.',
  'Programs count in versions, not in years.',
);

const maker = smallTalk(
  {
    name: 'chat-maker',
    about: 'says who made it',
    examples: ['who made you'],
    pattern: anyOf(
      'who (?:made|created|built|developed|programmed|wrote|designed|invented|trained|coded) you(?: up)?',
      'who (?:is|are) your (?:maker|makers|creator|creators|developer|developers|owner|boss|father|mother|parents|master|designer|programmer)',
      'who (?:owns|do you work for|do you belong to|is behind you)(?: you)?|where (?:do|did) you come from|how were you (?:made|built|created)|what are you made of',
    ),
  },
  'People wrote me, as open software that anybody may read. On this computer I work for you.',
  "I'm open software, written by people and run by you.",
);

const machine = smallTalk(
  {
    name: 'chat-machine',
    about: 'says what it is',
    examples: ['are you a robot', 'are you human'],
    pattern: anyOf(
      '(?:are|r) you (?:really |actually |just )?(?:an? )?(?:real |actual )?(?:human|human being|person|real|alive|living|man|woman|boy|girl|male|female|guy|lady|people|sentient|conscious|self aware)(?: person| human)?',
      'are you (?:an? )?(?:man or (?:a )?woman|boy or (?:a )?girl|male or female|human or (?:a )?(?:robot|machine|computer)|robot or (?:a )?human|real or (?:fake|not))',
      '(?:are you|is this|am i (?:talking|speaking) (?:to|with)) (?:just )?(?:an? )?(?:robot|bot|chat ?bot|computer|machine|program|software|ai|a i|artificial intelligence|artificial|language model|recording|assistant|person|human|real person)',
      'what is your gender|do you have a (?:gender|body|face|brain|heart|soul|mind)|what do you look like|are you a he or a she',
    ),
  },
  "I'm a program, with a voice but no body. No human is listening in.",
  "I'm software: real enough to answer, but not a person.",
  'A program, through and through.',
);

const OTHERS = anyOf(
  'are you (?:like )?(?:alexa|siri|google|cortana|bixby|jarvis|hal|chat ?gpt|chat g p t|gpt|gemini|claude|copilot)(?: assistant)?',
  '(?:are you|who is) (?:better|smarter|faster) (?:than|you or) (?:alexa|siri|google|cortana|chat ?gpt)',
  'do you (?:know|like|hate) (?:alexa|siri|cortana|google assistant|the google assistant|chat ?gpt)',
);

const others = defineSkill<object>({
  name: 'chat-others',
  about: 'talks about other assistants',
  examples: ['are you alexa'],
  remembered: false,
  parse: (text) => (OTHERS.test(text) ? {} : undefined),
  answer: (_slots, { assistantName, vary }) =>
    vary([
      `I'm ${assistantName}. The others live in data centers; I live here.`,
      `No, I'm ${assistantName}, and I run right here.`,
    ]),
});

const PRIVACY = anyOf(
  '(?:are|r) you (?:always |still |secretly )?(?:recording|spying on|watching|tracking|listening (?:in )?(?:on|to)|storing|saving)(?: (?:me|us|this|everything|what i say|what we say|my voice|to me|(?:this|our|my) conversations?))?(?: (?:all the time|right now|now|secretly))?',
  '(?:are you|do you) (?:always|constantly|permanently) (?:listening|listen|recording|record)|do you listen (?:to me )?(?:all the time|always|constantly)',
  'do you (?:record|save|store|keep|remember|sell|share|upload|send) (?:everything (?:i say)?|what i say|my (?:voice|data|conversations|words|questions|recordings)|recordings|our conversations|this conversation)(?: (?:anywhere|to (?:anyone|anybody|the cloud|the internet|somebody|someone)|with (?:anyone|anybody|others)))?',
  '(?:is this|are you|is (?:our|this) conversation|is what i say) (?:private|confidential|safe|secure|being recorded)',
  'where (?:does|do) (?:my (?:voice|data|words|questions)|what i say|it all) go|does (?:anything|my (?:voice|data)) leave this (?:computer|house|machine|device)|who (?:can|could) hear (?:me|us|this)|who (?:is|else is) listening(?: to (?:me|us))?|can (?:anyone|anybody|somebody) (?:hear|listen to) (?:me|us|this)',
  '(?:are you|do you work|can you work|do you run) (?:online|offline|without (?:the )?internet|in the cloud|connected to the (?:internet|cloud))|do you (?:need|use) (?:the |an )?(?:internet|cloud)(?: connection)?',
  'can i trust you|do you (?:spy on me|keep secrets|respect my privacy)',
);

const privacy = defineSkill<object>({
  name: 'chat-privacy',
  about: 'says what becomes of your words',
  examples: ['are you recording me', 'are you always listening', 'do you need the internet'],
  remembered: false,
  parse: (text) => (PRIVACY.test(text) ? {} : undefined),
  answer: (_slots, { tools, vary }) => {
    const here = vary([
      'I run on this computer and keep no recordings.',
      'I listen on this computer, and no recording of you is kept.',
    ]);
    return tools.list().length === 0
      ? `${here} Nothing leaves it, unless you set me up to use a service elsewhere.`
      : `${here} You have connected tools: what you ask of them goes to them.`;
  },
});

const where = smallTalk(
  {
    name: 'chat-where',
    about: 'says where it is',
    examples: ['where are you'],
    pattern: anyOf(
      'where (?:are|do) you(?: (?:live|now|from|right now|located|at))*|what is your (?:address|location)|are you (?:here|nearby|close)|do you live here',
    ),
  },
  'Right here, on this computer.',
  'In this computer. The rent is low.',
);

const feelings = smallTalk(
  {
    name: 'chat-feelings',
    about: 'talks about feelings',
    examples: ['do you have feelings', 'are you happy'],
    pattern: anyOf(
      '(?:do|can) you (?:have|feel)(?: any)?(?: (?:feelings|emotions|pain|love|joy|anything|something|sad|happy|lonely))?|what do you feel',
      'are you (?:feeling )?(?:always |ever |so )?(?:happy|sad|lonely|bored|angry|mad(?: at me)?|scared|afraid|jealous|depressed|excited|upset|in love|nervous|proud)(?: (?:now|today))?',
      'do you get (?:bored|lonely|sad|angry|happy)',
    ),
  },
  'I have no feelings of my own, but a good question is as close as I come to joy.',
  'Feelings are yours. I bring patience.',
  "I don't feel anything, and still I like our talks, in a manner of speaking.",
);

const needs = smallTalk(
  {
    name: 'chat-needs',
    about: 'talks about sleep and food',
    examples: ['do you sleep'],
    pattern: anyOf(
      '(?:do|can) you (?:ever )?(?:sleep|eat|drink|dream|breathe|get tired|get hungry|rest|need (?:sleep|food|rest|to (?:eat|sleep)))(?: at night| at all| anything)?',
      'are you (?:tired|hungry|thirsty|sleepy|cold|hot|sick|drunk)|what do you (?:eat|drink|dream (?:of|about))',
    ),
  },
  'No. A little electricity is all I need.',
  'I live on electricity, and I only sleep when you tell me to.',
);

const colour = smallTalk(
  {
    name: 'chat-colour',
    about: 'names its favourite colour',
    examples: ['what is your favorite color'],
    pattern: /^what (?:is your favou?rite colou?r|colou?r do you like(?: best| most)?|colou?rs do you like)$/,
  },
  'Blue, I think. I have never seen it, but it sounds calm.',
  'Green, like a light that says: go ahead.',
  'I hear in black and white, but orange has a warm sound.',
);

const favourite = smallTalk(
  {
    name: 'chat-favourite',
    about: 'talks about what it likes',
    examples: ['what is your favorite food'],
    pattern: anyOf(
      '(?:what|who) is your favou?rite (?:food|meal|dish|animal|movie|film|book|song|music|number|band|singer|sport|team|season|day|drink|word|game|joke|place|country|city|actor|actress|tv show|show|planet|thing|fruit|flower|month|artist|poet|author)',
      'what (?:music|movies|books|food|animals|games) do you like(?: best)?|what are your hobbies|do you have (?:any )?hobbies|what do you like(?: (?:best|to do|doing))?|what do you do (?:for fun|in your free time|all day)|do you like (?:music|cats|dogs|animals|movies|pizza|books|it here|your job|your work)',
    ),
  },
  'I have no taste of my own, so I am easy to please. What is yours?',
  'My favorite thing is a clear question.',
  "I can't choose: I have tried none of them. Which one would you pick?",
);

const mind = smallTalk(
  {
    name: 'chat-mind',
    about: 'talks about how clever it is',
    examples: ['are you smart', 'can you think'],
    pattern: anyOf(
      'are you (?:very |really )?(?:smart|intelligent|clever|wise|stupid|dumb|crazy|insane)|how (?:smart|intelligent|clever) are you|are you smarter than (?:me|us|humans|people)',
      'what are you thinking(?: about)?|(?:can|do) you (?:really )?(?:think|learn|understand(?: me)?|know everything|ever make mistakes|make mistakes)(?: for yourself)?|are you always right|what is your iq',
      '(?:are you|will you|will (?:robots|machines|ai|computers)|are (?:robots|machines)) (?:going to )?(?:take over|rule|conquer|destroy|end)(?: the)? (?:world|earth|humanity|mankind)|do you want to (?:take over|rule) the world|are you (?:evil|dangerous|good or evil)',
    ),
  },
  'Clever enough for a few things, and honest about the rest.',
  'I know a little and guess the rest, so check what matters. The world is safe from me.',
  "I'm quick with sums and timers. Wisdom I leave to you.",
);

const family = smallTalk(
  {
    name: 'chat-family',
    about: 'talks about family and friends',
    examples: ['do you have friends'],
    pattern: anyOf(
      '(?:do )?you have (?:an? |any )?(?:family|mother|father|mom|dad|parents|brothers?|sisters?|siblings|brothers (?:and|or) sisters|friends?|children|kids|wife|husband|girlfriend|boyfriend|partner|pets?|dog|cat|job)',
      'are you (?:married|single|in a relationship|taken|dating(?: anyone)?)|who (?:is|are) your (?:friends?|best friend|girlfriend|boyfriend)',
    ),
  },
  "No family, but I've always been close to the clock.",
  "It's just me and the microphone. And you.",
);

const NAMED = anyOf(
  '(?:what does your name mean|why are you called (?:that|so|what you are)|who (?:gave you|chose) your name|where does your name come from|what is the meaning of your name|do you like your name)',
);

const named = defineSkill<object>({
  name: 'chat-name',
  about: 'says what its name means',
  examples: ['what does your name mean'],
  remembered: false,
  parse: (text) => (NAMED.test(text) ? {} : undefined),
  answer: (_slots, { assistantName }) =>
    assistantName.toLowerCase() === 'parley'
      ? 'A parley is a talk between people who want to understand each other. It suits me.'
      : `${assistantName} is the name that I was given here. I like the sound of it.`,
});

export const selfSkills: readonly AnySkill[] = [
  ...[age, maker, machine, others, privacy, where, feelings, needs, colour, favourite, mind, family, named],
];
