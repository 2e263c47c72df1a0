import { afterAll, describe, expect, it } from 'vitest';
import { Scratch } from './scratch.js';
import { loadConfig } from '../../src/config/load.js';

const scratch = new Scratch();
afterAll(() => {
  scratch.remove();
});

describe('the tools section', () => {
  it('has no servers unless told', async () => {
    const { settings } = await loadConfig();
    expect(settings.tools.servers).toEqual({});
    expect(settings.tools.allow).toEqual(['*']);
  });

  it('takes servers as people know them', async () => {
    const sets = [
      'tools.servers={ weather: { command: npx, args: [-y, weather-mcp], env: { KEY: "${WEATHER_KEY}" }, cwd: /tmp }, home: { url: "http://127.0.0.1:8123/api/mcp", token_env: HASS_TOKEN, headers: { X-Room: hall } } }',
      'tools.phrases={ set_scene: ["set the scene to {scene}"] }',
      'tools.per_tool={ set_scene: { timeout_ms: 500, confirm: true, read_only: false, undoable: true, calls_per_minute: 3 } }',
    ];
    const { settings } = await loadConfig({ sets });
    expect(settings.tools.servers['weather']).toMatchObject({ command: 'npx', args: ['-y', 'weather-mcp'] });
    expect(settings.tools.servers['home']?.token_env).toBe('HASS_TOKEN');
    expect(settings.tools.phrases).toEqual({ set_scene: ['set the scene to {scene}'] });
    expect(settings.tools.per_tool['set_scene']?.timeout_ms).toBe(500);
  });

  it.each([
    ['servers: { home: {} }', 'home: wanted command or url'],
    ['servers: { home: { command: x, url: "http://a" } }', 'home: got both command and url, wanted one of them'],
    ['servers: { home: { url: htp } }', 'home.url: wanted an address that begins with http:// or https://'],
    [
      'servers: { home: { url: "https://me:pw@host/" } }',
      'home.url: wanted an address without a password; name it in token_env',
    ],
    ['servers: { home: { url: "http://a", args: [x] } }', 'home.args: goes with command'],
    ['servers: { home: { command: x, token_env: T } }', 'home.token_env: goes with url'],
    [
      'servers: { home: { command: x, token_env: "a-b" } }',
      'home.token_env: wanted the name of an environment variable',
    ],
    [
      'servers: { home: { comand: x } }',
      'home.comand: unknown key, wanted one of command, args, env, cwd, url, headers or token_env',
    ],
    ['servers: { home: [x] }', 'home: wanted a group of keys'],
    ['servers: { "a b": { command: x } }', '"a b": wanted a plain name'],
    ['phrases: { x: "text" }', 'x: wanted a list of sentences'],
    ['per_tool: { x: { timeout_ms: 5 } }', 'x.timeout_ms: wanted a whole number from 200 to 120000'],
    ['per_tool: { x: { confirm: maybe } }', 'x.confirm: wanted true or false'],
  ])('refuses %s in one line', async (text, expected) => {
    const lines = await scratch.refuse(`tools:\n  ${text}\n`);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(expected);
  });

  it('never shows a secret that stands where none may stand', async () => {
    const lines = await scratch.refuse(
      'tools:\n  servers: { home: { url: "http://a", headers: { Authorization: Bearer-abc123 } } }\n',
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('home.headers.Authorization: a secret must not stand here');
    expect(lines[0]).not.toContain('abc123');
  });
});
