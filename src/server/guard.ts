/**
 * Who may talk to a listener: an address of its own (Host), a page of its own (Origin), and the token where there is one.
 *
 * Any web page can open `ws://127.0.0.1`, and a name that an attacker owns can be made to point there (DNS rebinding); so
 * these checks stand before every path and every upgrade, on the machine's own address too.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { hostname, networkInterfaces } from 'node:os';

export interface GuardOptions {
  /** Address listened at. */
  readonly host: string;
  /** Known once the listener is open. */
  readonly port: number;
  /** Pages of other addresses that may talk to it, as `https://example.org`; requests sent to those addresses are for it, too. */
  readonly origins: readonly string[];
  readonly token: string | undefined;
}

export interface GuardedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly query: unknown;
  /** Asks for nothing that anybody would keep to themselves: no token is needed. */
  readonly isOpen: boolean;
}

/** An HTTP status and one line for whoever asked; never a part of what was asked. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 421;
  readonly reason: string;
}

/** Undefined for a request that may pass. */
export function findRefusal(request: GuardedRequest, options: GuardOptions): Refusal | undefined {
  const { host, origin } = request.headers;
  if (host === undefined || host === '') return { status: 400, reason: 'the request names no host' };
  if (!isOwnHost(host.toLowerCase(), options)) {
    return { status: 421, reason: 'this name is not one of the listener; open it by the address that it was given' };
  }
  if (origin !== undefined && !isAllowedOrigin(origin, host, options)) {
    return { status: 403, reason: 'pages of this origin may not read along; list it in origins' };
  }
  if (request.isOpen || options.token === undefined) return undefined;
  const given = tokenOf(request);
  if (given === undefined) {
    return {
      status: 401,
      reason: 'a token is needed: Authorization: Bearer TOKEN, or ?token=TOKEN behind the address',
    };
  }
  return isSame(given, options.token) ? undefined : { status: 401, reason: 'this is not the token' };
}

/** Whether only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

/**
 * A page that came from here, or one that is listed. `null` is nobody: any page can send it from a sandboxed frame. A
 * file that OBS opens by itself has it too, and is opened by this listener's address instead.
 */
function isAllowedOrigin(origin: string, host: string, { origins }: GuardOptions): boolean {
  return origin === `http://${host}` || origins.includes(origin);
}

function isOwnHost(host: string, options: GuardOptions): boolean {
  const names = options.origins.map((origin) => origin.slice(origin.indexOf('//') + 2).toLowerCase());
  if (names.includes(host)) return true;
  const own = ownNames(options.host).map((name) => (name.includes(':') ? `[${name}]` : name));
  return own.some((name) => host === `${name}:${options.port}` || (options.port === 80 && host === name));
}

/** Asked each time where all addresses are listened at: a machine gets other ones on the way. */
function ownNames(host: string): string[] {
  const loopback = ['127.0.0.1', 'localhost', '::1'];
  if (isLoopback(host)) return [...loopback, host];
  const machine = hostname().toLowerCase();
  const named = [machine, `${machine}.local`];
  if (host !== '0.0.0.0' && host !== '::') return [host.toLowerCase(), ...named];
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
  return [...loopback, ...named, ...addresses];
}

/** The header goes before the address; a doubled one is none. */
function tokenOf({ headers, query }: GuardedRequest): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const { token } = (query ?? {}) as { token?: unknown };
  return typeof token === 'string' ? token : undefined;
}

/** Takes the same time wherever two differ, and however long they are. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
