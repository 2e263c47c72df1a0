/** Talk about the talk itself. */
import { describe, expect, it } from 'vitest';
import { memorySkills } from '../../../src/skills/built-in/memory.js';
import { openRoom } from './talk-context.js';

const room = (): ReturnType<typeof openRoom> => openRoom({ skills: memorySkills, vary: (lines) => lines[0] });

describe('what was said and heard', () => {
  it('is told again', async () => {
    const { ask, talk } = room();
    expect(await ask('What did you hear?')).toBe("I haven't heard anything from you before that.");
    expect(await ask('Say that again')).toBe("I haven't said anything yet.");
    Object.assign(talk, { said: 'what is the tallest mountain?', heard: 'Mount Everest.' });
    expect(await ask('What did you hear?')).toBe('I heard: What is the tallest mountain.');
    expect(await ask('What did I just say?')).toBe('I heard: What is the tallest mountain.');
    expect(await ask('Say that again')).toBe('Mount Everest.');
    expect(await ask('Pardon?')).toBe('Mount Everest.');
  });
  it('is told again slower or louder, from the first word on', async () => {
    const { ask, talk, controls } = room();
    talk.heard = 'Mount Everest.';
    expect(await ask('Say that slower')).toBe('Mount Everest.');
    expect(controls.speed).toBe(0.8);
    expect(await ask('Repeat that a bit louder')).toBe('Mount Everest.');
    expect(controls.volume).toBe(1.25);
    for (let time = 0; time < 9; time++) await ask('Again, slower');
    expect(controls.speed).toBe(0.5);
    const differently = memorySkills.find(({ name }) => name === 'repeat-differently');
    // Otherwise the words would be spoken before the change.
    expect(differently?.runs).toBe('certain');
  });
  it('is forgotten on request, and only then', async () => {
    const { ask, plan, talk, facts } = room();
    await plan('Forget this conversation');
    expect(talk.cleared).toBe(0);
    expect(await ask('Forget this conversation')).toBe("Done. I've forgotten this conversation.");
    expect(talk.cleared).toBe(1);
    facts.set('name', 'ada');
    expect(await ask('Forget everything')).toContain('What you asked me to remember stays.');
    expect(facts.get('name')).toBe('ada');
  });
  it.each(['What did you say about Rome?', 'Forget about Rome', 'Say hello', 'What did Ada say?', 'Clear the list'])(
    '"%s" is none',
    (said) => {
      expect(room().read(said)).toBeUndefined();
    },
  );
});
