/** Spelling aloud. */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { spellSkills } from '../../../src/skills/built-in/spell.js';
import { openRoom } from './talk-context.js';

const room = (): ReturnType<typeof openRoom> => openRoom({ skills: spellSkills, vary: (lines) => lines[0] });

describe('spelling', () => {
  it.each([
    ['How do you spell necessary?', 'Necessary is spelled N, E, C, E, S, S, A, R, Y.'],
    ['Spell giraffe backwards', 'Giraffe backwards is E, F, F, A, R, I, G.'],
    ['Can you spell rhythm for me?', 'Rhythm is spelled R, H, Y, T, H, M.'],
    ['What is the spelling of accommodate?', 'Accommodate is spelled A, C, C, O, M, M, O, D, A, T, E.'],
    ['How is queue spelled?', 'Queue is spelled Q, U, E, U, E.'],
    ['How do you spell forty?', 'Forty is spelled F, O, R, T, Y.'],
    ['Spell the word of', 'Of is spelled O, F.'],
    ['Spell New York', 'New york is spelled N, E, W, space, Y, O, R, K.'],
    ['What is stressed backwards?', 'Stressed backwards is D, E, S, S, E, R, T, S.'],
    ['How many letters are in giraffe?', 'Giraffe has 7 letters.'],
    ["How many r's are in strawberry?", "Strawberry has 3 R's."],
    ['How many times does the letter z appear in pizza?', "Pizza has 2 Z's."],
  ])('"%s": %s', async (said, answer) => {
    expect(await room().ask(said)).toBe(answer);
  });
  it.each([
    'How do you spell relief in French history?',
    'Spell check my essay',
    'What is a magic spell?',
    'Cast a spell on me',
    'How do you write a poem?',
    'How do you write it?',
    'Spell it',
    'How many letters are in the English alphabet?',
    'How is paper written about in history?',
  ])('"%s" is none', (said) => {
    expect(room().read(said)).toBeUndefined();
  });
  it('goes on backwards, and with another word', async () => {
    const { ask } = room();
    await ask('Spell cat');
    expect(await ask('and backwards')).toBe('Cat backwards is T, A, C.');
    expect(await ask('What about dog?')).toBe('Dog is spelled D, O, G.');
  });
  it('spells the name of the user when it is known', async () => {
    const { ask, facts } = room();
    expect(await ask('Spell my name')).toContain("don't know your name");
    facts.set('name', 'ada');
    expect(await ask('Spell my name')).toBe('Ada is spelled A, D, A.');
  });
  it('says every letter once, in order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[a-z]{5,12}$/), async (word) => {
        const found = spellSkills[0]?.parse?.(`spell ${word}`, { language: 'en', now: new Date(), timeZone: 'UTC' });
        expect(found).toEqual({ word, isBackwards: false });
        const said = await spellSkills[0]?.answer(found ?? {}, room().context);
        const spelled = (said as { text: string }).text.split(' is spelled ')[1] ?? '';
        expect(spelled.replaceAll(/[, .]/g, '').toLowerCase()).toBe(word);
      }),
    );
  });
});
