/** What a user is told when a speech server does not speak: one line with what came, what was wanted and the way out. */
import { seconds, ServerFaults, type ServerAddress, type ServerFault } from '../../../models/server-fault.js';

export interface ServerSettings extends ServerAddress {
  readonly model: string;
  readonly voice: string;
  /** Without a first sound after this long, and without any more of it for this long, a sentence fails. */
  readonly timeoutMs: number;
}

export class Faults extends ServerFaults {
  readonly #settings: ServerSettings;

  constructor(settings: ServerSettings, key: string | undefined) {
    super('tts.openai', settings, key);
    this.#settings = settings;
  }

  /** No answer at all. */
  unreachable(error: unknown): ServerFault {
    return this.nobody('no speech server', error);
  }

  silent(ms: number): ServerFault {
    const way = 'see whether the server is overloaded, or raise tts.openai.timeout_ms';
    return this.server(`no sound came within ${seconds(ms)}; ${way}`);
  }

  stalled(ms: number): ServerFault {
    return this.server(`the sound stopped coming for ${seconds(ms)} in the middle of a sentence; see the server's log`);
  }

  brokenOff(error: unknown): ServerFault {
    return this.broken('its sound', error);
  }

  /** @param got what came instead of sound: "an MP3", "a web page" */
  noSound(got: string): ServerFault {
    return this.server(`got ${got}, wanted WAV or 16-bit PCM sound; ${this.#formatHint(got)}`);
  }

  refused(status: number, said: string): ServerFault {
    const { model, voice } = this.#settings;
    const quote = this.quoted(said);
    if (status === 401 || status === 403) return this.keyRefused(status);
    if (status >= 300 && status < 400) return this.sentElsewhere(status);
    if (status === 404 || status === 405) {
      const way = `the address must end with the version, as in http://127.0.0.1:8000/v1`;
      return this.server(`nothing speaks at /audio/speech there (${status}${quote}); ${way}, and the model must exist`);
    }
    if (status === 429 || status >= 500) {
      return this.server(`the server cannot speak now (${status}${quote}); try again later, or see its log`);
    }
    const way = 'see tts.openai.model and tts.openai.voice';
    return this.server(`the server refused model "${model}" with voice "${voice}" (${status}${quote}); ${way}`);
  }

  #formatHint(got: string): string {
    if (/page|JSON/.test(got)) return 'the address must be that of the API, up to and including its version';
    return 'choose a server or a model that answers response_format "wav"';
  }
}
