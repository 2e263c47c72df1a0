/** One server that speaks OpenAI's protocol: its models, and raw streams of answers, without what the library adds. */
import type { OpenAI } from 'openai';
import type { AnswerPiece } from './answer.js';
import type { ServerSettings } from './fault.js';
import { refusalOf, Unanswered } from './refusal.js';
import type { ChatBody } from './shape.js';
import { Transport } from './transport.js';

/** What a server tells about a model. Fields beyond `id` are those of llama.cpp and vLLM. */
export interface ServerModel {
  readonly id: string;
  /** Prompt and reply together. */
  readonly contextTokens?: number;
  /** Weights. */
  readonly parameters?: number;
}

/** The stream is something else. `got` is for people. */
export class NoEvents extends Error {
  override readonly name = 'NoEvents';
  readonly got: string;

  constructor(got: string) {
    super('no events');
    this.got = got;
  }
}

/** Longer than any limit of ours: the library's own must never end a call. */
const neverMs = 2 ** 31 - 1;

export class ServerClient {
  readonly #client: OpenAI;
  readonly #transport: Transport;

  private constructor(client: OpenAI, transport: Transport) {
    this.#client = client;
    this.#transport = transport;
  }

  /** Asks nothing yet. The library is loaded here: who uses no server never pays for it. */
  static async create(settings: ServerSettings, key: string | undefined, connectMs: number): Promise<ServerClient> {
    const { OpenAI } = await import('openai');
    const url = new URL(settings.baseUrl);
    const query = Object.fromEntries(url.searchParams);
    url.search = '';
    url.hash = '';
    const transport = new Transport({ baseUrl: url.href, key, connectMs });
    const client = new OpenAI({
      baseURL: url.href.replace(/\/+$/, ''),
      defaultQuery: query,
      // The key goes out in the transport alone, so that no message of the library can hold it; what the library would
      // take from other variables of the environment is not meant for this server.
      ...{ apiKey: 'unused', adminAPIKey: null, organization: null, project: null, webhookSecret: null },
      // It waits out its retries deaf to aborts, and prints what it cannot read.
      ...{ maxRetries: 0, timeout: neverMs, logLevel: 'off' },
      fetch: async (input, init) => {
        let response: Response;
        try {
          response = await transport.fetch(input, init);
        } catch (error) {
          throw new Unanswered(error);
        }
        if (response.ok) return response;
        throw await refusalOf(response);
      },
    });
    return new ServerClient(client, transport);
  }

  close(): void {
    this.#transport.close();
  }

  /** Throws `Refusal`, `Unanswered` or `NoEvents`; whoever leaves the loop closes the connection. */
  async *stream(body: ChatBody, signal: AbortSignal): AsyncGenerator<AnswerPiece, void, undefined> {
    const { data, response } = await bare(this.#client.chat.completions.create(body, { signal }).withResponse());
    const type = response.headers.get('content-type') ?? '';
    if (/html|json/i.test(type)) {
      data.controller.abort();
      throw new NoEvents(/html/i.test(type) ? 'a web page' : 'JSON');
    }
    try {
      for await (const piece of data) yield piece;
    } catch (error) {
      throw error instanceof SyntaxError ? new NoEvents('events that are no JSON') : error;
    }
  }

  /** Undefined when the server keeps them to itself. Throws `Refusal` or `Unanswered`. */
  async models(signal: AbortSignal): Promise<ServerModel[] | undefined> {
    const list: unknown = await bare(this.#client.get('/models', { signal })).catch((error: unknown) => {
      if (error instanceof SyntaxError) return undefined;
      throw error;
    });
    const data = isRecord(list) ? list['data'] : undefined;
    if (!Array.isArray(data)) return undefined;
    return data.flatMap((entry: unknown) =>
      isRecord(entry) && typeof entry['id'] === 'string' ? [modelOf(entry)] : [],
    );
  }
}

/** What the library wraps in errors of its own, without them. */
async function bare<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (error) {
    throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
  }
}

function modelOf(entry: Readonly<Record<string, unknown>>): ServerModel {
  const meta = isRecord(entry['meta']) ? entry['meta'] : {};
  const context = entry['max_model_len'] ?? meta['n_ctx'];
  const parameters = meta['n_params'];
  return {
    id: String(entry['id']),
    ...(typeof context === 'number' ? { contextTokens: context } : {}),
    ...(typeof parameters === 'number' ? { parameters } : {}),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
