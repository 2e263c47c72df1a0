/** A chat server on loopback that says what it is told to say, and misbehaves when asked to. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turnOfLoop } from 'node:timers/promises';
import type { Engine } from '../../../src/models/host/engine.js';
import type { ChatArgs, ChatResult } from '../../../src/stages/response/chat.js';

export interface AskedChat {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Readonly<Record<string, unknown>>;
  /** Port of the client: the same number is the same connection. */
  readonly port: number;
}

/** How one answer departs from plain good behaviour. */
export interface Mood {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Instead of a stream of events. */
  readonly body?: string | Uint8Array;
  /** Sizes of the pieces it is sent in, over and over. */
  readonly pieces?: readonly number[];
  /** Says nothing more before the head, after it, or after so many bytes. */
  readonly hangs?: 'before-head' | 'after-head' | number;
  /** Drops the connection after so many bytes. */
  readonly breaksAt?: number;
  /** Ends the answer in good order after so many bytes. */
  readonly endsAt?: number;
}

export class ChatServer {
  readonly asked: AskedChat[] = [];
  /** One for each of the next questions. */
  readonly moods: Mood[] = [];
  models: readonly string[] | undefined = ['small', 'large'];
  /** Questions whose client went away before the end. */
  dropped = 0;
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      response.once('close', () => {
        if (!response.writableFinished) this.dropped += 1;
      });
      void this.#answer(request, response);
    });
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  get questions(): readonly AskedChat[] {
    return this.asked.filter(({ method }) => method === 'POST');
  }

  /** Closes every connection that is open, as a server does with idle ones. */
  hangUp(): void {
    this.#server.closeAllConnections();
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await textOf(request);
    const body = (text === '' ? {} : JSON.parse(text)) as AskedChat['body'];
    const { method = '', url: path = '', headers } = request;
    this.asked.push({ method, path, headers, body, port: request.socket.remotePort ?? 0 });
    if (method === 'GET') {
      const isKnown = path === '/v1/models' && this.models !== undefined;
      const list = isKnown ? { data: this.models?.map((id) => ({ id, max_model_len: 8192 })) } : { error: 'not found' };
      response.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(list));
      return;
    }
    const mood = this.moods.shift() ?? {};
    if (mood.hangs === 'before-head') return;
    const bytes = Buffer.from(mood.body ?? replyEvents('Certainly. It is forty two.'));
    response.writeHead(mood.status ?? 200, { 'content-type': 'text/event-stream', ...mood.headers });
    response.flushHeaders();
    if (mood.hangs !== 'after-head') await send(response, bytes, mood);
  }
}

async function send(response: ServerResponse, bytes: Uint8Array, mood: Mood): Promise<void> {
  const { pieces = [bytes.length], breaksAt = Infinity, endsAt = Infinity, hangs } = mood;
  const end = Math.min(bytes.length, breaksAt, endsAt, typeof hangs === 'number' ? hangs : Infinity);
  for (let at = 0, index = 0; at < end; index += 1) {
    const size = Math.max(1, pieces[index % pieces.length] ?? 1);
    response.write(bytes.subarray(at, Math.min(end, at + size)));
    at += size;
    await turnOfLoop();
  }
  if (Number.isFinite(breaksAt)) response.destroy();
  else if (typeof hangs !== 'number') response.end();
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** One event of the protocol. */
export function event(delta: unknown, finish: string | null = null): string {
  return `data: ${JSON.stringify({ object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
}

/** A reply as llama.cpp streams it: the role, every word and its space, the end, the count. */
export function replyEvents(text: string, finish = 'stop'): string {
  const words = text.match(/\s*\S+/gu) ?? [];
  const usage = { prompt_tokens: 20, completion_tokens: words.length, prompt_tokens_details: { cached_tokens: 12 } };
  return [
    event({ role: 'assistant', content: null }),
    ...words.map((content) => event({ content })),
    event({}, finish),
    `data: ${JSON.stringify({ choices: [], usage })}\n\n`,
    'data: [DONE]\n\n',
  ].join('');
}

export const args = (text = 'What is the answer?', more: Partial<ChatArgs> = {}): ChatArgs => ({
  ...{ system: 'Be brief.', messages: [{ role: 'user', text }], maxTokens: 40, temperature: 0 },
  ...more,
});

/** Calls a method as the inference child does. */
export async function* callChat(
  engine: Engine,
  method: string,
  given: unknown,
  signal: AbortSignal = new AbortController().signal,
): AsyncGenerator<ChatResult, void, undefined> {
  const found = engine.methods[method];
  if (!found) throw new Error(`no method ${method}`);
  const input = (async function* () {})();
  yield* found(given, {
    input,
    signal,
    cancelled: () => signal.aborted,
    inputEnded: () => true,
  }) as AsyncIterable<ChatResult>;
}

/** A whole answer. */
export async function answerOf(
  engine: Engine,
  given: ChatArgs = args(),
): Promise<{ text: string; results: ChatResult[] }> {
  const results: ChatResult[] = [];
  for await (const result of callChat(engine, 'chat', given)) results.push(result);
  const text = results.map((result) => (result.kind === 'delta' ? result.text : '')).join('');
  return { text, results };
}
