/** Notes by voice. */
import { describe, expect, it } from 'vitest';
import { noteSkills } from '../../../src/skills/built-in/notes.js';
import { openRoom } from './talk-context.js';

const room = (): ReturnType<typeof openRoom> => openRoom({ skills: noteSkills, vary: (lines) => lines[0] });

describe('requests about notes', () => {
  it.each([
    ['Take a note: the boiler was checked in May.', 'note-take', { text: 'the boiler was checked in may' }],
    ['Note that the spare key is with Ada', 'note-take', { text: 'the spare key is with ada' }],
    ['Make a note to call the bank', 'note-take', { text: 'call the bank' }],
    ['Make a note of the parking spot B12', 'note-take', { text: 'the parking spot b12' }],
    ['Write down that rent is due Friday', 'note-take', { text: 'rent is due friday' }],
    ['Jot down milk is low', 'note-take', { text: 'milk is low' }],
    ['Take a note', 'note-take', {}],
    ['Write this down', 'note-take', {}],
    ['New note, buy a ladder', 'note-take', { text: 'buy a ladder' }],
    ['Read my notes', 'note-read', { which: 'all' }],
    ['What notes do I have?', 'note-read', { which: 'all' }],
    ['Do I have any notes?', 'note-read', { which: 'all' }],
    ['What was my last note?', 'note-read', { which: 'last' }],
    ['Read the second note', 'note-read', { which: 'number', number: 2 }],
    ['Read note number 3', 'note-read', { which: 'number', number: 3 }],
    ['Find the note about the boiler', 'note-read', { which: 'about', about: 'boiler' }],
    ['What did I note about the car?', 'note-read', { which: 'about', about: 'the car' }],
    ['Delete my last note', 'note-delete', { which: 'last' }],
    ['Delete the note about the boiler', 'note-delete', { which: 'about', about: 'boiler' }],
    ['Delete all my notes', 'note-delete', { which: 'all' }],
  ])('"%s" is %s %j', (said, name, slots) => {
    const found = room().read(said);
    expect(found?.skill.name).toBe(name);
    expect(found?.slots).toEqual(slots);
  });
  it.each([
    'Who wrote the note on the door?',
    'What is a note in music?',
    'What is the highest note on a piano?',
    'Write a poem',
    'Write down a recipe for pancakes',
    'Read the note on the fridge',
    'Play a note',
    'What are bank notes made of?',
    'Delete it',
    'Write down my shopping list',
    'What did I write?' + ' a letter',
  ])('"%s" is none', (said) => {
    expect(room().read(said)).toBeUndefined();
  });
});

describe('notes', () => {
  it('are taken, read and deleted', async () => {
    const { ask, lists } = room();
    expect(await ask('Read my notes')).toBe("You don't have any notes.");
    expect(await ask('Take a note: the boiler was checked on june 3rd')).toBe(
      'Noted: the boiler was checked on June 3rd.',
    );
    expect(await ask('Read my last note')).toBe('The boiler was checked on June 3rd.');
    expect(await ask('Make a note')).toBe('What should I write down?');
    expect(await ask('What is left to pay to the plumber?')).toBe('Noted: what is left to pay to the plumber.');
    expect(await ask('What are my notes?')).toBe(
      'You have 2 notes. 1: The boiler was checked on June 3rd. 2: What is left to pay to the plumber.',
    );
    expect(await ask('Read note 7')).toBe('You only have 2 notes.');
    expect(await ask('Read the note about cats')).toBe('I find no note about cats.');
    expect(await ask('Delete the note about the boilers')).toBe(
      'I deleted the note: The boiler was checked on June 3rd.',
    );
    await ask('Note that the gate is open');
    expect(await ask('Delete all notes')).toBe('You have 2 notes. Shall I delete them all?');
    expect(await ask('Sure')).toBe('I deleted 2 notes.');
    expect(lists.items('notes')).toEqual([]);
  });
  it('can be declined, and the one just taken thrown away', async () => {
    const { ask, lists } = room();
    await ask('Take a note');
    expect(await ask('Never mind')).toBe("Okay, I won't.");
    await ask('Note that the gate is open');
    expect(lists.items('notes')).toHaveLength(1);
    await ask('Delete that');
    expect(lists.items('notes')).toEqual([]);
  });
});
