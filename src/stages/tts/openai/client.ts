/** Asks a server that speaks OpenAI's protocol for the sound of a text, and hands it on while it arrives. */
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { abortReason, childController } from '../../../pipeline/abort.js';
import type { SoundPart } from '../foreign-sound.js';
import { SoundFault } from '../wav-stream.js';
import { AnswerSound, type AskedFormat } from './answer.js';
import { ServerFault } from '../../../models/server-fault.js';
import { Faults, type ServerSettings } from './fault.js';
import { mayPass, Poster, readWords, retryAfterMs } from './request.js';

export interface SpeechRequest {
  readonly text: string;
  /** 0.25…4; 1 is the voice's own. */
  readonly speed: number;
  readonly signal: AbortSignal;
  /** Patience until the first sample; the server's own unless told. */
  readonly firstSoundMs?: number;
}

/** A server that never ends must not fill the memory: no sentence is this long. */
const longestSoundSeconds = 900;

/** Speech by `POST {base_url}/audio/speech` (OpenAI API reference, "Create speech"). */
export class SpeechClient {
  readonly #settings: ServerSettings;
  readonly #faults: Faults;
  readonly #poster: Poster;
  #format: AskedFormat = 'wav';

  constructor(settings: ServerSettings, key: string | undefined) {
    this.#settings = settings;
    this.#faults = new Faults(settings, key);
    if (key !== undefined && !/^[\x21-\x7e]+$/.test(key)) throw this.#faults.badKey();
    const headers = { 'content-type': 'application/json', accept: 'audio/wav, */*;q=0.1', 'user-agent': 'parley' };
    const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };
    this.#poster = new Poster(speechUrl(settings.baseUrl), { ...headers, ...authorization });
  }

  /** WAV tells its rate; raw sound is asked only of a server that makes no WAV. */
  get format(): AskedFormat {
    return this.#format;
  }

  /** The sound in parts of any length. Throws a `ServerFault` of one line, or the signal's reason at once. */
  async *speak(request: SpeechRequest): AsyncGenerator<SoundPart, void, undefined> {
    const { controller, release } = childController(request.signal);
    const { signal } = controller;
    const limitMs = request.firstSoundMs ?? this.#settings.timeoutMs;
    const deadlineMs = performance.now() + limitMs;
    const watch = new Watch(controller);
    const untilFirst = (): void => {
      watch.arm(deadlineMs - performance.now(), this.#faults.silent(limitMs));
    };
    let seconds = 0;
    try {
      untilFirst();
      const response = await this.#answer(request, { signal, deadlineMs });
      const sound = new AnswerSound(response.headers['content-type'], this.#format);
      for await (const samples of samplesOf(response, sound)) {
        if (samples.length === 0) continue;
        const sampleRateHz = sound.sampleRateHz ?? 0;
        seconds += samples.length / sampleRateHz;
        if (seconds > longestSoundSeconds) throw new SoundFault(`sound without an end`);
        // Nobody waits for the server while nobody reads.
        watch.disarm();
        yield { samples, sampleRateHz };
        watch.arm(this.#settings.timeoutMs, this.#faults.stalled(this.#settings.timeoutMs));
      }
      if (seconds === 0) throw new SoundFault('an empty answer');
    } catch (error) {
      throw signal.aborted ? abortReason(signal) : this.#explained(error, seconds > 0);
    } finally {
      watch.disarm();
      release();
    }
  }

  close(): void {
    this.#poster.close();
  }

  #explained(error: unknown, hasSounded: boolean): ServerFault {
    if (error instanceof ServerFault) return error;
    if (error instanceof SoundFault) return this.#faults.noSound(error.message);
    return hasSounded ? this.#faults.brokenOff(error) : this.#faults.unreachable(error);
  }

  /** The answer that holds sound. One that may pass is asked again, once, if there is time. */
  async #answer(request: SpeechRequest, until: { signal: AbortSignal; deadlineMs: number }): Promise<IncomingMessage> {
    for (let hasTried = false; ; hasTried = true) {
      const response = await this.#poster.post(this.#body(request), until.signal);
      const status = response.statusCode ?? 0;
      if (status === 200 && !isWords(response)) return response;
      const said = await readWords(response);
      if (status === 200) throw this.#wordsInstead(response, said);
      if (!hasTried && this.#turnsToRaw(status, said)) continue;
      const waitMs = retryAfterMs(response);
      if (hasTried || !mayPass(status) || performance.now() + waitMs >= until.deadlineMs) {
        throw this.#faults.refused(status, said);
      }
      await sleep(waitMs, undefined, { signal: until.signal });
    }
  }

  /** Some servers make MP3 and raw sound, but no WAV, and say so. */
  #turnsToRaw(status: number, said: string): boolean {
    if (this.#format === 'pcm' || ![400, 415, 422].includes(status)) return false;
    if (!/response_format|\bwav\b|\bformat\b/i.test(said)) return false;
    this.#format = 'pcm';
    return true;
  }

  #wordsInstead(response: IncomingMessage, said: string): ServerFault {
    const isJson = (response.headers['content-type'] ?? '').includes('json');
    if (isJson && /"(?:error|detail|message)"/.test(said)) return this.#faults.refused(200, said);
    return this.#faults.noSound(isJson ? 'JSON' : /^\s*</.test(said) ? 'a web page' : 'text');
  }

  #body({ text, speed }: SpeechRequest): string {
    const { model, voice } = this.#settings;
    const pace = speed === 1 ? {} : { speed: Number(Math.min(4, Math.max(0.25, speed)).toFixed(2)) };
    return JSON.stringify({ model, input: text, voice, response_format: this.#format, ...pace });
  }
}

function speechUrl(baseUrl: string): URL {
  const url = new URL(baseUrl);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/audio/speech`;
  return url;
}

function isWords({ headers }: IncomingMessage): boolean {
  return /^\s*(?:text\/(?!event-stream)|application\/(?:[\w.-]+\+)?json)/i.test(headers['content-type'] ?? '');
}

async function* samplesOf(
  response: IncomingMessage,
  sound: AnswerSound,
): AsyncGenerator<Float32Array, void, undefined> {
  for await (const chunk of response as AsyncIterable<Buffer>) yield sound.push(chunk);
  yield sound.end();
}

/** Aborts a request with the line that says what did not come in time. */
class Watch {
  readonly #controller: AbortController;
  #timer: NodeJS.Timeout | undefined;

  constructor(controller: AbortController) {
    this.#controller = controller;
  }

  arm(ms: number, fault: ServerFault): void {
    this.disarm();
    this.#timer = setTimeout(() => {
      this.#controller.abort(fault);
    }, ms);
  }

  disarm(): void {
    clearTimeout(this.#timer);
  }
}
