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
    // Were it otherwise, the words would be spoken before the change.
    const changes: string[] = [];
    const undo: (() => void)[] = [];
    const there = openRoom({
      skills: memorySkills,
      turn: {
        until: (effect) => {
          changes.push(`${effect} ${there.controls.volume}`);
          return Promise.resolve();
        },
        onTakenBack: (back) => undo.push(back),
      },
    });
    await there.plan('Repeat that louder');
    expect([changes, there.controls.volume]).toEqual([['undoable 1'], 1.25]);
    for (const back of undo) back();
    expect(there.controls.volume).toBe(1);
  });
  it('is forgotten on request, and only then', async () => {
    const { ask, plan, talk, facts, controls } = room();
    await plan('Forget this conversation');
    expect(talk.cleared).toBe(0);
    expect(await ask('Forget this conversation')).toBe("Done. I've forgotten this conversation.");
    expect([talk.cleared, controls.tracesForgotten]).toEqual([1, 0]);
    facts.set('name', 'ada');
    expect(await ask('Forget everything')).toContain('What you asked me to remember stays.');
    expect([talk.cleared, controls.tracesForgotten, facts.get('name')]).toEqual([2, 1, 'ada']);
    await ask('Clear my history');
    expect(controls.tracesForgotten).toBe(2);
  });
  it.each(['What did you say about Rome?', 'Forget about Rome', 'Say hello', 'What did Ada say?', 'Clear the list'])(
    '"%s" is none',
    (said) => {
      expect(room().read(said)).toBeUndefined();
    },
  );
});
