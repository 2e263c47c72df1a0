/** What every door of Parley stands on: HTTP and WebSocket on the machine's own address, guarded and bounded. */
import type { Socket } from 'node:net';
import websocket from '@fastify/websocket';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { findRefusal, isLoopback } from './guard.js';
import { describeListenFault, ListenerError, type ListenerPlace } from './listener-error.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A path that shows nothing of anybody: it needs no token. */
    isOpen?: boolean;
  }
}

export interface ListenerOptions extends ListenerPlace {
  /** What everybody has to show; required unless only this machine can reach `host`. */
  readonly token: string | undefined;
  readonly origins: readonly string[];
}

export interface Listener {
  /** `http://127.0.0.1:3001`, for a browser on this machine. */
  readonly url: string;
  readonly port: number;
  /** Says goodbye to every client and gives the port back; soon, whatever the clients do. */
  close(): Promise<void>;
}

/** Feeds speak and hardly listen: whoever sends more than this is not one of their clients. */
const MESSAGE_BYTES = 4096;
const BODY_BYTES = 64 * 1024;
const HEADER_BYTES = 8 * 1024;
const SOCKETS = 32;
/** Sockets and the requests beside them. */
const CONNECTIONS = 96;
const HEADERS_MS = 5000;
const REQUEST_MS = 10_000;
const GOODBYE_MS = 250;
/** WebSocket: the other side goes away (RFC 6455, 7.4.1). */
const GOING_AWAY = 1001;
const SHORTEST_TOKEN = 16;

/** Throws ListenerError: the address is open to others without a token, or cannot be had. */
export async function openListener(
  options: ListenerOptions,
  addRoutes: (app: FastifyInstance) => void | Promise<void>,
): Promise<Listener> {
  const { section, host, port, token } = options;
  if (token === undefined && !isLoopback(host)) {
    throw new ListenerError(
      `${section}.host: ${host} can be reached from other machines and needs a token; name its environment variable in ${section}.token_env, or use 127.0.0.1`,
    );
  }
  const app = createApp();
  const bound = { port };
  const endConnections = trackConnections(app);
  await app.register(websocket, {
    options: {
      ...{ maxPayload: MESSAGE_BYTES, maxFragments: 64, maxBufferedChunks: 256, perMessageDeflate: false },
      // Answering pings of somebody who does not read would fill the memory: who needs it answers them with care.
      autoPong: false,
    },
    preClose: sayGoodbye,
    errorHandler: (_error, socket) => {
      socket.terminate();
    },
  });
  app.addHook('onRequest', async (request, reply) => guard(request, reply, { ...options, port: bound.port }));
  await addRoutes(app);
  try {
    await app.listen({ host, port });
  } catch (error) {
    await app.close();
    throw describeListenFault(error, options);
  }
  const [address] = app.addresses();
  if (typeof address === 'object') bound.port = address.port;
  return { url: `http://${nameOf(host)}:${bound.port}`, port: bound.port, close: () => app.close() };

  function sayGoodbye(done: () => void): void {
    const { clients } = app.websocketServer;
    for (const client of clients) client.close(GOING_AWAY);
    const end = (): void => {
      endConnections();
      app.websocketServer.close();
      done();
    };
    if (clients.size === 0) end();
    else setTimeout(end, GOODBYE_MS);
  }
}

/** The token that a variable of the environment holds. Throws ListenerError when it is named and holds none to speak of. */
export function readToken(section: string, variable: string, env: NodeJS.ProcessEnv): string | undefined {
  if (variable === '') return undefined;
  const token = env[variable] ?? '';
  if (token.length >= SHORTEST_TOKEN && /^[\w.~+/=-]+$/.test(token)) return token;
  const got = token === '' ? 'is not set' : `holds no token that is hard to guess`;
  throw new ListenerError(
    `${section}.token_env: the environment variable ${variable} ${got}; wanted at least ${SHORTEST_TOKEN} letters and digits, such as openssl rand -hex 16 prints`,
  );
}

function createApp(): FastifyInstance {
  const app = fastify({
    // Addresses can hold a token; nothing of them is written anywhere.
    logger: false,
    bodyLimit: BODY_BYTES,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: REQUEST_MS,
    http: { maxHeaderSize: HEADER_BYTES, headersTimeout: HEADERS_MS, connectionsCheckingInterval: 1000 },
  });
  app.server.maxConnections = CONNECTIONS;
  app.addHook('onSend', async (_request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    if (!reply.hasHeader('content-security-policy')) {
      reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
    }
  });
  app.setNotFoundHandler(async (_request, reply) => reply.code(404).type('text/plain').send('there is nothing here\n'));
  app.setErrorHandler(async (error, _request, reply) => {
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
    const text = status < 500 && error instanceof Error ? error.message : 'this went wrong inside';
    return reply.code(status).type('text/plain').send(`${text}\n`);
  });
  return app;
}

async function guard(request: FastifyRequest, reply: FastifyReply, options: ListenerOptions): Promise<unknown> {
  const { headers, query } = request;
  const refusal = findRefusal({ headers, query, isOpen: request.routeOptions.config.isOpen === true }, options);
  if (refusal !== undefined) {
    if (refusal.status === 401) reply.header('www-authenticate', 'Bearer');
    return reply.code(refusal.status).type('text/plain').send(`${refusal.reason}\n`);
  }
  if (request.ws && request.server.websocketServer.clients.size >= SOCKETS) {
    return reply.code(503).header('retry-after', '10').type('text/plain').send('too many read along already\n');
  }
  // A listed page may read what it asks for; nobody else's browser lets it.
  if (headers.origin !== undefined && options.origins.includes(headers.origin)) {
    reply.headers({ 'access-control-allow-origin': headers.origin, vary: 'origin' });
  }
  return undefined;
}

/**
 * @returns what ends every connection there is and each that still comes. A request for a WebSocket that comes during
 *   the goodbye is refused, but its connection stays with nobody to end it, and the server would wait for it forever.
 */
function trackConnections({ server }: FastifyInstance): () => void {
  const connections = new Set<Socket>();
  let isEnding = false;
  server.on('connection', (socket) => {
    if (isEnding) socket.destroy();
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
  });
  return () => {
    isEnding = true;
    for (const socket of connections) socket.destroy();
  };
}

/** The name that a browser on this machine uses. */
function nameOf(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
