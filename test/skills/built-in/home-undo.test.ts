import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openBox, type OpenBox } from '../../fixtures/mcp/box.js';
import { houseEntities } from '../../fixtures/mcp/house-entities.js';
import { House } from '../../fixtures/mcp/house.js';
import { Talk } from '../../fixtures/mcp/talk.js';

const house = new House();
let open: OpenBox;
let talk: Talk;
/** What was waited for, and how to go on as somebody who had not finished. */
let waited: string[];
let undos: (() => void)[];
beforeAll(async () => {
  open = await openBox({ servers: { home: { url: await house.open() } }, calls_per_minute: 600 });
});
afterAll(async () => {
  await open.box.close();
  await house.close();
});
beforeEach(() => {
  house.entities.splice(0, Infinity, ...structuredClone(houseEntities));
  [waited, undos] = [[], []];
  talk = new Talk(open.box, {
    turn: {
      until: (effect) => {
        waited.push(effect);
        return Promise.resolve();
      },
      onTakenBack: (undo) => undos.push(undo),
    },
  });
});

describe('what is done in the home before a turn is certain', () => {
  it.each([
    ['turn on the living room lamp', 'undoable'],
    ['turn off the kitchen lights', 'undoable'],
    ['pause the tv', 'undoable'],
    ['turn on the living room lamp and the counter light', 'undoable'],
    ['turn on all lights', 'lasting'],
    ['activate movie night', 'lasting'],
    ['start the vacuum', 'lasting'],
    ['lock the front door', 'lasting'],
    ['close the living room blinds', 'lasting'],
    ['set the heating to 21 degrees', 'lasting'],
    ['turn on the attic lamp', 'none'],
  ])('%s: %s', async (said, effect) => {
    await talk.say(said);
    expect(waited).toEqual([effect]);
  });

  it.each(['turn on the living room lamp', 'turn off the kitchen lights', 'toggle the counter light', 'pause the tv'])(
    'is as it was for who goes on: %s',
    async (said) => {
      const before = structuredClone(house.entities.map(({ name, state }) => ({ name, state })));
      await talk.say(said);
      expect(house.entities.map(({ name, state }) => ({ name, state }))).not.toEqual(before);
      expect(undos).toHaveLength(1);
      for (const undo of undos) undo();
      // Whoever asks for something next looks at the home as it was.
      await talk.say('turn on the attic lamp');
      expect(house.entities.map(({ name, state }) => ({ name, state }))).toEqual(before);
    },
  );

  it('comes before what is asked instead', async () => {
    await talk.say('turn on the living room lamp');
    for (const undo of undos) undo();
    house.calls.length = 0;
    expect(await talk.say('turn on the living room lamp')).toBe('The living room lamp is on.');
    expect(house.calls.map(({ tool }) => tool)).toEqual(['HassTurnOff', 'GetLiveContext', 'HassTurnOn']);
    expect(house.get('Living Room Lamp').state).toBe('on');
  });

  it('needs no undoing where it was so already', async () => {
    house.get('Living Room Lamp').state = 'on';
    await talk.say('turn on the living room lamp');
    expect([waited, undos]).toEqual([['undoable'], []]);
  });
});
