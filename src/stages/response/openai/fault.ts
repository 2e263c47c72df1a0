/** What a user is told when a server with a language model does not answer: what came, what was wanted, the way out. */
import { seconds, ServerFaults, type ServerAddress, type ServerFault } from '../../../models/server-fault.js';
import { quotes } from './quote.js';

export interface ServerSettings extends ServerAddress {
  readonly model: string;
}

/** This one question cannot be answered there; the next one may. */
export class QuestionRefused extends Error {
  override readonly name = 'QuestionRefused';
}

const mostModels = 8;

/** Writes the lines. Nor does a word of the conversation ever get into one. */
export class Faults extends ServerFaults {
  readonly #model: string;

  constructor(settings: ServerSettings, key: string | undefined) {
    super('llm.openai', settings, key);
    this.#model = settings.model;
  }

  /** No answer at all. */
  unreachable(error: unknown): ServerFault {
    return this.nobody('no server', error);
  }

  late(ms: number): ServerFault {
    const way = 'the model may still be loading, or be too large for its machine: see the server, or raise';
    return this.server(`no word came within ${seconds(ms)}; ${way} llm.openai.first_token_timeout_ms`);
  }

  stalled(ms: number): ServerFault {
    return this.server(`the answer stopped coming for ${seconds(ms)}; see the server's log, or raise timeout_ms`);
  }

  brokenOff(error?: unknown): ServerFault {
    return this.broken('its answer', error);
  }

  /** @param got what came instead of a stream of events: "a web page", "JSON" */
  notEvents(got: string): ServerFault {
    const way = 'the address must be that of the API, up to and including its version, as in http://127.0.0.1:11434/v1';
    return this.server(`got ${got}, wanted a stream of events; ${way}`);
  }

  /** @param known what the server has; undefined when it does not tell */
  noModel(known: readonly string[] | undefined): ServerFault {
    const what = `the server has no model "${this.#model}"`;
    if (known === undefined) return this.server(`${what}; set llm.openai.model to one that it has`);
    if (known.length === 0) return this.server(`${what}, nor any other; load one there`);
    const names = known.slice(0, mostModels).join(', ');
    const more = known.length > mostModels ? ` and ${known.length - mostModels} more` : '';
    return this.server(`${what}; set llm.openai.model to one that it has: ${names}${more}`);
  }

  /** Any other refusal. @param asked texts of the request, none of which may be repeated */
  refused(status: number, said: string, asked: readonly string[]): ServerFault | QuestionRefused {
    const quote = this.quoted(said, (line) => !quotes(line, asked));
    if (status >= 300 && status < 400) return this.sentElsewhere(status);
    if (status === 404 || status === 405) {
      const way = 'the address must end with the version, as in http://127.0.0.1:11434/v1';
      return this.server(`nothing answers at /chat/completions there (${status}${quote}); ${way}`);
    }
    if (status === 402 || status === 429 || status >= 500) {
      return this.server(`the server cannot answer now (${status}${quote}); try again later, or see its log`);
    }
    return this.#question(`the server refused the question (${status}${quote}); see llm.openai.model and extra`);
  }

  thoughtsOnly(): QuestionRefused {
    const way = 'switch its thinking off with llm.openai.extra (see docs/larger-models.md), or raise llm.max_tokens';
    return this.#question(`the model "${this.#model}" only thought and never spoke; ${way}`);
  }

  empty(): QuestionRefused {
    return this.#question(`the model "${this.#model}" answered with nothing`);
  }

  badCall(what: string): QuestionRefused {
    const way = 'choose a model that knows tools';
    return this.#question(`the model "${this.#model}" asked for ${what}; ${way}`);
  }

  #question(what: string): QuestionRefused {
    return new QuestionRefused(this.lineOf(what));
  }
}
