/** Asks the speech recogniser for translations, one after the other, without ever getting in the way of its other callers. */
import type { EngineHandle } from '../../models/host/engine.js';
import { untilAborted } from '../../pipeline/abort.js';
import type { FinalTranscript } from '../../pipeline/messages.js';
import { drain } from '../../pipeline/streams.js';
import type { HeardSound } from './translator.js';

export class Listener {
  readonly #engine: EngineHandle;
  /** Nobody's wish ends a call: see `hear`. */
  readonly #signal = new AbortController().signal;
  #busy: Promise<unknown> = Promise.resolve();
  #languages: readonly string[] | undefined;

  constructor(engine: EngineHandle) {
    this.#engine = engine;
  }

  async warmUp(signal: AbortSignal): Promise<void> {
    await untilAborted(drain(this.#engine.call('warmUp', {}, { signal: this.#signal })), signal);
  }

  /** ISO 639-1 codes that the model knows. */
  async languages(signal: AbortSignal): Promise<readonly string[]> {
    if (this.#languages !== undefined) return this.#languages;
    const info = await untilAborted(this.#ask<{ readonly languages: readonly string[] }>('info', {}), signal);
    this.#languages = info?.languages ?? [];
    return this.#languages;
  }

  /**
   * What the sound says in English; undefined where the recogniser gave up. Whoever stops waiting lets the call come to
   * its own end: a live recogniser works in between, so it may not hear for seconds that one of its calls is to stop, and
   * the host would take it for dead, with all who listen to it.
   */
  async hear(sound: HeardSound, language: string, signal: AbortSignal): Promise<FinalTranscript | undefined> {
    const call = this.#busy.then(() => {
      if (signal.aborted) return undefined;
      // A copy: the part of a larger sound would take all of that along to the other process.
      return this.#ask<FinalTranscript>('transcribe', { samples: sound.samples.slice(), language, task: 'translate' });
    });
    this.#busy = call.catch(() => undefined);
    return untilAborted(call, signal);
  }

  /** The only result. Reads to the end: to leave before is to stop the call. */
  async #ask<T>(method: string, args: unknown): Promise<T | undefined> {
    let found: T | undefined;
    for await (const result of this.#engine.call(method, args, { signal: this.#signal })) found ??= result as T;
    return found;
  }
}
