/** `fetch` over connections that stay open from question to question, longer than Node's own keeps them. */
import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { ReadableStream } from 'node:stream/web';
import { systemCode } from '../../../audio/audio-error.js';

export interface TransportOptions {
  readonly baseUrl: string;
  readonly key: string | undefined;
  /** Without a connection after this long there is none. */
  readonly connectMs: number;
}

/** A response without a body must not be given one. */
const bodiless: readonly number[] = [204, 205, 304];

export class Transport {
  readonly #options: TransportOptions;
  readonly #agent: HttpAgent | HttpsAgent;

  constructor(options: TransportOptions) {
    this.#options = options;
    const keep = { keepAlive: true, noDelay: true };
    this.#agent = options.baseUrl.startsWith('https:') ? new HttpsAgent(keep) : new HttpAgent(keep);
  }

  /**
   * Sends what the protocol needs and nothing else: of the headers given only `accept`. Follows no redirect. When the
   * signal fires or the body is cancelled the connection is closed at once.
   */
  readonly fetch = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    try {
      return answerOf(await this.#send(url, init));
    } catch (error) {
      // The server had just closed the idle connection: nothing of the request was answered.
      if (!(error instanceof StaleConnection) || init.signal?.aborted === true) throw error;
      return answerOf(await this.#send(url, init));
    }
  };

  close(): void {
    this.#agent.destroy();
  }

  #send(url: URL, { method = 'GET', body, signal }: RequestInit): Promise<IncomingMessage> {
    const { key, connectMs } = this.#options;
    const text = typeof body === 'string' ? body : '';
    const headers = {
      ...{
        accept: method === 'GET' ? 'application/json' : 'text/event-stream, application/json',
        'user-agent': 'parley',
      },
      ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      ...(text === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
    };
    const make = url.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const request = make(url, { method, agent: this.#agent, headers, ...(signal ? { signal } : {}) });
      limitConnecting(request, connectMs);
      request.once('response', resolve);
      request.on('error', (error) => {
        const isStale = request.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(systemCode(error) ?? '');
        reject(isStale ? new StaleConnection(error.message, { cause: error }) : error);
      });
      request.end(text);
    });
  }
}

class StaleConnection extends Error {
  override readonly name = 'StaleConnection';
  readonly code = 'ECONNRESET';
}

class ConnectLate extends Error {
  override readonly name = 'ConnectLate';
  readonly code = 'ETIMEDOUT';
}

/** A machine that is switched off answers nothing at all, not even that it is not there. */
function limitConnecting(request: ClientRequest, ms: number): void {
  request.once('socket', (socket) => {
    if (!socket.connecting) return;
    const timer = setTimeout(() => {
      request.destroy(new ConnectLate('no connection in time'));
    }, ms);
    const settled = (): void => {
      clearTimeout(timer);
    };
    socket.once('connect', settled);
    socket.once('close', settled);
  });
}

function answerOf(message: IncomingMessage): Response {
  const status = message.statusCode ?? 0;
  if (status < 200 || status > 599) {
    message.destroy();
    throw new Error(`the impossible status ${status}`);
  }
  const headers = new Headers();
  for (let at = 0; at + 1 < message.rawHeaders.length; at += 2) {
    headers.append(message.rawHeaders[at] ?? '', message.rawHeaders[at + 1] ?? '');
  }
  // Its reader hears of an error, too, but may not have begun to read.
  message.on('error', () => undefined);
  if (bodiless.includes(status)) {
    message.resume();
    return new Response(null, { status, headers });
  }
  // Cancelling the stream ends the loop over the message, which destroys it and with it the connection.
  const body = ReadableStream.from(message as AsyncIterable<Uint8Array>);
  return new Response(body as ConstructorParameters<typeof Response>[0], { status, headers });
}
