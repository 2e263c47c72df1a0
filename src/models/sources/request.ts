/** One GET over https: short connect timeout, redirects followed only outwards. */
import { request as httpRequest } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { TLSSocket } from 'node:tls';
import { errorCode, errorLine, ModelError } from '../model-error.js';
import { isInwardLiteral, lookupPublic } from './public-address.js';
import type { FetchLimits } from './source.js';

export interface GetOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly limits: FetchLimits;
}

const maxRedirects = 5;

/** The first answer that is no redirect. Its body must be read or destroyed. Throws ModelError('source'). */
export async function get(address: string, options: GetOptions): Promise<IncomingMessage> {
  const origin = new URL(address);
  let url = origin;
  for (let hops = 0; hops <= maxRedirects; hops += 1) {
    const response = await send(url, options, url.origin !== origin.origin);
    const { location } = response.headers;
    if (![301, 302, 303, 307, 308].includes(response.statusCode ?? 0) || location === undefined) return response;
    response.destroy();
    url = redirected(url, origin, location);
  }
  throw new ModelError('source', `redirects more than ${maxRedirects} times`);
}

function redirected(from: URL, origin: URL, location: string): URL {
  let url: URL;
  try {
    url = new URL(location, from);
  } catch {
    throw new ModelError('source', `redirects to something that is no address`);
  }
  if (url.origin === origin.origin) return url;
  if (url.protocol !== 'https:') throw new ModelError('source', `redirects away from https (to ${url.host}): refused`);
  if (isInwardLiteral(url.hostname)) {
    throw new ModelError('source', `redirects into the local network (${url.host}): refused`);
  }
  return url;
}

function send(url: URL, options: GetOptions, outwardsOnly: boolean): Promise<IncomingMessage> {
  const { signal, limits } = options;
  const via = outwardsOnly ? `redirected to ${url.host}: ` : '';
  return new Promise((resolve, reject) => {
    const make = url.protocol === 'http:' ? httpRequest : httpsRequest;
    const request = make(url, {
      headers: options.headers,
      signal,
      agent: false,
      ...(outwardsOnly ? { lookup: lookupPublic } : {}),
    });
    const disarm = armTimeouts(request, via, limits);
    request.once('response', (response) => {
      disarm();
      resolve(response);
    });
    request.once('error', (error) => {
      disarm();
      if (signal.aborted) reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
      else if (error instanceof ModelError) reject(error);
      else reject(new ModelError('source', `${via}${connectFault(error)}`, { cause: error }));
    });
    request.end();
  });
}

/** A silent host is left soon; one that is connected gets the longer time for its first byte. */
function armTimeouts(request: ClientRequest, via: string, limits: FetchLimits): () => void {
  const leave = (what: string, ms: number) =>
    setTimeout(() => {
      request.destroy(new ModelError('source', `${via}${what} within ${ms / 1000} s`));
    }, ms);
  let timer = leave('no connection', limits.connectMs);
  request.once('socket', (socket) => {
    socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer);
      timer = leave('no answer', limits.stallMs);
    });
  });
  return () => {
    clearTimeout(timer);
  };
}

const faults: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name is not known: no network?',
  EAI_AGAIN: 'the name cannot be looked up: no network?',
  ECONNREFUSED: 'the connection is refused',
  ECONNRESET: 'the connection was reset',
  ENETUNREACH: 'the network cannot be reached',
  EHOSTUNREACH: 'the host cannot be reached',
  ETIMEDOUT: 'no connection in time',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};

/** A connection fault in words; several addresses tried in vain come as one AggregateError without a message. */
export function connectFault(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const code = errorCode(error) ?? errorCode(first);
  return (code === undefined ? undefined : faults[code]) ?? (errorLine(first) || code || 'the connection failed');
}
