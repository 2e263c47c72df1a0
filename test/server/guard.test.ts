import { hostname, networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { findRefusal, isLoopback, type GuardOptions } from '../../src/server/guard.js';

const local: GuardOptions = { host: '127.0.0.1', port: 3001, origins: [], token: undefined };
const token = 'a-token-that-is-hard-to-guess';

interface Asked {
  readonly host?: string;
  readonly origin?: string;
  readonly authorization?: string;
}

function statusOf(asked: Asked, options: GuardOptions = local, query: unknown = {}, isOpen = false): number {
  const headers = { host: '127.0.0.1:3001', ...asked };
  return findRefusal({ headers, query, isOpen }, options)?.status ?? 200;
}

describe('the host', () => {
  it.each(['127.0.0.1:3001', 'localhost:3001', '[::1]:3001', 'LOCALHOST:3001'])('%s is one of ours', (host) => {
    expect(statusOf({ host })).toBe(200);
  });

  it.each([
    ...['evil.example', 'evil.example:3001', 'localhost', 'localhost:3002', 'localhost.evil.example:3001'],
    ...['127.0.0.1.nip.io:3001', '2130706433:3001', '0x7f000001:3001', '0.0.0.0:3001', '[::ffff:127.0.0.1]:3001'],
    ...['127.0.0.1:3001@evil.example', 'localhost.:3001', 'localhost:3001.evil.example', ' ', `${hostname()}:3001`],
  ])('%s is not, whatever it points to', (host) => {
    expect(statusOf({ host })).toBe(421);
  });

  it('has to be there', () => {
    expect(statusOf({ host: '' })).toBe(400);
  });

  it('may be any address of the machine where all are listened at', () => {
    const all = { ...local, host: '0.0.0.0', token };
    const query = { token };
    const own = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
    for (const { address, family } of own) {
      expect(statusOf({ host: family === 'IPv6' ? `[${address}]:3001` : `${address}:3001` }, all, query)).toBe(200);
    }
    expect(statusOf({ host: `${hostname()}:3001` }, all, query)).toBe(200);
    expect(statusOf({ host: 'evil.example:3001' }, all, query)).toBe(421);
  });

  it('may be what a listed page is reached by, as behind a proxy', () => {
    const options = { ...local, origins: ['https://captions.example'] };
    expect(statusOf({ host: 'captions.example', origin: 'https://captions.example' }, options)).toBe(200);
  });

  it('needs no port where that is 80', () => {
    expect(statusOf({ host: 'localhost' }, { ...local, port: 80 })).toBe(200);
  });
});

describe('the origin', () => {
  it('may be absent, our own, or listed', () => {
    const options = { ...local, origins: ['https://show.example:8443'] };
    expect(statusOf({}, options)).toBe(200);
    expect(statusOf({ origin: 'http://127.0.0.1:3001' }, options)).toBe(200);
    expect(statusOf({ origin: 'https://show.example:8443' }, options)).toBe(200);
    expect(statusOf({ host: 'localhost:3001', origin: 'http://localhost:3001' }, options)).toBe(200);
  });

  it.each([
    ...[
      'null',
      'file://',
      '',
      'http://evil.example',
      'https://127.0.0.1:3001',
      'http://127.0.0.1',
      'http://127.0.0.1:80',
    ],
    ...['http://localhost:3001', 'http://localhost:5173', 'http://127.0.0.1:3001.evil.example', 'ws://127.0.0.1:3001'],
    ...[
      'http://127.0.0.1:3001/',
      'HTTP://127.0.0.1:3001',
      'http://evil.example@127.0.0.1:3001',
      'https://show.example',
    ],
    ...['https://show.example:8443.evil.example', 'chrome-extension://abc', '*', 'http://absolute'],
  ])('%j is refused, with a token too', (origin) => {
    const options = { ...local, origins: ['https://show.example:8443'], token };
    expect(statusOf({ origin, authorization: `Bearer ${token}` }, options)).toBe(403);
  });
});

describe('the token', () => {
  const options = { ...local, token };

  it('stands in the header or behind the address', () => {
    expect(statusOf({ authorization: `Bearer ${token}` }, options)).toBe(200);
    expect(statusOf({ authorization: `bearer ${token}` }, options)).toBe(200);
    expect(statusOf({}, options, { token })).toBe(200);
  });

  it.each([
    [{}, {}],
    [{ authorization: 'Bearer ' }, {}],
    [{ authorization: `Basic ${token}` }, {}],
    [{ authorization: `Bearer ${token.slice(0, -1)}` }, {}],
    [{ authorization: `Bearer ${token}x` }, {}],
    [{ authorization: 'Bearer wrong' }, { token }],
    [{}, { token: token.toUpperCase() }],
    [{}, { token: [token, token] }],
    [{}, { token: '' }],
    [{}, { Token: token }],
    [{}, undefined],
  ])('%j with %j is none', (asked, query) => {
    expect(statusOf(asked, options, query)).toBe(401);
  });

  it('is not needed for what shows nothing of anybody, but the other checks are', () => {
    expect(statusOf({}, options, {}, true)).toBe(200);
    expect(statusOf({ host: 'evil.example' }, options, {}, true)).toBe(421);
    expect(statusOf({ origin: 'null' }, options, {}, true)).toBe(403);
  });
});

it('knows the addresses that only this machine reaches', () => {
  expect(['127.0.0.1', '127.8.9.1', 'localhost', '::1'].map(isLoopback)).toEqual([true, true, true, true]);
  const open = ['0.0.0.0', '::', '192.168.1.5', '127.0.0.1.nip.io', 'localhost.example', '1270.0.0.1'];
  expect(open.map(isLoopback)).toEqual(open.map(() => false));
});
