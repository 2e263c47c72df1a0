/** How a conversation begins, goes on and ends: greetings, thanks, who one talks to, what can be asked, stop. */
import type { SkillContext } from '../context.js';
import { defineSkill, smallTalk, type AnySkill } from '../skill.js';
import { silenceRinging } from './alarms-ring.js';
import { userName } from './facts.js';
import { capitalise } from '../language/say-when.js';
import { joinWords } from './talk-words.js';

const GREETING =
  /^(?:(?:(?:hello|hi|hey|hiya|howdy|greetings|welcome|good day|ahoy|yo)(?: (?:there|again|everyone|everybody|you|friend|my friend))?|(?:hello |hi |hey )?(?<part>good (?:morning|afternoon|evening)|morning|evening)(?: (?:to you|there|everyone))?)(?: (?:hello|hi|hey))?)$/;

const greeting = defineSkill<{ readonly part?: string }>({
  name: 'greeting',
  about: 'greets you back',
  examples: ['hello', 'hi there', 'good morning', 'good evening'],
  remembered: false,
  parse: (text) => {
    const match = GREETING.exec(text);
    if (match === null) return undefined;
    const part = match.groups?.['part']?.replace(/^good /, '');
    return part === undefined ? {} : { part };
  },
  answer: ({ part }, context) => {
    const name = userName(context.facts);
    const who = name === undefined ? '' : `, ${name}`;
    if (part === undefined)
      return context.vary([
        `Hello${who}! How can I help?`,
        `Hi${name === undefined ? ' there' : who}!`,
        `Hello${who}! What can I do for you?`,
      ]);
    const now = partOfDay(context);
    return part === now
      ? context.vary([`Good ${now}${who}! How can I help?`, `Good ${now}${who}!`, `A very good ${now} to you${who}.`])
      : `Good ${part}${who}! By my clock it's ${now === 'night' ? 'the middle of the night' : `${now} already`}.`;
  },
});

function partOfDay({ now, timeZone }: SkillContext): string {
  const hour = Number(new Intl.DateTimeFormat('en-GB', { hour: 'numeric', hourCycle: 'h23', timeZone }).format(now()));
  if (hour < 4) return 'night';
  if (hour < 12) return 'morning';
  return hour < 18 ? 'afternoon' : 'evening';
}

const wellBeing = smallTalk(
  {
    name: 'well-being',
    about: 'says how it is',
    examples: ['how are you', 'how is it going'],
    pattern:
      /^(?:(?:hello|hi|hey|good (?:morning|evening|afternoon)) )?(?:there )?(?:how are you|how are you doing|how is it going|how do you do|what is up|are you ok|are you okay|how have you been|how are things|how is life|how was your (?:day|night|weekend)|how is your day(?: going)?|how (?:are|do) you feel(?:ing)?|you ok|you okay|you alright|you all right|you good|are you well|are you (?:alright|all right|good))(?: doing)?(?: today| this morning| tonight| this evening| so far)?$/,
  },
  "I'm fine, thank you. How can I help?",
  'Very well, thanks. What can I do for you?',
  'All my circuits are in good spirits. And you?',
);

const thanks = smallTalk(
  {
    name: 'thanks',
    about: 'takes thanks',
    examples: ['thank you', 'thanks a lot'],
    pattern:
      /^(?:(?:ok|okay|great|good|cool|perfect|alright|oh|wow|nice|lovely) )*(?:thanks|thank you|cheers|many thanks|much appreciated|i appreciate (?:it|that)|thx|that is (?:kind|nice) of you|that was (?:very )?(?:helpful|useful|kind))(?: (?:mate|buddy|pal|man|dear|a lot|a bunch|a million|so much|very much|very kindly|you|again|indeed|my friend|for (?:that|your help|the help|helping|everything|the info|the information|your time|telling me)|(?:that|it) (?:was|is) (?:(?:really|very|so|quite|just) )?(?:helpful|useful|great|good|nice|kind|perfect|all|what i needed|all i needed|all i wanted)|(?:you are|you were) (?:(?:really|very|so|a) )?(?:great|helpful|the best|kind|life saver|lifesaver|star)|that will be all))*$/,
  },
  "You're welcome.",
  'My pleasure.',
  'Any time.',
  'Glad to help.',
);

const goodbye = smallTalk(
  {
    name: 'goodbye',
    about: 'says goodbye',
    examples: ['goodbye', 'see you later'],
    pattern:
      /^(?:(?:ok|okay|thanks|thank you|alright|well|no thanks) )?(?:goodbye|good bye|bye|bye bye|see you|see ya|catch you (?:later|soon)|later|see you (?:later|soon|tomorrow|around)|farewell|talk to you (?:later|soon)|until (?:next time|later|tomorrow)|so long|take care|i have to go|i am leaving|i am off|have a (?:nice|good|great) (?:day|evening|one|night|weekend))(?: (?:for now|then|now|parley))?$/,
  },
  'Goodbye!',
  'Bye! Talk to you soon.',
  'See you later.',
);

const goodNight = smallTalk(
  {
    name: 'good-night',
    about: 'wishes a good night',
    examples: ['good night'],
    pattern:
      /^(?:(?:ok|okay|thanks|thank you) )?(?:good night|goodnight|night night|nighty night|sleep (?:well|tight)|sweet dreams|i am going to (?:bed|sleep))(?: (?:then|now|everyone|sleep (?:well|tight)))*$/,
  },
  'Good night! Sleep well.',
  'Good night. See you tomorrow.',
  'Sweet dreams!',
);

const NAME =
  /^(?:who are you|who is this|what are you|what is your name|what is your full name|what was your name(?: again)?|(?:may|can) i (?:know|ask) your name|your name|what do (?:people|they|your friends) call you|what is (?:you are|you is|you) name|what are you called|what should i call you|what do i call you|do you have a name|tell me your name|say your name|who am i (?:talking|speaking) (?:to|with)|introduce yourself|tell me about yourself|tell me something about yourself|describe yourself)$/;

const name = defineSkill<object>({
  name: 'name',
  about: 'says who it is',
  examples: ['what is your name', 'who are you'],
  alike: [
    'what is your name',
    'what are you called',
    'tell me your name',
    'who am i talking to',
    'do you have a name',
    'what should i call you',
    'introduce yourself',
  ],
  remembered: false,
  parse: (text) => (NAME.test(text) ? {} : undefined),
  answer: (_slots, { assistantName, vary }) =>
    vary([
      `I'm ${assistantName}, your voice assistant. I run on this computer.`,
      `My name is ${assistantName}. I'm a voice assistant that lives on this computer.`,
    ]),
});

const STOP =
  /^(?:(?:no |ok |okay |please )?(?:stop|cancel|abort|halt|quit|never ?mind|forget (?:it|that|about it|about that)|shut up|be quiet|quiet|silence|enough|enough already|that is enough|that will do|hush|(?:stop ){1,3}stop|stop (?:it|that|talking|speaking|this)|cancel (?:it|that)|no never ?mind|do not bother|no thanks|no thank you|nothing|it is nothing|leave it|skip it|shush|hold your tongue|i do not need anything|not you|i was not talking to you)(?: (?:now|stop|it|talking|for now|already))?)$/;

/** Whatever rings is meant first. */
const stop = defineSkill<object>({
  name: 'stop',
  about: 'stops talking',
  examples: ['stop', 'never mind', 'be quiet'],
  alike: ['stop talking', 'that is enough', 'forget it', 'cancel that', 'be quiet now', 'shut up'],
  remembered: false,
  parse: (text) => (STOP.test(text) ? {} : undefined),
  answer: (_slots, context) => silenceRinging(context) ?? context.vary(['Okay.', 'All right.']),
});

const HELP =
  /^(?:what (?:can|else can|all can|could|else could) (?:you|i) (?:all )?(?:do|ask|say|help with|help me with|ask for|talk about)(?: you| to you| here| else| for me| together)?|what can i ask you(?: about| for)?|what can you help (?:me )?with|what do you do|what do you know how to do|what else do you know(?: how to do)?|what are you (?:able to do|capable of|good at|good for)|what (?:sort of |kind of |kinds of )?(?:things|stuff) can (?:you do|i (?:ask|say|do|ask for))(?: you)?|how do i use this|(?:i need|give me) some help|what are your (?:skills|abilities|commands|features|functions|capabilities)|how can you help(?: me)?|how do you work|how do i use you|how does this work|help|help me|i need help|can you help(?: me)?|(?:list|show|tell me)(?: me)? (?:all )?(?:your |the )?(?:commands|skills|abilities)|what (?:commands|skills|questions) (?:do you (?:know|have|understand)|are there|can i (?:use|ask))|(?:tell me |show me )?what you can do|give me some examples|what is possible|what now)$/;
const HELP_TOPIC =
  /^(?:what (?:else )?can you do with|what can i (?:ask|tell) you about|(?:show |give )?help (?:with|on|about)|what do you know about your|tell me about your) (?:my |the |a |an |your )?(?<topic>[\p{L}]+(?: [\p{L}]+)?)$/u;

/** Talk about the talk is none of what one asks for help with. */
const IS_TALK = /^(?:chat-|conversation|greeting|well-being|thanks|good|name$|stop$|help$|repeat|heard)/;
const SHOWN = 4;
const TOPICS = 5;

const help = defineSkill<{ readonly topic?: string }>({
  name: 'help',
  about: 'says what it can do',
  examples: ['what can you do', 'help', 'what can i ask you', 'what can you do with lists'],
  alike: [
    'what can you do for me',
    'what else can you do',
    'how can you help me',
    'what can i say',
    'what can you help me with',
    'what are your skills',
    'what commands are there',
    'tell me what you can do',
    'i need help',
  ],
  remembered: false,
  parse: (text) => {
    const topic = HELP_TOPIC.exec(text)?.groups?.['topic'];
    if (topic !== undefined && !/^(?:name|family|self|day|maker|creator)$/.test(topic)) return { topic };
    return HELP.test(text) ? {} : undefined;
  },
  goOn: (text) =>
    /^(?:(?:and )?what else(?: can you do)?|(?:and )?(?:more|anything else|go on|is that all)|tell me more)$/.test(text)
      ? {}
      : undefined,
  answer: ({ topic }, context) => (topic === undefined ? overview(context) : helpWith(topic, context)),
});

/** Skills by what they are about: `list-add` and `list-show` are both of `list`. */
function groups({ skills }: SkillContext): ReadonlyMap<string, readonly AnySkill[]> {
  const found = new Map<string, AnySkill[]>();
  for (const skill of skills) {
    if (IS_TALK.test(skill.name)) continue;
    const [group = skill.name] = skill.name.split('-');
    found.set(group, [...(found.get(group) ?? []), skill]);
  }
  return found;
}

/** A few examples, other ones each time, and what there is more to ask about. */
function overview(context: SkillContext): string {
  const all = groups(context);
  const examples = [...all.values()].map(([first]) => first?.examples[0] ?? '');
  const pages: string[] = [];
  // A page holds every n-th example, so that its examples are of different kinds.
  const count = Math.ceil(examples.length / SHOWN);
  for (let page = 0; page < count; page++)
    pages.push(
      joinWords(
        examples.filter((_, at) => at % count === page),
        'or',
      ),
    );
  const [first, ...rest] = pages;
  if (first === undefined) return 'Just ask me a question.';
  const topics = [...all].filter(([, { length }]) => length > 2).map(([group]) => `${group}s`);
  const more = topics.length === 0 ? '' : ` Or ask what I can do with ${joinWords(topics.slice(0, TOPICS), 'or')}.`;
  return `You can say, for instance: ${context.vary([first, ...rest])}.${more}`;
}

function helpWith(topic: string, context: SkillContext): string {
  const stem = topic.replace(/(?:s|es)$/, '');
  const holds = (text: string): boolean =>
    text
      .toLowerCase()
      .split(/[^\p{L}]+/u)
      .some((word) => word === topic || word.replace(/(?:s|es)$/, '') === stem);
  const all = [...groups(context).values()].flat();
  const named = all.filter((skill) => holds(skill.name));
  const found = named.length > 0 ? named : all.filter((skill) => holds(skill.about) || skill.examples.some(holds));
  if (found.length === 0) return `I have no skill for ${topic}, but you can always ask me about it.`;
  return `${capitalise(topic)}: you can say, for instance, ${joinWords(
    found.slice(0, TOPICS).map(({ examples }) => examples[0]),
    'or',
  )}.`;
}

export const talkSkills: readonly AnySkill[] = [greeting, wellBeing, thanks, goodNight, goodbye, name, help, stop];
