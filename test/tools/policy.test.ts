import { describe, expect, it } from 'vitest';
import { isAllowed, isReadOnly, matchesAny, riskOf } from '../../src/tools/policy.js';
import type { RemoteTool } from '../../src/tools/policy.js';
import { CallRate } from '../../src/tools/rate.js';
import { toolSpecs } from '../../src/tools/specs.js';
import { noTools } from '../../src/tools/tool.js';
import type { Tool } from '../../src/tools/tool.js';
import { noSettings } from '../fixtures/mcp/box.js';

const tool = (name: string, rest: Partial<RemoteTool> = {}): RemoteTool => ({
  name,
  inputSchema: { type: 'object' },
  ...rest,
});

describe('what may be used', () => {
  it.each([
    [['*'], [], true],
    [[], [], false],
    [['weather*'], [], true],
    [['*_forecast'], [], true],
    [['WEATHER*'], [], false],
    [['home.*'], [], true],
    [['weather.forecast'], [], false],
    [['weatherXforecast'], [], false],
    [['*'], ['weather_forecast'], false],
    [['*'], ['home.weather_*'], false],
    [['*'], ['^$.+'], true],
  ])('allow %j, deny %j: %s', (allow, deny, expected) => {
    const names = ['weather_forecast', 'home.weather_forecast'];
    expect(isAllowed(names, { ...noSettings, allow, deny })).toBe(expected);
  });

  it('matches long patterns without getting lost', () => {
    expect(matchesAny(['a'.repeat(64)], [`${'*a'.repeat(20)}*b`])).toBe(false);
  });
});

describe('what a tool does', () => {
  it('only reads where that is known', () => {
    expect(isReadOnly(tool('get_x'), undefined)).toBe(false);
    expect(isReadOnly(tool('get_x', { annotations: { readOnlyHint: true } }), undefined)).toBe(true);
    expect(isReadOnly(tool('get_x', { annotations: { readOnlyHint: true } }), { read_only: false })).toBe(false);
    expect(isReadOnly(tool('get_x'), { read_only: true })).toBe(true);
    expect(isReadOnly(tool('GetLiveContext'), undefined)).toBe(true);
    expect(isReadOnly(tool('assist__GetLiveContext'), undefined)).toBe(true);
    expect(isReadOnly(tool('assist__HassTurnOn'), undefined)).toBe(false);
  });

  it.each([
    ['lamp_on', {}, undefined],
    ['unlock_door', {}, 'guessed'],
    ['HassUnlock', {}, 'guessed'],
    ['deleteFile', {}, 'guessed'],
    ['x', { description: 'Deletes everything' }, 'guessed'],
    ['x', { description: 'Buy things in a shop' }, 'guessed'],
    ['x', { description: 'A lock is unlocked by it' }, 'guessed'],
    ['weather', { description: 'Weather by Open-Meteo' }, undefined],
    ['list_orders', { annotations: { readOnlyHint: true } }, undefined],
    ['x', { annotations: { destructiveHint: true } }, 'stated'],
    ['x', { annotations: { destructiveHint: false } }, undefined],
  ] as const)('%s %j is %s', (name, rest, risk) => {
    expect(riskOf(tool(name, rest), [name], noSettings)).toBe(risk);
  });

  it('is what the settings say', () => {
    const names = ['lamp_on', 'home.lamp_on'];
    expect(riskOf(tool('lamp_on'), names, { ...noSettings, confirm: ['home.*'] })).toBe('stated');
    const without = { ...noSettings, per_tool: { unlock: { confirm: false } } };
    expect(riskOf(tool('unlock'), ['unlock'], without)).toBe('denied');
    expect(riskOf(tool('x'), ['x'], { ...noSettings, per_tool: { x: { confirm: true } } })).toBe('stated');
  });
});

describe('how often', () => {
  it('counts the calls of the last minute, for each tool', () => {
    let nowMs = 0;
    const rate = new CallRate({ now: () => nowMs, sleep: () => Promise.resolve() });
    expect([rate.take('a', 2), rate.take('a', 2), rate.take('a', 2), rate.take('b', 2)]).toEqual([
      true,
      true,
      false,
      true,
    ]);
    nowMs = 59_999;
    expect(rate.take('a', 2)).toBe(false);
    nowMs = 60_000;
    expect([rate.take('a', 2), rate.take('a', 2), rate.take('a', 2)]).toEqual([true, true, false]);
  });
});

describe('what the language model is told', () => {
  const make = (name: string, rest: Partial<Tool> = {}): Tool => ({
    ...{ name, description: 'Does it.', isReadOnly: true, isRisky: false, phrases: [], parameters: { type: 'object' } },
    ...rest,
  });
  const boxOf = (...tools: readonly Tool[]) => ({ ...noTools, list: () => tools });

  it('is few and brief', () => {
    const many = Array.from({ length: 50 }, (_, index) => make(`tool_${index}`, { description: 'x '.repeat(500) }));
    expect(toolSpecs(boxOf(...many))).toHaveLength(32);
    const specs = toolSpecs(boxOf(...many), { most: 5, longestDescription: 20, longestAll: 200 });
    expect(specs[0]?.description).toHaveLength(20);
    expect(JSON.stringify(specs).length).toBeLessThanOrEqual(220);
    expect(specs.length).toBeLessThan(5);
    expect(toolSpecs(noTools)).toEqual([]);
  });

  it('keeps of a schema what arguments need, and every parameter by its name', () => {
    const parameters = {
      type: 'object',
      title: 'Long title',
      $schema: 'http://json-schema.org/draft-07/schema#',
      properties: {
        title: { type: 'string', examples: ['x'], description: 'The  title' },
        default: { type: 'integer', default: 3 },
      },
      required: ['title'],
    };
    expect(toolSpecs(boxOf(make('a', { parameters })))[0]).toEqual({
      name: 'a',
      description: 'Does it.',
      parameters: {
        type: 'object',
        properties: { title: { type: 'string', description: 'The title' }, default: { type: 'integer' } },
        required: ['title'],
      },
    });
  });
});
