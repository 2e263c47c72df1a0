import { describe, expect, it } from 'vitest';
import { undoableBy } from '../../src/tools/effect.js';
import type { RemoteTool } from '../../src/tools/policy.js';
import { noSettings } from '../fixtures/mcp/box.js';

const remote = (name: string, annotations: RemoteTool['annotations'] = {}): RemoteTool => ({
  ...{ name, annotations, inputSchema: { type: 'object' } },
});
const lamp = { name: 'Lamp', domain: ['light'] };

describe('what is easily undone', () => {
  it.each([
    ['HassTurnOn', lamp, true],
    ['assist__HassTurnOff', { area: 'Kitchen', domain: ['light', 'fan'] }, true],
    ['HassTurnOn', { name: 'TV', domain: 'media_player' }, true],
    ['HassTurnOn', { name: 'all', domain: ['light'] }, false],
    ['HassTurnOn', { domain: ['light'] }, false],
    ['HassTurnOn', { name: 'Lamp' }, false],
    ['HassTurnOn', { name: 'Lamp', domain: [] }, false],
    ['HassTurnOff', { name: 'Door', domain: ['lock'] }, false],
    ['HassTurnOn', { name: 'Garage', domain: ['light', 'cover'] }, false],
    ['HassTurnOn', { name: 'Movie', domain: ['scene'] }, false],
    ['HassLightSet', { name: 'Lamp', brightness: 30 }, true],
    ['HassMediaPause', { name: 'TV' }, true],
    ['HassMediaNext', { name: 'TV' }, false],
    ['HassSetPosition', { name: 'Blinds' }, false],
    ['HassUnlock', { name: 'Door' }, false],
    ['send_message', { to: 'Ada' }, false],
  ])('%s %j: %s', (name, args, expected) => {
    expect(undoableBy(remote(name), [name], noSettings)(args)).toBe(expected);
  });

  it('is what the server calls harmless without any doubt', () => {
    const harmless = { destructiveHint: false, idempotentHint: true, openWorldHint: false };
    expect(undoableBy(remote('x', harmless), ['x'], noSettings)({})).toBe(true);
    for (const hint of Object.keys(harmless))
      expect(undoableBy(remote('x', { ...harmless, [hint]: undefined }), ['x'], noSettings)({})).toBe(false);
    expect(undoableBy(remote('HassTurnOn', { destructiveHint: true }), ['HassTurnOn'], noSettings)(lamp)).toBe(false);
    expect(undoableBy(remote('x', { ...harmless, readOnlyHint: true }), ['x'], noSettings)({})).toBe(false);
  });

  it('is what the settings say, above all', () => {
    const names = ['scene', 'home.scene'];
    expect(undoableBy(remote('scene'), names, { ...noSettings, undoable: ['home.*'] })({})).toBe(true);
    const per_tool = { scene: { undoable: false } };
    expect(undoableBy(remote('scene'), names, { ...noSettings, undoable: ['*'], per_tool })({})).toBe(false);
    const never = { HassTurnOn: { undoable: false } };
    expect(undoableBy(remote('HassTurnOn'), ['HassTurnOn'], { ...noSettings, per_tool: never })(lamp)).toBe(false);
  });
});
