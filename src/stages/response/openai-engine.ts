/** The engine module of language models behind an OpenAI-compatible address: Ollama, llama.cpp, vLLM, LM Studio, OpenAI. */
import { z } from 'zod';
import type { Engine, EngineCall } from '../../models/host/engine.js';
import { untilAborted } from '../../pipeline/abort.js';
import type { ChatArgs, ChatInfo, ChatPrefix, WarmUpArgs, WarmUpResult } from './chat.js';
import { Asking } from './openai/asking.js';
import { ServerClient, type ServerModel } from './openai/client.js';
import { shownAddress } from '../../models/server-fault.js';
import { Faults } from './openai/fault.js';
import { RequestShape } from './openai/shape.js';

const optionsSchema = z.strictObject({
  /** Up to and including the version, e.g. `http://127.0.0.1:11434/v1`. */
  baseUrl: z.url({ protocol: /^https?$/ }),
  model: z.string().min(1),
  /** Environment variable that holds the key; without such a variable no key is sent. */
  apiKeyEnv: z.string().min(1),
  /** Without any more of an answer for this long it is given up. */
  timeoutMs: z.number().min(1).max(600_000),
  /** Without a first word after this long the question is given up. */
  firstTokenTimeoutMs: z.number().min(1).max(600_000),
  /** Tries after the first one, while there is time. */
  retries: z.number().int().min(0).max(10),
  /** Further fields of the request, as the server wants them. */
  extra: z.record(z.string(), z.json()),
});

export type OpenaiLlmOptions = z.input<typeof optionsSchema>;

/** Servers may load their model for the first question. */
const loadMs = 120_000;
/** A server that answered so shortly before need not be warmed up. Ollama unloads a model after five minutes. */
const warmMs = 60_000;
/** Of the time until the first word, for opening a connection: a machine that is switched off is known by it. */
const connectShare = 0.6;
const oneToken = { maxTokens: 1, temperature: 0 };
const trial = { role: 'user', text: 'Hello' } as const;

/**
 * Asks the server nothing before it says that it is loaded: one that is down now may be up when it is needed. Methods:
 * `chat`; `warmUp`, which asks for one token, so that the server loads its model and its faults are known; `info`.
 * They throw a `ServerFault`, or a `QuestionRefused` where only this question was the trouble.
 */
export async function createEngine(given: unknown): Promise<Engine> {
  const parsed = optionsSchema.safeParse(given);
  if (!parsed.success) throw new Error(`llm.openai: ${parsed.error.issues.map(lineOf).join('; ')}`);
  const server = await Server.connect(parsed.data);
  return {
    methods: {
      chat: (args, { signal }) => server.chat(args as ChatArgs, signal),
      warmUp: (args, call) => server.warmUp(args as WarmUpArgs, call),
      info: () => server.info(),
    },
    close: async () => {
      server.close();
    },
  };
}

function lineOf({ path, message }: { path: PropertyKey[]; message: string }): string {
  return `${path.join('.') || 'options'}: ${message}`;
}

class Server {
  readonly #options: z.output<typeof optionsSchema>;
  readonly #client: ServerClient;
  readonly #asking: Asking;
  readonly #life = new AbortController();
  #heardMs = -Infinity;
  #known: ServerModel | undefined;
  #warming: Promise<WarmUpResult> | undefined;

  private constructor(options: z.output<typeof optionsSchema>, client: ServerClient, faults: Faults) {
    this.#options = options;
    this.#client = client;
    const { model, extra, timeoutMs, retries } = options;
    const shape = new RequestShape(model, extra);
    this.#asking = new Asking({ client, faults, shape, model, timeoutMs, retries });
  }

  static async connect(options: z.output<typeof optionsSchema>): Promise<Server> {
    const key = process.env[options.apiKeyEnv]?.trim();
    const usable = key === '' ? undefined : key;
    const faults = new Faults(options, usable);
    if (usable !== undefined && !/^[\x21-\x7e]+$/.test(usable)) throw faults.badKey();
    return new Server(
      options,
      await ServerClient.create(options, usable, connectShare * options.firstTokenTimeoutMs),
      faults,
    );
  }

  async *chat(args: ChatArgs, signal: AbortSignal): AsyncGenerator {
    const firstWordMs = this.#options.firstTokenTimeoutMs;
    for await (const result of this.#asking.chat(args, { signal, firstWordMs })) {
      this.#heardMs = performance.now();
      yield result;
    }
  }

  /** Several at once are one. A caller that gives up does not stop it: a model half loaded would help nobody. */
  async *warmUp(args: WarmUpArgs, { signal }: EngineCall): AsyncGenerator<WarmUpResult> {
    if (performance.now() - this.#heardMs < warmMs) return;
    this.#warming ??= this.#warm(args).finally(() => {
      this.#warming = undefined;
    });
    yield await untilAborted(this.#warming, signal);
  }

  /** Waits for no server: what this one tells of its model is known from the first warm-up on. */
  async *info(): AsyncGenerator<ChatInfo> {
    const { model, baseUrl } = this.#options;
    yield {
      ...{ name: model, device: 'remote', languages: undefined },
      ...{ contextTokens: this.#known?.contextTokens, parameters: this.#known?.parameters },
      template: `OpenAI chat completions at ${shownAddress(baseUrl)}`,
    };
  }

  close(): void {
    this.#life.abort(new Error('the engine is closed'));
    this.#client.close();
  }

  async #warm({ system, messages, tools, conversation }: ChatPrefix): Promise<WarmUpResult> {
    const prefix = {
      system,
      ...(tools === undefined ? {} : { tools }),
      ...(conversation === undefined ? {} : { conversation }),
    };
    const args: ChatArgs = { ...prefix, messages: [...messages, trial], ...oneToken };
    const patience = { signal: this.#life.signal, firstWordMs: loadMs, isTrial: true };
    let result: WarmUpResult = { promptTokens: 0, reusedTokens: 0 };
    for await (const each of this.#asking.chat(args, patience)) {
      if (each.kind === 'end') result = { promptTokens: each.promptTokens, reusedTokens: each.reusedTokens };
    }
    this.#heardMs = performance.now();
    if (this.#known === undefined) await this.#learn();
    return result;
  }

  /** What the server tells about the model; nothing where it does not answer. */
  async #learn(): Promise<void> {
    const list = await this.#asking.models(this.#life.signal).catch(() => undefined);
    const { model } = this.#options;
    // llama.cpp has one model and answers with it whatever is asked for.
    this.#known = list?.find(({ id }) => id === model) ?? (list?.length === 1 ? list[0] : undefined);
  }
}
