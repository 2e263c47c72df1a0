/** Small talk, chance, and talk about the conversation itself. */
import { say, type Skill, type Skills } from './skill.js';

const name: Skill<'name'> = {
  remembered: false,
  answer: (_slots, { assistantName }) => `I'm ${assistantName}, your voice assistant. I run on this computer.`,
};

const repeat: Skill<'repeat'> = {
  remembered: false,
  answer: (_slots, { conversation }) => {
    const last = conversation.lastHeard();
    return last === '' ? "I haven't said anything yet." : last;
  },
};

const coin: Skill<'coin'> = {
  remembered: true,
  answer: (_slots, { random }) => (random() < 0.5 ? 'Heads.' : 'Tails.'),
};

const dice: Skill<'dice'> = {
  remembered: true,
  answer: ({ count, sides }, { random }) => {
    const rolls = Array.from({ length: count }, () => 1 + Math.floor(random() * sides));
    const total = rolls.reduce((sum, roll) => sum + roll, 0);
    if (count === 1) return `You rolled ${total}.`;
    return `You rolled ${rolls.slice(0, -1).join(', ')} and ${rolls.at(-1) ?? 0}. That makes ${total}.`;
  },
};

export const talkSkills: Pick<
  Skills,
  'greeting' | 'well-being' | 'thanks' | 'goodbye' | 'help' | 'stop' | 'name' | 'repeat' | 'coin' | 'dice'
> = {
  greeting: say('Hello! How can I help?', 'Hi there!', 'Hello! What can I do for you?'),
  'well-being': say("I'm fine, thank you. How can I help?", 'Very well, thanks. What can I do for you?'),
  thanks: say("You're welcome.", 'My pleasure.', 'Any time.'),
  goodbye: say('Goodbye!', 'Bye! Talk to you soon.', 'See you later.'),
  help: say(
    'You can ask me for the time or the date, let me calculate or convert units, set timers, or just ask a question.',
  ),
  stop: say('Okay.', 'All right.'),
  ...{ name, repeat, coin, dice },
};
