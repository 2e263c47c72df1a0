/** The live feed of a running Parley, read over one WebSocket. */
import { WebSocket } from 'ws';
import type { LiveMessage } from '../../server/metrics-server.js';

/** What `/live` tells. */
export type FeedMessage = LiveMessage | { readonly type: 'loading'; readonly version: number };

/** The version that this program understands. */
export const feedVersion = 1;

export interface FeedOptions {
  /** Of the page: `http://127.0.0.1:3000/`. */
  readonly page: URL;
  readonly token: string | undefined;
  readonly signal: AbortSignal;
  readonly onMessage: (message: FeedMessage) => void;
}

/** Nobody is there, or somebody who does not let us in or speaks otherwise: one line that says what to do. */
export class FeedError extends Error {
  override readonly name = 'FeedError';
}

/** Something is told five times a second. */
const SILENCE_MS = 10_000;
/** A view is some kilobytes. */
const MESSAGE_BYTES = 4 * 2 ** 20;

/** Resolves when the feed ends or the signal fires. Throws FeedError when it never began or cannot be understood. */
export async function readFeed({ page, token, signal, onMessage }: FeedOptions): Promise<void> {
  const isOver = (): boolean => signal.aborted;
  if (isOver()) return;
  const socket = new WebSocket(feedAddress(page), {
    ...{ maxPayload: MESSAGE_BYTES, perMessageDeflate: false, handshakeTimeout: SILENCE_MS },
    ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
  });
  const end = (): void => {
    socket.terminate();
  };
  let silence = setTimeout(end, SILENCE_MS);
  let fault: Error | undefined;
  let isOpen = false;
  socket.on('open', () => (isOpen = true));
  socket.on('message', (data: Buffer) => {
    clearTimeout(silence);
    silence = setTimeout(end, SILENCE_MS);
    try {
      onMessage(parse(data, page));
    } catch (error) {
      fault = error as Error;
      end();
    }
  });
  socket.on('unexpected-response', (request, { statusCode = 0 }) => {
    fault = refusal(page, statusCode, token !== undefined);
    request.destroy();
    end();
  });
  socket.on('error', (error) => (fault ??= isOpen ? undefined : absence(page, error)));
  signal.addEventListener('abort', end, { once: true });
  await new Promise((resolve) => socket.on('close', resolve));
  clearTimeout(silence);
  signal.removeEventListener('abort', end);
  if (fault !== undefined && !isOver()) throw fault;
}

/** `/live` beside the page. */
function feedAddress(page: URL): URL {
  const address = new URL('live', page);
  address.protocol = page.protocol === 'https:' ? 'wss:' : 'ws:';
  return address;
}

function parse(data: Buffer, page: URL): FeedMessage {
  let message: Partial<FeedMessage>;
  try {
    message = JSON.parse(data.toString()) as Partial<FeedMessage>;
  } catch {
    throw new FeedError(`${page.href}: what answers there is no Parley`);
  }
  if (message.version !== feedVersion) {
    throw new FeedError(
      `${page.href}: the Parley there tells its figures in version ${String(message.version)}, wanted ${feedVersion}; watch it with its own parley monitor`,
    );
  }
  return message as FeedMessage;
}

function refusal(page: URL, status: number, hadToken: boolean): FeedError {
  const where = page.href;
  if (status === 401 && hadToken) return new FeedError(`${where}: refused the token; --token-env names another one`);
  if (status === 401) {
    return new FeedError(`${where}: wants a token; --token-env NAME names the environment variable that holds it`);
  }
  if (status === 421) {
    return new FeedError(`${where}: does not go by this name; use the address that parley start has printed`);
  }
  if (status === 503) return new FeedError(`${where}: too many watch it already; end one of them`);
  return new FeedError(`${where}: answered with HTTP ${status}, so it is no Parley; --url names another address`);
}

function absence(page: URL, error: Error & { readonly code?: string }): FeedError {
  const reason = error.code ?? error.message;
  return new FeedError(
    `${page.href}: nobody answers (${reason}); start it with parley start, or name another address with --url`,
  );
}
