/** What a user is told when a speech server does not speak: one line with what came, what was wanted and the way out. */
import { messagesIn } from '../../../models/server-message.js';
import { systemCode } from '../../../audio/audio-error.js';

export interface ServerSettings {
  /** Up to and including the version. */
  readonly baseUrl: string;
  readonly model: string;
  readonly voice: string;
  /** Name of the environment variable that holds the key. */
  readonly apiKeyEnv: string;
  /** Without a first sound after this long, and without any more of it for this long, a sentence fails. */
  readonly timeoutMs: number;
}

/** The message is complete; there is nothing that a stack could add. */
export class ServerFault extends Error {
  override readonly name = 'ServerFault';
}

const longestQuote = 200;

/** Writes the lines. Neither the key nor what an address may hide (a password, a query) ever gets into one. */
export class Faults {
  readonly #settings: ServerSettings;
  readonly #key: string | undefined;

  constructor(settings: ServerSettings, key: string | undefined) {
    this.#settings = settings;
    this.#key = key;
  }

  /** No answer at all. */
  unreachable(error: unknown): ServerFault {
    const way = 'start the server there, or set tts.openai.base_url to where one listens';
    return this.#line(`no speech server answers (${networkFault(error)}); ${way}`);
  }

  silent(ms: number): ServerFault {
    const way = 'see whether the server is overloaded, or raise tts.openai.timeout_ms';
    return this.#line(`no sound came within ${seconds(ms)}; ${way}`);
  }

  stalled(ms: number): ServerFault {
    return this.#line(`the sound stopped coming for ${seconds(ms)} in the middle of a sentence; see the server's log`);
  }

  brokenOff(error: unknown): ServerFault {
    return this.#line(`the server broke off in the middle of its sound (${networkFault(error)}); see its log`);
  }

  /** @param got what came instead of sound: "an MP3", "a web page" */
  noSound(got: string): ServerFault {
    return this.#line(`got ${got}, wanted WAV or 16-bit PCM sound; ${this.#formatHint(got)}`);
  }

  refused(status: number, said: string): ServerFault {
    const { apiKeyEnv, model, voice } = this.#settings;
    const quote = this.#quoted(said);
    if (status === 401 || status === 403) {
      const state = this.#key === undefined ? 'is not set, so none was sent' : 'was refused';
      return this.#line(`the server wants a key (${status}); the one in ${apiKeyEnv} ${state}: set it to a valid one`);
    }
    if (status >= 300 && status < 400) {
      return this.#line(`the server sends us elsewhere (${status}); set tts.openai.base_url to its final address`);
    }
    if (status === 404 || status === 405) {
      const way = `the address must end with the version, as in http://127.0.0.1:8000/v1`;
      return this.#line(`nothing speaks at /audio/speech there (${status}${quote}); ${way}, and the model must exist`);
    }
    if (status === 429 || status >= 500) {
      return this.#line(`the server cannot speak now (${status}${quote}); try again later, or see its log`);
    }
    const way = 'see tts.openai.model and tts.openai.voice';
    return this.#line(`the server refused model "${model}" with voice "${voice}" (${status}${quote}); ${way}`);
  }

  badKey(): ServerFault {
    const { apiKeyEnv } = this.#settings;
    return new ServerFault(
      `tts.openai.api_key_env: ${apiKeyEnv} holds characters that no key has; set it to the key alone, on one line`,
    );
  }

  #line(what: string): ServerFault {
    return new ServerFault(`tts.openai.base_url ${shownAddress(this.#settings.baseUrl)}: ${what}`);
  }

  #formatHint(got: string): string {
    if (/page|JSON/.test(got)) return 'the address must be that of the API, up to and including its version';
    return 'choose a server or a model that answers response_format "wav"';
  }

  /** Servers quote the key that they refuse. */
  #quoted(said: string): string {
    const whole = this.#key === undefined ? said : said.replaceAll(this.#key, '…');
    const line = messageIn(whole)
      .replace(/[\p{C}\s]+/gu, ' ')
      .trim();
    if (line === '' || line.startsWith('<')) return '';
    return `: ${line.length > longestQuote ? `${line.slice(0, longestQuote)}…` : line}`;
  }
}

/** The address without what may be secret in it. */
function shownAddress(baseUrl: string): string {
  const { origin, pathname } = new URL(baseUrl);
  return origin + pathname;
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(1))} s`;
}

/** The text in the shapes of error that such servers answer with; anything else as it is. */
function messageIn(body: string): string {
  try {
    const texts = messagesIn(JSON.parse(body) as unknown);
    return texts.join('; ');
  } catch {
    return body;
  }
}

const faults: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name cannot be looked up',
  ECONNREFUSED: 'the connection is refused',
  ECONNRESET: 'the connection was closed',
  EPIPE: 'the connection was closed',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'no connection in time',
  EPROTO: 'it does not speak https: try http://',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak https: try http://',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by itself',
};

/** Several addresses tried in vain come as one AggregateError without a message. */
function networkFault(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const code = systemCode(first) ?? systemCode(error) ?? '';
  if (code.startsWith('HPE_')) return 'what answers there is no web server';
  return faults[code] ?? (code !== '' ? code : first instanceof Error ? first.message : 'the connection failed');
}
