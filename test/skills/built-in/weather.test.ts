import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonSchema, Tool, ToolBox, ToolCall } from '../../../src/tools/tool.js';
import { noTools } from '../../../src/tools/tool.js';
import { openBox, Station } from '../../fixtures/mcp/box.js';
import type { OpenBox } from '../../fixtures/mcp/box.js';
import { Talk } from '../../fixtures/mcp/talk.js';

const station = new Station();
let open: OpenBox;
beforeAll(async () => {
  open = await openBox({ servers: { weather: station.server() } });
});
afterAll(async () => {
  await open.box.close();
  station.remove();
});

const string = { type: 'string' };

/** A box with tools of these names and parameters, and the calls that reached it. */
function boxOf(...tools: readonly (readonly [name: string, properties: JsonSchema, required?: readonly string[]])[]) {
  const calls: ToolCall[] = [];
  const list = tools.map(([name, properties, required = []]): Tool => ({
    ...{ name, description: 'tells something', isReadOnly: true, isRisky: false, phrases: [] },
    parameters: { type: 'object', properties, required },
  }));
  const box: ToolBox = {
    list: () => list,
    find: (name) => list.find((tool) => tool.name === name),
    call: (call) => {
      calls.push(call);
      return Promise.resolve({ kind: 'ok', text: 'Light rain.' });
    },
  };
  return { box, calls };
}

describe('the weather by voice', () => {
  it('is told by a weather server', async () => {
    const talk = new Talk(open.box);
    expect(await talk.say("What's the weather like in Toronto?")).toBe('Toronto: light rain, 12 degrees.');
    expect(await talk.say('and tomorrow?')).toBe('Toronto: light rain, 12 degrees (tomorrow).');
    expect(await talk.say('what about new york')).toBe('New York: light rain, 12 degrees (tomorrow).');
    expect(await talk.say('will it rain in rome')).toBe('Rome: light rain, 12 degrees.');
    expect(station.calls().slice(1)).toEqual([
      'get_weather Toronto now',
      'get_weather Toronto tomorrow',
      'get_weather New York tomorrow',
      'get_weather Rome now',
    ]);
  });

  it('asks for the place, and takes it as the answer', async () => {
    const talk = new Talk(open.box);
    expect(await talk.say('will it rain tomorrow')).toBe('For which place?');
    expect(await talk.say('in London')).toBe('London: light rain, 12 degrees (tomorrow).');
    expect(await talk.say('do I need an umbrella')).toBe('For which place?');
    expect(talk.read('flip a coin')).toBeUndefined();
    expect(await talk.say('never mind')).toBe('');
  });

  it('is that where the user lives', async () => {
    const talk = new Talk(open.box, { facts: { city: 'oslo' } });
    expect(await talk.say('is it cold outside')).toBe('Oslo: light rain, 12 degrees.');
  });

  it.each([
    [
      { city: string, date: { ...string, format: 'date' } },
      { city: 'Paris', date: '2026-11-23' },
    ],
    [
      { q: string, days: { type: 'integer' } },
      { q: 'Paris', days: 2 },
    ],
    [
      { location: string, when: { ...string, enum: ['Today', 'Tomorrow'] } },
      { location: 'Paris', when: 'Tomorrow' },
    ],
    [
      { place: string, day: { type: 'integer' } },
      { place: 'Paris', day: 1 },
    ],
  ])('fills whatever parameters the tool has: %j', async (properties, args) => {
    const { box, calls } = boxOf(['weather', properties]);
    expect(await new Talk(box).say('how is the weather in paris tomorrow')).toBe('Light rain.');
    expect(calls).toEqual([{ tool: 'weather', args }]);
  });

  it('takes the tool that can answer, and no other', async () => {
    const { box, calls } = boxOf(
      ['weather_alerts', { city: string }],
      ['get_current_weather', { latitude: string, longitude: string }, ['latitude', 'longitude']],
      ['current_weather', { city: string }, ['city']],
      ['weather_forecast', { city: string, days: { type: 'integer' } }, ['city']],
    );
    const talk = new Talk(box);
    await talk.say('weather in oslo');
    await talk.say('weather in oslo on tuesday');
    expect(calls).toEqual([
      { tool: 'current_weather', args: { city: 'Oslo' } },
      { tool: 'weather_forecast', args: { city: 'Oslo', days: 3 } },
    ]);
  });

  it('says what it cannot tell', async () => {
    const now = boxOf(['current_weather', { city: string }, ['city']]);
    expect(await new Talk(now.box).say('weather in oslo tomorrow')).toBe('My weather tool only knows about now.');
    const nowhere = boxOf(['weather', { latitude: string }, ['latitude']]);
    expect(await new Talk(nowhere.box).say('weather in oslo')).toBe(
      "My weather tool can't look up a place by its name.",
    );
    expect(await new Talk(noTools).say('weather in oslo')).toBe(
      'I have no weather tool; name one under tools.servers.',
    );
    const away = { ...noTools, unreachable: () => ['weather'] };
    expect(await new Talk(away).say('weather in oslo')).toBe("I can't reach the weather right now.");
  });

  it('reads the weather that the home knows', async () => {
    const full = JSON.stringify({
      success: true,
      result:
        "Live Context: An overview\n- names: Home\n  domain: weather\n  state: partlycloudy\n  attributes:\n    temperature: '7'\n",
    });
    const tool = boxOf(['GetLiveContext', {}]);
    const box = { ...tool.box, call: () => Promise.resolve({ kind: 'ok' as const, text: 'long', full }) };
    expect(await new Talk(box).say("how's the weather")).toBe('It is partly cloudy, 7 degrees.');
  });

  it.each([
    ['what is the weather like', {}],
    ['weather in paris', { place: 'paris' }],
    ['will it rain in london tomorrow morning', { place: 'london', day: 'tomorrow morning' }],
    ["what's tomorrow's weather in the hague", { place: 'the hague', day: 'tomorrow' }],
    ['is it going to be nice at the weekend in paris', { place: 'paris', day: 'weekend' }],
    ["what's the temperature outside", {}],
    ['how warm is it in the bedroom', undefined],
    ['what is the temperature in the fridge', undefined],
    ['what is weather forecasting based on', undefined],
    ['how does the weather affect people', undefined],
    ['will it ever stop', undefined],
    ['is it nice to be a computer', undefined],
  ])('understands %s', (said, slots) => {
    const found = new Talk(boxOf(['weather', { city: string }]).box).read(said);
    expect(found?.skill.name === 'weather' ? found.slots : undefined).toEqual(slots);
  });
});
