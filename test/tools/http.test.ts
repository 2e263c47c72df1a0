import { afterEach, describe, expect, it } from 'vitest';
import { hurriedClock, never, openBox, until } from '../fixtures/mcp/box.js';
import type { OpenBox } from '../fixtures/mcp/box.js';
import { House } from '../fixtures/mcp/house.js';
import type { HouseOptions } from '../fixtures/mcp/house.js';
import type { ToolsSettings } from '../../src/config/tools.js';

const opened: (OpenBox | House)[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await (one instanceof House ? one.close() : one.box.close());
});

async function home(options: HouseOptions = {}, settings: Partial<ToolsSettings> = {}, token = 'secret-of-home') {
  const house = new House({ token: 'secret-of-home', ...options });
  opened.push(house);
  const url = await house.open();
  const open = await openBox(
    { servers: { home: { url, token_env: 'HOME_TOKEN' } }, ...settings },
    { HOME_TOKEN: token },
    hurriedClock,
  );
  opened.push(open);
  return { house, url, ...open };
}

describe('a tool server at an address', () => {
  it('is used with its token, stateless and in plain JSON', async () => {
    const { house, box, notices } = await home();
    const call = { tool: 'HassTurnOn', args: { name: 'Living Room Lamp', domain: ['light'] } };
    const answer = await box.call(call, never);
    expect(answer.kind).toBe('ok');
    expect(house.get('Living Room Lamp').state).toBe('on');
    expect(notices).toEqual([]);
    expect(box.find('GetLiveContext')).toMatchObject({ isReadOnly: true, isRisky: false });
    // It may unlock a door; that is for whoever calls it to ask about.
    expect(box.find('HassTurnOff')).toMatchObject({ isReadOnly: false, isRisky: true, risk: 'guessed' });
    expect(box.find('HassLightSet')).toMatchObject({ isReadOnly: false, isRisky: false });
  });

  it('says what the server did not like', async () => {
    const { box } = await home();
    const answer = await box.call({ tool: 'HassTurnOn', args: { name: 'Unicorn' } }, never);
    expect(answer).toMatchObject({ kind: 'failed' });
    expect(answer.text).toContain('MatchFailedError');
    expect(await box.call({ tool: 'HassLightSet', args: { name: 'Bedroom Light', brightness: 300 } }, never)).toEqual({
      kind: 'refused',
      text: 'HassLightSet cannot take that: brightness: 300 is greater than 100',
    });
  });

  it('is refused with a wrong token, which is never told', async () => {
    const { box, notices } = await home({}, {}, 'wrong-secret');
    expect(box.unreachable()).toEqual(['home']);
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/^tools\.servers\.home: cannot connect \(.*401.*\); it is tried again$/i);
    expect(notices.join()).not.toContain('wrong-secret');
  });

  it('is not asked at all without its token', async () => {
    const house = new House();
    opened.push(house);
    const open = await openBox({ servers: { home: { url: await house.open(), token_env: 'HOME_TOKEN' } } });
    opened.push(open);
    expect(open.notices).toEqual(['tools.servers.home: the environment variable HOME_TOKEN is not set']);
  });

  it('sends headers with secrets from the environment', async () => {
    const house = new House({ token: 'of-a-header' });
    opened.push(house);
    const headers = { authorization: 'Bearer ${TOKEN}' };
    const open = await openBox({ servers: { home: { url: await house.open(), headers } } }, { TOKEN: 'of-a-header' });
    opened.push(open);
    expect(open.box.unreachable()).toEqual([]);
  });

  it.each([
    ['a wrong path', (url: string) => url.replace('/api/mcp', '/nothing'), /404/],
    ['nobody there', () => 'http://127.0.0.1:9/api/mcp', /ECONNREFUSED|fetch failed|bad port/],
  ])('tells of %s in one line', async (_name, change, expected) => {
    const house = new House();
    opened.push(house);
    const open = await openBox({ servers: { home: { url: change(await house.open()) } } });
    opened.push(open);
    expect(open.notices).toHaveLength(1);
    expect(open.notices[0]).toMatch(expected);
    expect(open.notices[0]).not.toContain('\n');
  });

  it('is given up when it hangs, and used again after an outage', async () => {
    const { house, url, box, notices } = await home({}, { per_tool: { HassBroadcast: { timeout_ms: 100 } } });
    const call = { tool: 'HassBroadcast', args: { message: 'dinner is ready' } };
    house.isStuck = true;
    expect(await box.call(call, never)).toMatchObject({ kind: 'late' });
    house.isStuck = false;
    await house.close();
    expect(await box.call(call, never)).toMatchObject({ kind: 'failed' });
    await until(() => box.unreachable().length === 1);
    expect(await box.call(call, never)).toEqual({ kind: 'refused', text: 'there is no tool HassBroadcast' });
    await house.open(Number(new URL(url).port));
    await until(() => box.unreachable().length === 0);
    expect(await box.call(call, never)).toMatchObject({ kind: 'ok' });
    expect(house.said.at(-1)).toBe('dinner is ready');
    expect(notices).toHaveLength(1);
  });

  it('answers 500 without being lost', async () => {
    const { house, box } = await home();
    house.status = 500;
    expect(await box.call({ tool: 'GetDateTime', args: {} }, never)).toMatchObject({ kind: 'failed' });
    house.status = undefined;
    expect(await box.call({ tool: 'GetDateTime', args: {} }, never)).toMatchObject({
      kind: 'ok',
      text: 'date 2026-11-22, time 10:00:00.',
    });
  });
});
