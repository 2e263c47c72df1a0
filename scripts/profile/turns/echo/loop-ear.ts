/** A recogniser in virtual time: it reads all that was heard every so often, at pauses and at the end, and is late. */
import type { FinalTranscript, Transcript, UtteranceEvent } from '../../../../src/pipeline/messages.js';
import { join } from '../../../../src/models/piper/trim.js';
import type { Scope, Stage } from '../../../../src/pipeline/stage.js';
import type { EagerClock } from './eager-clock.js';

/** Reads samples at 16 kHz. */
export type Transcribe = (samples: Float32Array) => Promise<Pick<FinalTranscript, 'text' | 'words'>>;

const rateHz = 16_000;
/** Sound between partial results. */
const partialSamples = 0.6 * rateHz;
/** From the sound to its words. */
const lateMs = 200;

export function createLoopEar(transcribe: Transcribe, clock: EagerClock): Stage<UtteranceEvent, Transcript> {
  return {
    name: 'stt',
    async *run(input, scope): AsyncGenerator<Transcript, void, undefined> {
      const utterance = new Heard((samples) => clock.during(transcribe(samples)), scope);
      let isAnswered = false;
      for await (const event of input) {
        if (event.kind === 'audio') {
          utterance.add(event.frame.samples);
          isAnswered = false;
          if (utterance.unreadSamples >= partialSamples) yield await utterance.partial(false);
        } else if (event.kind === 'pause') yield await utterance.partial(true);
        else {
          isAnswered = true;
          yield await utterance.final();
        }
      }
      if (!isAnswered) yield await utterance.final();
    },
  };
}

class Heard {
  readonly #read: Transcribe;
  readonly #scope: Scope;
  readonly #parts: Float32Array[] = [];
  #samples = 0;
  #readTo = 0;
  #revision = 0;

  constructor(read: Transcribe, scope: Scope) {
    this.#read = read;
    this.#scope = scope;
  }

  get unreadSamples(): number {
    return this.#samples - this.#readTo;
  }

  add(samples: Float32Array): void {
    this.#parts.push(samples);
    this.#samples += samples.length;
  }

  async partial(atPause: boolean): Promise<Transcript> {
    const heardMs = (this.#samples / rateHz) * 1000;
    const { text } = await this.#all();
    const revision = this.#revision++;
    return { kind: 'partial', revision, text, stable: '', language: 'en', atPause, heardMs };
  }

  async final(): Promise<Transcript> {
    const { text, words } = await this.#all();
    return { kind: 'final', text, language: 'en', words };
  }

  async #all(): ReturnType<Transcribe> {
    this.#readTo = this.#samples;
    const found = await this.#read(join(this.#parts));
    await this.#scope.clock.sleep(lateMs, this.#scope.signal);
    return found;
  }
}
