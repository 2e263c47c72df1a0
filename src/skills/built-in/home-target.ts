/** Which devices of the house are meant by what was said. */
import { editDistance } from '../language/spelling.js';
import type { Device, House } from './home-house.js';
import { domainsIn } from './home-words.js';

export type Target =
  | {
      readonly kind: 'found';
      readonly devices: readonly [Device, ...Device[]];
      /** The whole room, or every such device there is. */
      readonly area?: string;
      readonly isAll?: boolean;
    }
  /** Several fit, and only one can be meant. */
  | { readonly kind: 'several'; readonly devices: readonly Device[] }
  | { readonly kind: 'unknown'; readonly nearest?: string };

export interface TargetOptions {
  /** Domains that the request can be about, likeliest first; any where none is given. */
  readonly domains?: readonly string[];
  /** Nothing may be guessed: what is risky must be named. */
  readonly isExact?: boolean;
}

/** `thing` is normalised and without articles. */
export function findTarget(house: House, thing: string, { domains = [], isExact = false }: TargetOptions): Target {
  const fitting = domains.length === 0 ? house : house.filter(({ domain }) => domains.includes(domain));
  const said = domainsIn(thing);
  // Who wants everything off means the lights, and not the freezer.
  if (/^(?:everything|all)$/.test(thing))
    return everyOne(
      fitting.filter(({ domain }) => domain === 'light'),
      domains,
    );
  const named = byName(fitting, thing);
  if (named !== undefined) return named;
  const { place, rest } = split(thing);
  const wanted = said.length > 0 ? fitting.filter(({ domain }) => said.includes(domain)) : fitting;
  if (rest === '' && place === undefined && wanted.length > 0) return everyOne(wanted, domains);
  const room = inArea(wanted, place ?? rest, domains);
  if (room !== undefined) return room;
  const byRest = rest === '' ? undefined : byName(wanted, rest);
  if (byRest !== undefined) return byRest;
  const partly = byWords(wanted, place === undefined ? thing : `${place} ${rest}`);
  if (partly.length > 1) return { kind: 'several', devices: partly };
  const [only] = partly;
  if (only !== undefined) return { kind: 'found', devices: [only] };
  const near = nearest(fitting, thing);
  if (near === undefined || isExact)
    return { kind: 'unknown', ...(near === undefined ? {} : { nearest: nameOf(near) }) };
  return { kind: 'found', devices: [near] };
}

/** As it is said: "the living room lamp". */
export function nameOf(device: Device): string {
  return device.names[0].toLowerCase();
}

export function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/'s\b|'/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function byName(house: House, thing: string): Target | undefined {
  const [first, ...others] = house.filter(({ names }) => names.some((name) => sameName(plain(name), thing)));
  if (first === undefined) return undefined;
  return others.length === 0 ? { kind: 'found', devices: [first] } : { kind: 'several', devices: [first, ...others] };
}

function sameName(one: string, other: string): boolean {
  return one === other || one.replaceAll(' ', '') === other.replaceAll(' ', '');
}

/** "lights in the kitchen" → place kitchen; "kitchen lights" → rest kitchen. */
function split(thing: string): { readonly place?: string; readonly rest: string } {
  const found = /^(.+?) (?:in|of|on|at) (?:the |my )?(.+)$/.exec(thing);
  const rest = bare(found?.[1] ?? thing);
  return found?.[2] === undefined ? { rest } : { place: found[2], rest };
}

/** Without the words for kinds of devices: they were counted already. */
function bare(thing: string): string {
  const words = thing
    .split(' ')
    .filter((word) => domainsIn(word).length === 0 && !/^(?:the|my|all|air|floor)$/.test(word));
  return words.join(' ');
}

function inArea(devices: House, place: string, domains: readonly string[]): Target | undefined {
  if (place === '') return undefined;
  const area = devices.flatMap(({ areas }) => areas).find((name) => sameName(plain(name), place));
  if (area === undefined) return undefined;
  const there = devices.filter(({ areas }) => areas.includes(area));
  const [first, ...others] = ofLikeliestDomain(there, domains);
  return first === undefined ? undefined : { kind: 'found', devices: [first, ...others], area };
}

function everyOne(devices: House, domains: readonly string[]): Target {
  const [first, ...others] = ofLikeliestDomain(devices, domains);
  if (first === undefined) return { kind: 'unknown' };
  return { kind: 'found', devices: [first, ...others], ...(others.length > 0 ? { isAll: true } : {}) };
}

/** A room's lights, rather than its lights and its coffee machine. */
function ofLikeliestDomain(devices: House, domains: readonly string[]): House {
  const domain = domains.find((one) => devices.some((device) => device.domain === one)) ?? devices[0]?.domain;
  return devices.filter((device) => device.domain === domain);
}

/** Those whose names hold all of the words. */
function byWords(devices: House, thing: string): House {
  const words = thing.split(' ').filter((word) => !/^(?:the|my|in|of|on)$/.test(word));
  return devices.filter(({ names, areas }) => {
    const held = new Set([...names, ...areas].flatMap((name) => plain(name).split(' ').map(singular)));
    return words.length > 0 && words.every((word) => held.has(singular(word)));
  });
}

function singular(word: string): string {
  return word.length > 3 ? word.replace(/s$/, '') : word;
}

/** The one whose name is a few letters away, as a recogniser writes it. */
function nearest(devices: House, thing: string): Device | undefined {
  const scored = devices.flatMap((device) =>
    device.names.map((name) => {
      const limit = Math.floor(Math.max(plain(name).length, thing.length) / 4);
      return { device, edits: editDistance(plain(name), thing, limit), limit };
    }),
  );
  const near = scored.filter(({ edits, limit }) => limit > 0 && edits <= limit).sort((a, b) => a.edits - b.edits);
  const [best, second] = near;
  return best !== undefined && (second === undefined || second.edits > best.edits || second.device === best.device)
    ? best.device
    : undefined;
}
