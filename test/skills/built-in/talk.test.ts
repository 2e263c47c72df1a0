/** All of the talk together: which skill means what, and what belongs to none of them. */
import { describe, expect, it } from 'vitest';
import { chanceSkills } from '../../../src/skills/built-in/chance.js';
import { chatSkills } from '../../../src/skills/built-in/chat.js';
import { controlSkills } from '../../../src/skills/built-in/controls.js';
import { factSkills } from '../../../src/skills/built-in/facts.js';
import { createJokeSkills } from '../../../src/skills/built-in/jokes.js';
import { listSkills } from '../../../src/skills/built-in/lists.js';
import { memorySkills } from '../../../src/skills/built-in/memory.js';
import { noteSkills } from '../../../src/skills/built-in/notes.js';
import { spellSkills } from '../../../src/skills/built-in/spell.js';
import { talkSkills } from '../../../src/skills/built-in/talk.js';
import { openRoom } from './talk-context.js';

/** In the order in which the assistant tries them. */
const skills = [
  ...[...memorySkills, ...controlSkills, ...factSkills, ...noteSkills, ...listSkills],
  ...[...spellSkills, ...chanceSkills, ...createJokeSkills(), ...talkSkills, ...chatSkills],
];
const room = (): ReturnType<typeof openRoom> => openRoom({ skills, vary: (lines) => lines[0] });

describe('every skill', () => {
  it.each(skills.map((skill) => [skill.name, skill] as const))('%s understands its own examples', (name, skill) => {
    for (const example of skill.examples) expect(room().read(example)?.skill.name, example).toBe(name);
  });
  it('has a name of its own, and says what it does', () => {
    expect(new Set(skills.map(({ name }) => name)).size).toBe(skills.length);
    for (const { about } of skills) expect(about).toMatch(/^[a-z][^.]+$/);
  });
  it('answers each of its examples in a sentence or more, and another one the next time where it talks', async () => {
    for (const skill of skills) {
      const { ask } = openRoom({ skills });
      for (const example of skill.examples) expect(await ask(example), example).toMatch(/^[A-Z\d].*[.?!]$/);
    }
    for (const skill of talkSkills.filter(({ remembered }) => remembered === false)) {
      const { ask } = openRoom({ skills });
      const [example] = skill.examples;
      expect(await ask(example), example).not.toBe(await ask(example));
    }
  });
});

describe('what people say', () => {
  it.each([
    ['Hello.', 'greeting'],
    ['Hey there', 'greeting'],
    ['Good morning, Parley.', 'greeting'],
    ['How are you doing today?', 'well-being'],
    ['Thank you so much!', 'thanks'],
    ['Okay, thanks a lot.', 'thanks'],
    ['Bye bye', 'goodbye'],
    ['Good night', 'good-night'],
    ["What's your name?", 'name'],
    ['Who are you?', 'name'],
    ['What can you do?', 'help'],
    ['Um, what can I ask you?', 'help'],
    ['What can you do with timers?', 'help'],
    ['Stop.', 'stop'],
    ['Never mind.', 'stop'],
    ['Forget it', 'stop'],
    ['Be quiet', 'stop'],
    ['Say that again, please.', 'repeat'],
    ['Sorry, what did you say?', 'repeat'],
    ['What was that?', 'repeat'],
    ['Say that slower', 'repeat-differently'],
    ['Can you say that louder?', 'repeat-differently'],
    ['What did you hear?', 'heard'],
    ['What did I just say?', 'heard'],
    ['Forget what I said', 'conversation-forget'],
    ['Forget this conversation', 'conversation-forget'],
    ['Forget everything', 'conversation-forget'],
    ['Start over', 'conversation-forget'],
    ['Forget everything about me', 'fact-forget-all'],
    ['Tell me a joke', 'joke'],
    ['Do you know any good jokes?', 'joke'],
    ['Tell me something interesting', 'wonder'],
    ["I'm bored", 'wonder'],
    ['How old are you?', 'chat-age'],
    ['Who made you?', 'chat-maker'],
    ['Are you a human?', 'chat-machine'],
    ['Are you a robot?', 'chat-machine'],
    ['Are you real?', 'chat-machine'],
    ['Are you Siri?', 'chat-others'],
    ['Are you recording me?', 'chat-privacy'],
    ['Are you always listening?', 'chat-privacy'],
    ['Do you send my voice to the cloud?', 'chat-privacy'],
    ['Does anything leave this computer?', 'chat-privacy'],
    ['Are you there?', 'chat-present'],
    ['Can you hear me?', 'chat-present'],
    ['Are you listening?', 'chat-present'],
    ['Do you have feelings?', 'chat-feelings'],
    ['Do you ever sleep?', 'chat-needs'],
    ['What is your favourite colour?', 'chat-colour'],
    ['What is your favorite movie?', 'chat-favourite'],
    ['I love you', 'chat-love'],
    ['You are so stupid', 'chat-insult'],
    ['You are the best', 'chat-compliment'],
    ['Good job', 'chat-compliment'],
    ["That's wrong", 'chat-wrong'],
    ["You're welcome", 'chat-welcome'],
    ["I'm sorry", 'chat-sorry'],
    ['Sorry?', 'repeat'],
    ['Sing me a song', 'chat-sing'],
    ['Can you sing?', 'chat-sing'],
    ['What is the meaning of life?', 'chat-life'],
    ['Do you believe in ghosts?', 'chat-belief'],
    ['Happy new year!', 'chat-wish'],
    ['I feel lonely today', 'chat-low'],
    ['I am doing great', 'chat-well'],
    ['I want to die', 'chat-serious'],
    ['Call an ambulance!', 'chat-serious'],
    ['Can I ask you a question?', 'chat-open'],
    ['Knock knock', 'chat-knock'],
    ['Okay', 'chat-nod'],
    ['My name is Ada', 'fact-tell'],
    ['What is my name?', 'fact-ask'],
    ['Take a note that the door squeaks', 'note-take'],
    ['We need milk', 'list-add'],
  ])('"%s" is %s', (said, name) => {
    expect(room().read(said)?.skill.name).toBe(name);
  });
  it.each([
    'How do you spell relief in French history?',
    'My name is not important, tell me about Rome.',
    'What is the origin of the joke?',
    'Who wrote the note on the door?',
    'Tell me about jokes in ancient Greece',
    'Tell me a story',
    'Who made the first clock?',
    'How old is the universe?',
    'What is love?',
    'Are you sure that Rome is older than Athens?',
    'What can you do about a broken heart in summer?',
    'What is the meaning of the word parley?',
    'Why do humans sleep?',
    'Is there water on Mars?',
    'Who recorded this song?',
    'Are there people listening to radio in space?',
    'Can you hear sound in space?',
    'What is your opinion on the French revolution?',
    'What did you say about Rome?',
    'What did Einstein say?',
    'Say hello in Spanish',
    'Who sang the song yesterday?',
    'Thank you in Japanese is what?',
    'When is good friday?',
    'Forget about Rome, tell me about Athens',
    'What is a good night routine?',
    'Help me with my homework in physics',
    'What is the best name for a dog?',
    'Describe a stupid idea',
    'Stop the music in the kitchen',
    'Tell me the secret of the pyramids',
    'Remind me to call mom',
    'What time is it?',
    'Set a timer for 5 minutes',
    'What is 3 plus 4?',
    'Turn on the lights',
    'How many letters did Vincent van Gogh write?',
    'Pick up milk and drop off the dry cleaning at four',
    'Is the earth round, yes or no, and why?',
    'Choose your weapon',
    'Note the irony',
  ])('"%s" is none', (said) => {
    expect(room().read(said)?.skill.name).toBeUndefined();
  });
});

describe('talk', () => {
  it('greets by the time of day and by name', async () => {
    const { ask, facts } = room();
    expect(await ask('Good morning')).toBe('Good morning! How can I help?');
    facts.set('name', 'ada');
    expect(await ask('Good evening')).toBe("Good evening, Ada! By my clock it's morning already.");
    expect(await ask('Hello')).toBe('Hello, Ada! How can I help?');
  });
  it('tells what it can do from the skills there are', async () => {
    const { ask } = openRoom({ skills });
    const first = await ask('What can you do?');
    const next = await ask('What else can you do?');
    expect(next).not.toBe(first);
    expect(first).toContain('Or ask what I can do with');
    expect(await ask('What can you do with lists?')).toMatch(/^Lists: .*shopping list/);
    expect(await ask('What can you do with elephants?')).toBe(
      'I have no skill for elephants, but you can always ask me about it.',
    );
    const own = {
      name: 'plant-water',
      about: 'waters the plants',
      examples: ['water the ficus'] as const,
      answer: () => 'Done.',
    };
    const small = openRoom({ skills: [...talkSkills, own] });
    expect(await small.ask('Help')).toBe('You can say, for instance: water the ficus.');
    expect(await small.ask('What can you do with plants?')).toBe('Plants: you can say, for instance, water the ficus.');
  });
  it('keeps up a knock-knock joke', async () => {
    const { ask } = room();
    expect(await ask('Knock knock')).toBe("Who's there?");
    expect(await ask('Lettuce')).toBe('Lettuce who?');
    expect(await ask("Lettuce in, it's cold out here")).toContain('Ha!');
  });
  it('is honest about tools', async () => {
    const tool = { name: 'x', description: 'x', parameters: {}, isReadOnly: true, isRisky: false, phrases: [] };
    const tools = { ...room().context.tools, list: () => [tool] };
    expect(await room().ask('Are you recording me?')).toContain('Nothing leaves it, unless');
    expect(await openRoom({ skills, tools }).ask('Are you recording me?')).toContain(
      'what you ask of them goes to them',
    );
  });
});
