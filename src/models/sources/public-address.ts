/** Keeps redirects out of the local network: an address of the public internet, or none. */
import { lookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import type { LookupFunction } from 'node:net';

const inward = new BlockList();
// Loopback, private, link-local, shared, protocol, benchmark, multicast and reserved ranges (RFC 6890 and successors).
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  inward.addSubnet(net, prefix, 'ipv4');
}
for (const [net, prefix] of [
  ['::', 127],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  inward.addSubnet(net, prefix, 'ipv6');
}

/** The address as the URL rules write it: lower case, zeros shortened, no dots. */
function normalise(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

/** The IPv4 address inside one of the translation prefix 64:ff9b::/96, which IPv6-only networks use (RFC 6052). */
function translated(normal: string): string | undefined {
  const tail = /^64:ff9b::(?:([0-9a-f]{1,4}):)?([0-9a-f]{1,4})?$/.exec(normal);
  if (tail === null) return undefined;
  const [high, low] = [parseInt(tail[1] ?? '0', 16), parseInt(tail[2] ?? '0', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** Whether a literal IP address (v4 or v6, without brackets) belongs to the public internet. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  if (family === 4) return !inward.check(address, 'ipv4');
  // Scopes (fe80::1%eth0) belong to one link, and so to no public address.
  if (address.includes('%')) return false;
  const normal = normalise(address);
  // IPv4 mapped into IPv6 never comes from a name service; who writes it wants to slip through.
  if (normal.startsWith('::ffff:')) return false;
  const embedded = translated(normal);
  return embedded === undefined ? !inward.check(address, 'ipv6') : isPublicAddress(embedded);
}

/** Whether a URL's host is a literal address that is not public. Names are judged when they are looked up. */
export function isInwardLiteral(hostname: string): boolean {
  const literal = hostname.replace(/^\[|\]$/g, '');
  return isIP(literal) !== 0 && !isPublicAddress(literal);
}

/** A lookup for requests that fails for names of inward addresses: what is checked is what is connected to. */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error) {
      callback(error, '');
      return;
    }
    const bad = addresses.find((item) => !isPublicAddress(item.address));
    const [first] = addresses;
    if (bad !== undefined || first === undefined) {
      callback(new Error(`${hostname} is an address of the local network`), '');
    } else if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};
