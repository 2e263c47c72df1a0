/** Lists by voice: what is meant, what is answered, what is kept. */
import { describe, expect, it } from 'vitest';
import { listSkills } from '../../../src/skills/built-in/lists.js';
import { openRoom } from './talk-context.js';

const room = (): ReturnType<typeof openRoom> => openRoom({ skills: listSkills, vary: (lines) => lines[0] });

describe('requests about lists', () => {
  it.each([
    [
      'Add milk, eggs and two loaves of bread to my shopping list.',
      'list-add',
      { items: ['milk', 'eggs', '2 loaves of bread'], list: 'shopping' },
    ],
    ['Put batteries on the list.', 'list-add', { items: ['batteries'] }],
    ['We need milk.', 'list-add', { items: ['milk'] }],
    ["We're out of coffee", 'list-add', { items: ['coffee'] }],
    ['at milk to my shopping list', 'list-add', { items: ['milk'], list: 'shopping' }],
    ['Add call the plumber to my to-do list', 'list-add', { items: ['call the plumber'], list: 'to-do' }],
    [
      'Could you please put sunscreen and socks on my packing list?',
      'list-add',
      { items: ['sunscreen', 'socks'], list: 'packing' },
    ],
    ['Add apples to the groceries list', 'list-add', { items: ['apples'], list: 'groceries' }],
    ['Add something to my shopping list', 'list-add', { items: [], list: 'shopping' }],
    ['Remove milk from my shopping list', 'list-remove', { items: ['milk'], list: 'shopping' }],
    ['Take the eggs off the list', 'list-remove', { items: ['eggs'] }],
    ['Cross batteries off my list', 'list-remove', { items: ['batteries'] }],
    ['I bought the milk', 'list-remove', { items: ['milk'] }],
    ['Remove the last item from my shopping list', 'list-remove', { items: [], last: true, list: 'shopping' }],
    ["What's on my shopping list?", 'list-show', { list: 'shopping' }],
    ['Read me my to do list', 'list-show', { list: 'to-do' }],
    ['Show the list', 'list-show', {}],
    ['What do I have on my packing list?', 'list-show', { list: 'packing' }],
    ['Is there anything on my list?', 'list-show', {}],
    ['What do we need from the store?', 'list-show', { list: 'shopping' }],
    ['Clear my shopping list', 'list-clear', { list: 'shopping' }],
    ['Remove everything from my shopping list', 'list-clear', { list: 'shopping' }],
    ['Delete the packing list', 'list-clear', { list: 'packing' }],
    ['What lists do I have?', 'list-names', {}],
    ['Is milk on my list?', 'list-has', { items: ['milk'] }],
    ['Did I put eggs on the shopping list already?', 'list-has', { items: ['eggs'], list: 'shopping' }],
    ['Do we need milk?', 'list-has', { items: ['milk'] }],
    ['Make a packing list', 'list-make', { list: 'packing' }],
    ['Create a new list called party', 'list-make', { list: 'party' }],
  ])('"%s" is %s %j', (said, name, slots) => {
    const found = room().read(said);
    expect(found?.skill.name).toBe(name);
    expect(found?.slots).toEqual(slots);
  });
  it.each([
    'What is on the list of world heritage sites?',
    'Who is on the list of presidents?',
    'Add 5 and 3',
    'Add a timer',
    'We need to talk',
    'I need help',
    'I need a doctor',
    'Add this song to my play list',
    'Add it to my list',
    'What is a linked list?',
    'Tell me about the movie Schindlers list and its director',
    'Remove the stain from my shirt',
    'Buy a house',
    'Make a list of the planets',
    'Get out of the kitchen',
    'What should I get?',
    'Is it on the list?',
    'and bread',
    'take it off',
    'Put the kettle on',
    'Do we need oxygen?',
    'Clear my schedule',
    'Who wrote the note on the door?',
  ])('"%s" is none', (said) => {
    expect(room().read(said)).toBeUndefined();
  });
});

describe('a shopping list', () => {
  it('is filled, read, and emptied', async () => {
    const { ask, lists } = room();
    expect(await ask("What's on my shopping list?")).toBe("There's nothing on your shopping list.");
    expect(await ask('Add milk, eggs and two loaves of bread to my shopping list.')).toBe(
      'I added milk, eggs and 2 loaves of bread to your shopping list.',
    );
    expect(await ask('And butter.')).toBe('I added butter to your shopping list.');
    expect(await ask('Add milk and batteries to the list')).toBe(
      'I added batteries to your shopping list. Milk is on your shopping list already.',
    );
    expect(await ask('Remove it.')).toBe('I took milk and batteries off your shopping list.');
    expect(await ask('Is bread on my list?')).toBe('Yes, 2 loaves of bread are on your shopping list.');
    expect(await ask('Take the bread off my list')).toBe('I took 2 loaves of bread off your shopping list.');
    expect(await ask('Read my list')).toBe('You have 2 things on your shopping list: eggs and butter.');
    expect(await ask('Remove cheese from my list')).toBe("Cheese isn't on your shopping list.");
    expect(await ask('Clear my list')).toBe('There are 2 things on your shopping list. Shall I clear it?');
    expect(lists.items('shopping')).toHaveLength(2);
    expect(await ask('Yes, please.')).toBe('Your shopping list is empty now.');
    expect(lists.items('shopping')).toEqual([]);
  });
  it('stays as it is when it is not to be cleared', async () => {
    const { ask, lists } = room();
    await ask('We need milk');
    await ask('Clear the shopping list');
    expect(await ask('No, never mind.')).toBe("Okay, I won't.");
    expect(lists.items('shopping')).toHaveLength(1);
    await ask('Clear the shopping list');
    expect(await ask("What's on my list?")).toContain('milk');
    expect(await ask('Yes')).toBe('');
    expect(lists.items('shopping')).toHaveLength(1);
  });
  it('is not changed by a turn that is taken back', async () => {
    const { plan, lists } = room();
    expect((await plan('We need milk'))?.text).toContain('milk');
    expect(lists.items('shopping')).toEqual([]);
  });
  it('asks what to add, and whether to add what is missing', async () => {
    const { ask, lists } = room();
    expect(await ask('Add something to my shopping list')).toBe('What should I put on your shopping list?');
    await ask('Milk and eggs');
    expect(await ask('Is bread on my list?')).toBe("No, bread isn't on your shopping list. Shall I add it?");
    await ask('Yeah, go ahead');
    expect(lists.items('shopping').map(({ text }) => text)).toEqual(['milk', 'eggs', 'bread']);
    await ask('Add something to my shopping list');
    expect(await ask('What is on my shopping list?')).toContain('3 things');
    await ask('Add something to my shopping list');
    await ask('Rice and beans');
    expect(await ask('Remove them')).toBe('I took rice and beans off your shopping list.');
    expect(await ask('Start a new shopping list')).toBe(
      'There are 3 things on your shopping list. Shall I clear it first?',
    );
    expect(await ask('Yes')).toBe("It's empty now. What goes on it?");
    await ask('Bread');
    expect(lists.items('shopping').map(({ text }) => text)).toEqual(['bread']);
  });
});

describe('several lists', () => {
  it('are kept apart and named; notes are none of them', async () => {
    const { ask, lists } = room();
    expect(await ask('What lists do I have?')).toBe("You don't have any lists yet.");
    expect(await ask('Make a packing list')).toBe('Okay, a packing list. What goes on it?');
    await ask('Socks and a toothbrush');
    await ask('We need milk');
    lists.add('notes', 'the door squeaks');
    expect(await ask('What lists do I have?')).toBe(
      'You have 2 lists: packing, with 2 things and shopping, with 1 thing.',
    );
    expect(await ask('Take socks off my packing list')).toBe('I took socks off your packing list.');
    expect(await ask('And the toothbrush')).toBe('I took toothbrush off your packing list.');
  });
  it('are read in pieces when they are long', async () => {
    const { ask, lists } = room();
    for (let item = 1; item <= 14; item++) lists.add('shopping', `thing ${item}`);
    expect(await ask('Read my list')).toMatch(/thing 12, and 2 more. Shall I go on\?$/);
    expect(await ask('Yes')).toBe('Thing 13 and thing 14.');
  });
});
