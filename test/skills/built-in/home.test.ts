import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { noTools } from '../../../src/tools/tool.js';
import { openBox } from '../../fixtures/mcp/box.js';
import type { OpenBox } from '../../fixtures/mcp/box.js';
import { houseEntities } from '../../fixtures/mcp/house-entities.js';
import { House } from '../../fixtures/mcp/house.js';
import { Talk } from '../../fixtures/mcp/talk.js';

/** One house for all of these tests, as it was built before each. */
const house = new House({ token: 'key-of-the-house' });
let open: OpenBox;
let talk: Talk;
beforeAll(async () => {
  const url = await house.open();
  const per_tool = { HassBroadcast: { timeout_ms: 200 } };
  const servers = { home: { url, token_env: 'TOKEN' } };
  open = await openBox({ servers, per_tool, calls_per_minute: 600 }, { TOKEN: 'key-of-the-house' });
});
afterAll(async () => {
  await open.box.close();
  await house.close();
});
beforeEach(() => {
  house.entities.splice(0, Infinity, ...structuredClone(houseEntities));
  house.calls.length = 0;
  talk = new Talk(open.box);
});

const stateOf = (name: string): string => house.get(name).state;
const changes = (): readonly string[] =>
  house.calls.map(({ tool }) => tool).filter((tool) => tool !== 'GetLiveContext');

describe('the home by voice', () => {
  it.each([
    ['turn on the living room lamp', 'Living Room Lamp', 'on', 'The living room lamp is on.'],
    ['turn the coffee machine on please', 'Coffee Machine', 'on', 'The coffee machine is on.'],
    ['could you switch off the counter light', 'Counter Light', 'off', 'The counter light is off.'],
    ['turn of the counter light', 'Counter Light', 'off', 'The counter light is off.'],
    ['turn on the living rom lamp', 'Living Room Lamp', 'on', 'The living room lamp is on.'],
    ['bedroom light on', 'Bedroom Light', 'on', 'The bedroom light is on.'],
    ['turn on the light in the bedroom', 'Bedroom Light', 'on', 'The bedroom light is on.'],
    ['switch on the bedroom fan', 'Bedroom Fan', 'on', 'The bedroom fan is on.'],
    ['activate movie night', 'Movie Night', 'on', 'Movie night is set.'],
    ['toggle the counter light', 'Counter Light', 'off', 'The counter light is off.'],
    ['close the living room blinds', 'Living Room Blinds', 'closed', 'The living room blinds are closing.'],
    ['start the vacuum', 'Robo', 'cleaning', 'The robo is on its way.'],
    ['send the vacuum home', 'Robo', 'returning', 'The robo is going home.'],
    ['pause the tv', 'Television', 'paused', 'The television is paused.'],
    ['lock the front door', 'Front Door', 'locked', 'The front door is locked.'],
  ])('%s', async (said, name, state, answer) => {
    expect(await talk.say(said)).toBe(answer);
    expect(stateOf(name)).toBe(state);
  });

  it.each([
    ['turn the kitchen lights off', ['Kitchen Ceiling', 'Counter Light'], 'The lights in the kitchen are off.'],
    ['turn off the light in the kitchen', ['Kitchen Ceiling', 'Counter Light'], 'The lights in the kitchen are off.'],
    ['lights off', ['Kitchen Ceiling', 'Counter Light', 'Bedroom Light'], 'All lights are off.'],
    ['turn everything off', ['Kitchen Ceiling', 'Counter Light', 'Living Room Lamp'], 'All lights are off.'],
    [
      'turn off the counter light and the kitchen ceiling',
      ['Counter Light', 'Kitchen Ceiling'],
      'The counter light is off. The kitchen ceiling is off.',
    ],
  ])('several at once: %s', async (said, names, answer) => {
    expect(await talk.say(said)).toBe(answer);
    expect(names.map(stateOf)).toEqual(names.map(() => 'off'));
    // Nothing else was touched.
    expect(stateOf('Front Door')).toBe('locked');
    expect(stateOf('Television')).toBe('playing');
  });

  it.each([
    ['dim the bedroom to 30 percent', 'Bedroom Light', { brightness: 77 }, 'The bedroom light is at 30 percent.'],
    [
      'set the kitchen ceiling to 100 percent',
      'Kitchen Ceiling',
      { brightness: 255 },
      'The kitchen ceiling is at 100 percent.',
    ],
    [
      'make the kitchen ceiling brighter',
      'Kitchen Ceiling',
      { brightness: 179 },
      'The kitchen ceiling is at 70 percent.',
    ],
    ['make the living room lamp blue', 'Living Room Lamp', { color: 'blue' }, 'The living room lamp is blue.'],
    ['set the bedroom light to warm white', 'Bedroom Light', { temperature: 2700 }, 'The bedroom light is warm white.'],
    ['set the heating to 21 degrees', 'Heating', { temperature: 21 }, 'The heating is set to 21 degrees.'],
    [
      'set the bedroom to 19 degrees',
      'Bedroom Radiator',
      { temperature: 19 },
      'The bedroom radiator is set to 19 degrees.',
    ],
    ['make it warmer', 'Heating', { temperature: 21 }, 'The heating is set to 21 degrees.'],
    ['turn down the heating by 2 degrees', 'Heating', { temperature: 18 }, 'The heating is set to 18 degrees.'],
    [
      'open the living room blinds half way',
      'Living Room Blinds',
      { current_position: 50 },
      'The living room blinds are at 50 percent.',
    ],
    ['set the bedroom fan to 40 percent', 'Bedroom Fan', { percentage: 40 }, 'The bedroom fan is at 40 percent.'],
    [
      'set the volume of the television to 20 percent',
      'Television',
      { volume_level: 0.2 },
      'The television is at 20 percent.',
    ],
  ])('%s', async (said, name, attributes, answer) => {
    expect(await talk.say(said)).toBe(answer);
    expect(house.get(name).attributes).toMatchObject(attributes);
  });

  it.each([
    ['is the front door locked', 'Yes, the front door is locked.'],
    ['is the front door unlocked', 'No, the front door is locked.'],
    ['is the garage door open', 'No, the garage door is closed.'],
    ['is the kitchen window open', 'Yes, the kitchen window is open.'],
    ['did I leave the counter light on', 'Yes, the counter light is on.'],
    ['which lights are on', 'The kitchen ceiling and the counter light are on.'],
    ['are any lights on in the bedroom', 'No, none of the lights is on.'],
    ['which windows are open', 'The kitchen window is open.'],
    ['what is the temperature in the bedroom', 'The temperature of the bedroom is 19.2 degrees.'],
    ['how warm is it in the hallway', 'The temperature of the hallway is 19.5 degrees.'],
    ["what's the brightness of the kitchen ceiling", 'The brightness of the kitchen ceiling is 50 percent.'],
    ['is the dog house door locked', "I don't find the dog house door in your home."],
  ])('tells: %s', async (said, answer) => {
    expect(await talk.say(said)).toBe(answer);
    expect(changes()).toEqual([]);
  });

  it('goes on from what was said before', async () => {
    await talk.say('turn on the living room lamp');
    expect(await talk.say('and the bedroom')).toBe('The bedroom light is on.');
    expect(await talk.say('turn it off again')).toBe('The bedroom light is off.');
    expect(await talk.say('make it brighter')).toBe('The bedroom light is at 50 percent.');
    expect(await talk.say('is it on?')).toBe('Yes, the bedroom light is on.');
    expect(await talk.say('what about the kitchen ceiling')).toBe('Yes, the kitchen ceiling is on.');
    expect(talk.read('and the weather')).toBeUndefined();
    expect(stateOf('Living Room Lamp')).toBe('on');
  });

  it('asks which one is meant, and does that', async () => {
    house.entities.push({ name: 'Reading Lamp', domain: 'light', area: 'Study', state: 'off' });
    house.entities.push({ name: 'Reading Light', domain: 'light', area: 'Study', state: 'off' });
    expect(await talk.say('set the reading to 10 percent')).toBe('Which one: the reading lamp or the reading light?');
    expect(changes()).toEqual([]);
    expect(await talk.say('the lamp')).toBe('The reading lamp is at 10 percent.');
    expect(stateOf('Reading Light')).toBe('off');
  });

  it('opens doors only once it was told twice', async () => {
    expect(await talk.say('unlock the front door')).toBe('Shall I really unlock the front door?');
    expect(changes()).toEqual([]);
    expect(await talk.say('no')).toBe('All right, then not.');
    expect(stateOf('Front Door')).toBe('locked');
    await talk.say('open the garage door');
    expect(await talk.say('yes')).toBe('The garage door is opening.');
    expect(stateOf('Garage Door')).toBe('open');
    await talk.say('unlock the front door');
    expect(await talk.say('yes please')).toBe('The front door is unlocked.');
    expect(stateOf('Front Door')).toBe('unlocked');
  });

  it.each([
    ['turn off the front door', 'The front door is no lamp. Say unlock the front door.'],
    ['turn off fort knox', 'The fort knox is no lamp. Say unlock the fort knox.'],
    ['turn on the garage door', 'The garage door is no lamp. Say open the garage door.'],
    ['toggle the front door', 'The front door is no lamp. Say unlock the front door.'],
    ['turn on the unicorn', "I don't find the unicorn in your home."],
    ['dim the bedroom light', 'The bedroom light is off.'],
  ])('leaves alone: %s', async (said, answer) => {
    expect(await talk.say(said)).toBe(answer);
    expect(changes()).toEqual([]);
    expect(['Front Door', 'Fort Knox', 'Garage Door'].map(stateOf)).toEqual(['locked', 'locked', 'closed']);
  });

  it('never opens what it only nearly understood', async () => {
    await talk.say('unlock the front dour');
    expect(await talk.say('yes')).toBe("I don't find the front dour in your home. There is the front door.");
    expect(changes()).toEqual([]);
  });

  it('knows the lists and the loudspeakers of the home', async () => {
    expect(await talk.say('add milk to the household list')).toBe('I put milk on the shopping list of your home.');
    expect(house.list).toEqual(['shopping list: milk']);
    expect(await talk.say('broadcast that dinner is ready')).toBe('I told everybody.');
    expect(house.said).toEqual(['dinner is ready']);
  });

  it('says that it got no answer', async () => {
    house.isStuck = true;
    expect(await talk.say('broadcast that dinner is late')).toBe('Sorry, I got no answer in time.');
    house.isStuck = false;
  });

  it.each([
    'set the volume to 50 percent',
    'turn the volume down',
    'turn off the alarm',
    'turn off the timer',
    'is the museum open',
    'what is the speed of light',
    'open a new note',
    'turn around',
    'set the table',
    'put on some music',
    'how hot is the sun',
    'why do lights flicker in a thunderstorm',
  ])('is not asked: %s', (said) => {
    expect(talk.read(said)).toBeUndefined();
  });
});

describe('other homes', () => {
  it('takes the tools that newer servers have, under any name in front', async () => {
    const other = new House({ aliases: true, namespace: 'assist' });
    const { box } = await openBox({ servers: { home: { url: await other.open() } } });
    const there = new Talk(box);
    await there.say('unlock the front door');
    expect(await there.say('yes')).toBe('The front door is unlocked.');
    expect(await there.say('close the living room blinds')).toBe('The living room blinds are closing.');
    expect(other.calls.map(({ tool }) => tool).filter((tool) => tool !== 'GetLiveContext')).toEqual([
      'HassUnlock',
      'HassClose',
    ]);
    await box.close();
    await other.close();
  });

  it('asks where the settings say so, and not where they say it needs no question', async () => {
    const other = new House();
    const settings = { confirm: ['HassTurnOn'], per_tool: { HassTurnOff: { confirm: false } } };
    const { box } = await openBox({ servers: { home: { url: await other.open() } }, ...settings });
    const there = new Talk(box);
    expect(await there.say('turn on the living room lamp')).toBe('Shall I really turn on the living room lamp?');
    expect(await there.say('yes')).toBe('The living room lamp is on.');
    expect(await there.say('unlock the front door')).toBe('The front door is unlocked.');
    await box.close();
    await other.close();
  });

  it('finds things by their names alone where the server does not tell what there is', async () => {
    const other = new House();
    const { box } = await openBox({ servers: { home: { url: await other.open() } }, deny: ['GetLiveContext'] });
    const there = new Talk(box);
    expect(await there.say('turn on the living room lamp')).toBe('The living room lamp is on.');
    expect(await there.say('switch the coffee machine on')).toBe('The coffee machine is on.');
    expect(await there.say('set the bedroom fan to 40 percent')).toBe('The bedroom fan is at 40 percent.');
    expect(await there.say('turn off the front door')).toBe("I don't find the front door in your home.");
    expect(other.get('Front Door').state).toBe('locked');
    await box.close();
    await other.close();
  });

  it('says what is missing', async () => {
    const nobody = new Talk(noTools);
    const line =
      'I have no tools for your home yet. Name your Home Assistant server under tools.servers in the settings.';
    expect(await nobody.say('turn on the lamp')).toBe(line);
    expect(await nobody.say('is the front door locked')).toBe(line);
    expect(await nobody.say('unlock the front door')).toBe(line);
    const away = new Talk({ ...noTools, unreachable: () => ['home'] });
    expect(await away.say('turn on the lamp')).toBe("I can't reach your home right now.");
  });
});
