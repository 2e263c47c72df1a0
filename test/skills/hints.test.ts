/** What the skills expect: typical requests as sentences, and words worth favouring. */
import { describe, expect, it } from 'vitest';
import { builtInSkills } from '../../src/skills/built-in/index.js';
import { hintsOf } from '../../src/skills/hints.js';
import { smallTalk, type AnySkill } from '../../src/skills/skill.js';

const brew: AnySkill = {
  name: 'brew',
  about: 'makes coffee',
  examples: ['can i have a lungo', 'brew an espresso'],
  slots: { drink: ['lungo', 'flat white'] },
  answer: () => 'Here you are.',
};

describe('hintsOf', () => {
  it('writes typical requests as people would', () => {
    const { language, context } = hintsOf(builtInSkills);
    expect(language).toBe('en');
    expect(context).toContain('What time is it?');
    expect(context[0]).toBe('Set a timer for ten minutes.');
    for (const sentence of context) expect(sentence).toMatch(/^\p{Lu}.*[.?]$/u);
  });

  it('puts the user’s own skills and things first', () => {
    const hints = hintsOf([...builtInSkills, brew], { own: ['brew', 'gone'], things: ['Groceries'] });
    expect(hints.context[0]).toBe('Can I have a lungo?');
    expect(hints.words.slice(0, 3)).toEqual(['Groceries', 'lungo', 'flat white']);
    expect(hints.words).toContain('espresso');
  });

  it('names places and units, each word once, and leaves out small talk and short words', () => {
    const chat = smallTalk({ name: 'chat', about: 'talks', examples: ['do you like jazzmusic'] }, 'Yes.');
    const { words } = hintsOf([brew, chat]);
    expect(words).toEqual(expect.arrayContaining(['Paris', 'New York', 'kilometers']));
    expect(words).not.toContain('jazzmusic');
    expect(new Set(words).size).toBe(words.length);
    expect(hintsOf([]).context).toEqual([]);
  });
});
