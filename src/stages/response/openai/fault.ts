/** What a user is told when a server with a language model does not answer: what came, what was wanted, the way out. */
import { networkFault } from './network-fault.js';
import { messageIn, quotes } from './quote.js';

export interface ServerSettings {
  /** Up to and including the version. */
  readonly baseUrl: string;
  readonly model: string;
  /** Name of the environment variable that holds the key. */
  readonly apiKeyEnv: string;
}

/** The server cannot be used as it is, whatever the question. The message is complete: no stack could add to it. */
export class ServerFault extends Error {
  override readonly name = 'ServerFault';
}

/** This one question cannot be answered there; the next one may. */
export class QuestionRefused extends Error {
  override readonly name = 'QuestionRefused';
}

const longestQuote = 200;
const mostModels = 8;

/** Writes the lines. Neither the key nor a word of the conversation nor what an address may hide ever gets into one. */
export class Faults {
  readonly #settings: ServerSettings;
  readonly #key: string | undefined;

  constructor(settings: ServerSettings, key: string | undefined) {
    this.#settings = settings;
    this.#key = key;
  }

  /** No answer at all. */
  unreachable(error: unknown): ServerFault {
    const { what, way } = networkFault(error);
    const other = 'start the server there, or set llm.openai.base_url to where one listens';
    return this.#server(`no server answers (${what}); ${way ?? other}`);
  }

  late(ms: number): ServerFault {
    const way = 'the model may still be loading, or be too large for its machine: see the server, or raise';
    return this.#server(`no word came within ${seconds(ms)}; ${way} llm.openai.first_token_timeout_ms`);
  }

  stalled(ms: number): ServerFault {
    return this.#server(`the answer stopped coming for ${seconds(ms)}; see the server's log, or raise timeout_ms`);
  }

  brokenOff(error?: unknown): ServerFault {
    const why = error === undefined ? 'without an end' : networkFault(error).what;
    return this.#server(`the server broke off in the middle of its answer (${why}); see its log`);
  }

  /** @param got what came instead of a stream of events: "a web page", "JSON" */
  notEvents(got: string): ServerFault {
    const way = 'the address must be that of the API, up to and including its version, as in http://127.0.0.1:11434/v1';
    return this.#server(`got ${got}, wanted a stream of events; ${way}`);
  }

  keyRefused(status: number): ServerFault {
    const { apiKeyEnv } = this.#settings;
    const state = this.#key === undefined ? 'is not set, so none was sent' : 'was refused';
    return this.#server(`the server wants a key (${status}); the one in ${apiKeyEnv} ${state}: set it to a valid one`);
  }

  /** @param known what the server has; undefined when it does not tell */
  noModel(known: readonly string[] | undefined): ServerFault {
    const { model } = this.#settings;
    const what = `the server has no model "${model}"`;
    if (known === undefined) return this.#server(`${what}; set llm.openai.model to one that it has`);
    if (known.length === 0) return this.#server(`${what}, nor any other; load one there`);
    const names = known.slice(0, mostModels).join(', ');
    const more = known.length > mostModels ? ` and ${known.length - mostModels} more` : '';
    return this.#server(`${what}; set llm.openai.model to one that it has: ${names}${more}`);
  }

  /** Any other refusal. @param asked texts of the request, none of which may be repeated */
  refused(status: number, said: string, asked: readonly string[]): ServerFault | QuestionRefused {
    const quote = this.#quoted(said, asked);
    if (status >= 300 && status < 400) {
      return this.#server(`the server sends us elsewhere (${status}); set llm.openai.base_url to its final address`);
    }
    if (status === 404 || status === 405) {
      const way = 'the address must end with the version, as in http://127.0.0.1:11434/v1';
      return this.#server(`nothing answers at /chat/completions there (${status}${quote}); ${way}`);
    }
    if (status === 402 || status === 429 || status >= 500) {
      return this.#server(`the server cannot answer now (${status}${quote}); try again later, or see its log`);
    }
    return this.#question(`the server refused the question (${status}${quote}); see llm.openai.model and extra`);
  }

  thoughtsOnly(): QuestionRefused {
    const way = 'switch its thinking off with llm.openai.extra (see docs/larger-models.md), or raise llm.max_tokens';
    return this.#question(`the model "${this.#settings.model}" only thought and never spoke; ${way}`);
  }

  empty(): QuestionRefused {
    return this.#question(`the model "${this.#settings.model}" answered with nothing`);
  }

  badCall(what: string): QuestionRefused {
    const way = 'choose a model that knows tools';
    return this.#question(`the model "${this.#settings.model}" asked for ${what}; ${way}`);
  }

  badKey(): ServerFault {
    const { apiKeyEnv } = this.#settings;
    const way = 'set it to the key alone, on one line';
    return new ServerFault(`llm.openai.api_key_env: ${apiKeyEnv} holds characters that no key has; ${way}`);
  }

  #server(what: string): ServerFault {
    return new ServerFault(`llm.openai.base_url ${shownAddress(this.#settings.baseUrl)}: ${what}`);
  }

  #question(what: string): QuestionRefused {
    return new QuestionRefused(`llm.openai.base_url ${shownAddress(this.#settings.baseUrl)}: ${what}`);
  }

  /** Servers quote the key that they refuse, and what they were asked. */
  #quoted(said: string, asked: readonly string[]): string {
    const whole = this.#key === undefined ? said : said.replaceAll(this.#key, '…');
    const line = messageIn(whole)
      .replace(/[\p{C}\s]+/gu, ' ')
      .trim();
    if (line === '' || line.startsWith('<') || quotes(line, asked)) return '';
    return `: ${line.length > longestQuote ? `${line.slice(0, longestQuote)}…` : line}`;
  }
}

/** The address without what may be secret in it. */
export function shownAddress(baseUrl: string): string {
  const { origin, pathname } = new URL(baseUrl);
  return origin + pathname.replace(/\/+$/, '');
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(1))} s`;
}
