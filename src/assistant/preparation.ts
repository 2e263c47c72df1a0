/** Has fixed texts spoken into the cache while nobody needs the voice. */
import { childController } from '../pipeline/abort.js';
import type { Clock } from '../pipeline/stage.js';
import { drain } from '../pipeline/streams.js';

export interface PreparationOptions {
  readonly clock: Clock;
  /** True while somebody speaks or is answered. */
  readonly isBusy: () => boolean;
}

/** One list of texts, and the voice that is to say them. */
export interface PreparationWork {
  readonly texts: readonly string[];
  readonly speak: (text: string, signal: AbortSignal) => AsyncIterable<unknown>;
}

/** How often it looks whether the voice is free again. */
const lookMs = 250;

export class Preparation {
  readonly #options: PreparationOptions;
  #life: AbortController | undefined;
  #work: Promise<void> = Promise.resolve();
  #giveUpText: (() => void) | undefined;

  constructor(options: PreparationOptions) {
    this.#options = options;
  }

  /** Ends what was under way, and begins with these, one at a time. Returns at once. */
  begin(work: PreparationWork): void {
    this.stop();
    this.#life = new AbortController();
    // A voice that fails says so when it is needed.
    this.#work = this.#run(work, this.#life.signal).catch(() => undefined);
  }

  /** Somebody needs the voice: the text under way is given up, and said again when nobody does. */
  makeWay(): void {
    this.#giveUpText?.();
  }

  /** Gives everything up. Legal any number of times. */
  stop(): void {
    this.#life?.abort(new Error('nothing is to be prepared any more'));
  }

  /** Resolves when all texts are made or given up. */
  async settled(): Promise<void> {
    await this.#work;
  }

  async #run({ texts, speak }: PreparationWork, signal: AbortSignal): Promise<void> {
    for (const text of texts) {
      let isMade = false;
      while (!isMade) {
        await this.#untilFree(signal);
        isMade = await this.#make((inner) => speak(text, inner), signal);
      }
    }
  }

  async #untilFree(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    while (this.#options.isBusy()) await this.#options.clock.sleep(lookMs, signal);
  }

  /** False when it had to make way. */
  async #make(speak: (signal: AbortSignal) => AsyncIterable<unknown>, signal: AbortSignal): Promise<boolean> {
    const { controller, release } = childController(signal);
    this.#giveUpText = () => {
      controller.abort(new Error('the voice is needed'));
    };
    try {
      await drain(speak(controller.signal));
      return true;
    } catch (error) {
      if (signal.aborted || !controller.signal.aborted) throw error;
      return false;
    } finally {
      this.#giveUpText = undefined;
      release();
    }
  }
}
