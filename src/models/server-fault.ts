/** What a user is told when a server of models does not do its part: what came, what was wanted, the way out, in one line. */
import { networkFault } from './network-fault.js';
import { messageIn } from './server-message.js';

export interface ServerAddress {
  /** Up to and including the version. */
  readonly baseUrl: string;
  /** Name of the environment variable that holds the key. */
  readonly apiKeyEnv: string;
}

/** The server cannot be used as it is. The message is complete: no stack could add to it. */
export class ServerFault extends Error {
  override readonly name: string = 'ServerFault';
}

const longestQuote = 200;

/** Writes the lines that any server may be the reason for. Neither the key nor what an address may hide ever gets into one. */
export class ServerFaults {
  /** Of the settings: `llm.openai`. */
  protected readonly section: string;
  readonly #address: ServerAddress;
  readonly #key: string | undefined;

  constructor(section: string, address: ServerAddress, key: string | undefined) {
    this.section = section;
    this.#address = address;
    this.#key = key;
  }

  keyRefused(status: number): ServerFault {
    const { apiKeyEnv } = this.#address;
    const state = this.#key === undefined ? 'is not set, so none was sent' : 'was refused';
    return this.server(`the server wants a key (${status}); the one in ${apiKeyEnv} ${state}: set it to a valid one`);
  }

  badKey(): ServerFault {
    const { apiKeyEnv } = this.#address;
    const way = 'set it to the key alone, on one line';
    return new ServerFault(`${this.section}.api_key_env: ${apiKeyEnv} holds characters that no key has; ${way}`);
  }

  protected sentElsewhere(status: number): ServerFault {
    const way = `set ${this.section}.base_url to its final address`;
    return this.server(`the server sends us elsewhere (${status}); ${way}`);
  }

  /** No answer at all. @param who "no server" */
  protected nobody(who: string, error: unknown): ServerFault {
    const key = `${this.section}.base_url`;
    const { what, way = `start the server there, or set ${key} to where one listens` } = networkFault(error, key);
    return this.server(`${who} answers (${what}); ${way}`);
  }

  /** @param of "its answer" @param error undefined where it came to no end and said nothing */
  protected broken(of: string, error: unknown): ServerFault {
    const why = error === undefined ? 'without an end' : networkFault(error, `${this.section}.base_url`).what;
    return this.server(`the server broke off in the middle of ${of} (${why}); see its log`);
  }

  protected server(what: string): ServerFault {
    return new ServerFault(this.lineOf(what));
  }

  protected lineOf(what: string): string {
    return `${this.section}.base_url ${shownAddress(this.#address.baseUrl)}: ${what}`;
  }

  /**
   * What the server says, behind a colon; empty where it says nothing, or a page. Servers quote the key that they refuse.
   * @param mayQuote whether this line may be repeated
   */
  protected quoted(said: string, mayQuote: (line: string) => boolean = () => true): string {
    const whole = this.#key === undefined ? said : said.replaceAll(this.#key, '…');
    const line = messageIn(whole)
      .replace(/[\p{C}\s]+/gu, ' ')
      .trim();
    if (line === '' || line.startsWith('<') || !mayQuote(line)) return '';
    return `: ${line.length > longestQuote ? `${line.slice(0, longestQuote)}…` : line}`;
  }
}

/** The address without what may be secret in it. */
export function shownAddress(baseUrl: string): string {
  const { origin, pathname } = new URL(baseUrl);
  return origin + pathname.replace(/\/+$/, '');
}

/** `1.5 s`. */
export function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(1))} s`;
}
