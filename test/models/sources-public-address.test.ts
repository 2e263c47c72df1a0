/** Which addresses a redirect may lead to. */
import type { LookupAddress } from 'node:dns';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInwardLiteral, isPublicAddress, lookupPublic } from '../../src/models/sources/public-address.js';

describe('isPublicAddress', () => {
  it.each([
    ...['127.0.0.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1'],
    ...['0.0.0.0', '224.0.0.1', '255.255.255.255', '198.18.0.1', '192.0.0.8'],
    ...['::1', '::', 'fe80::1', 'fc00::1', 'fd12:3456::1', 'ff02::1', '::ffff:10.0.0.1', '::ffff:127.0.0.1'],
    ...['64:ff9b::a00:1', '64:ff9b::7f00:1', '2002:0a00:0001::1'],
    ...['localhost', '', '1.2.3', '10.0.0.1:80'],
  ])('refuses %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['8.8.8.8', '172.15.0.1', '172.32.0.1', '100.128.0.1', '192.0.1.1', '2606:4700::1111', '64:ff9b::808:808'])(
    'takes %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it('judges an IPv4 address alike however an IPv6 address wraps it for translation', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
        const wrapped = `64:ff9b::${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
        expect(isPublicAddress(wrapped)).toBe(isPublicAddress(address));
      }),
    );
  });

  it('never takes an IPv4 address mapped into IPv6: nobody writes those but to slip through', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(isPublicAddress(`::ffff:${address}`)).toBe(false);
      }),
    );
  });
});

it('isInwardLiteral sees through brackets and leaves names to the lookup', () => {
  expect(isInwardLiteral('[::1]')).toBe(true);
  expect(isInwardLiteral('10.0.0.1')).toBe(true);
  expect(isInwardLiteral('8.8.8.8')).toBe(false);
  expect(isInwardLiteral('example.org')).toBe(false);
});

describe('lookupPublic', () => {
  const ask = (name: string, all: boolean): Promise<string | LookupAddress[]> =>
    new Promise((resolve, reject) => {
      lookupPublic(name, { all }, (error, address) => {
        if (error) reject(error);
        else resolve(address);
      });
    });

  it.each([true, false])('refuses names of this machine (all: %s)', async (all) => {
    await expect(ask('localhost', all)).rejects.toThrow('localhost is an address of the local network');
  });

  it('answers in both forms that a socket may ask for', async () => {
    expect(await ask('8.8.8.8', false)).toBe('8.8.8.8');
    expect(await ask('8.8.8.8', true)).toEqual([{ address: '8.8.8.8', family: 4 }]);
  });
});
