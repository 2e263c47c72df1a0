/** One POST over a connection that is kept, and what to do with its answer before there is sound. */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { systemCode } from '../../../audio/audio-error.js';

const longestErrorBytes = 8192;
/** Before a second try when the server does not say how long. */
const retryMs = 250;

/** Posts JSON to one address. Its connections stay open between sentences. */
export class Poster {
  readonly #url: URL;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #agent: HttpAgent | HttpsAgent;

  constructor(url: URL, headers: Readonly<Record<string, string>>) {
    this.#url = url;
    this.#headers = headers;
    const options = { keepAlive: true, noDelay: true };
    this.#agent = url.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);
  }

  /** The answer's head. Its body must be read or destroyed. Throws the system's error, or the signal's. */
  async post(body: string, signal: AbortSignal): Promise<IncomingMessage> {
    try {
      return await this.#send(body, signal);
    } catch (error) {
      // The server had just closed the idle connection: no part of the request was answered.
      if (!(error instanceof StaleConnection) || signal.aborted) throw error;
      return this.#send(body, signal);
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(body: string, signal: AbortSignal): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const make = this.#url.protocol === 'https:' ? httpsRequest : httpRequest;
      const headers = { ...this.#headers, 'content-length': Buffer.byteLength(body) };
      const request = make(this.#url, { method: 'POST', agent: this.#agent, headers, signal });
      request.once('response', resolve);
      request.on('error', (error) => {
        const isStale = request.reusedSocket && ['ECONNRESET', 'EPIPE'].includes(systemCode(error) ?? '');
        reject(isStale ? new StaleConnection(error.message, { cause: error }) : error);
      });
      request.end(body);
    });
  }
}

class StaleConnection extends Error {
  override readonly name = 'StaleConnection';
  readonly code = 'ECONNRESET';
}

/** The beginning of a body that is words. */
export async function readWords(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > longestErrorBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, longestErrorBytes);
}

/** Whether the same request may succeed a little later. */
export function mayPass(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 501 && status !== 505);
}

/** How long the server asks us to wait (`Retry-After`: seconds or a date), in ms. */
export function retryAfterMs({ headers }: IncomingMessage): number {
  const asked = headers['retry-after'];
  if (asked === undefined) return retryMs;
  const ms = /^\s*\d+(?:\.\d+)?\s*$/.test(asked) ? Number(asked) * 1000 : Date.parse(asked) - Date.now();
  return Number.isNaN(ms) ? retryMs : Math.max(0, ms);
}
