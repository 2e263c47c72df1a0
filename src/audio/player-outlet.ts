/** One reply through the system's own player: samples into its pipe, and another process when it dies. */
import type { AudioClock } from './audio-clock.js';
import { AudioError } from './audio-error.js';
import { Fade } from './fade.js';
import type { Outlet } from './paced-playout.js';
import { int16FromSamples } from './pcm.js';
import type { PlayerProcess } from './player-process.js';
import type { Reach, SpeakerEvent } from './speaker.js';

interface PlayerOutletOptions {
  readonly clock: AudioClock;
  readonly gain: number;
  readonly onEvent: (event: SpeakerEvent) => void;
  /** Rate of the device. */
  readonly sampleRateHz: number;
  readonly latencyMs: number;
  /** More than this in the pipe means that the device does not drain. */
  readonly maxWaitingBytes: number;
  /** A player whose device is free for it. */
  readonly start: () => Promise<PlayerProcess>;
}

/** A reply whose player died this often is given up. */
const maxDeaths = 3;
/** How long past the estimated end a player may take to play the rest. */
const drainMs = 1000;

export class PlayerOutlet implements Outlet {
  readonly latencyMs: number;
  readonly #options: PlayerOutletOptions;
  #process: PlayerProcess | undefined;
  /** Over the samples given. */
  readonly #fade = new Fade();
  #givenSamples = 0;
  #deaths = 0;
  #isCut = false;

  constructor(options: PlayerOutletOptions) {
    this.#options = options;
    this.latencyMs = options.latencyMs;
  }

  async ready(): Promise<void> {
    this.#process ??= await this.#start();
  }

  async play(samples: Float32Array): Promise<'played' | 'lost'> {
    const process = (this.#process ??= await this.#start());
    if (process.waitingBytes > this.#options.maxWaitingBytes) process.kill();
    if (!process.isAlive) {
      await this.#replace(process);
      return 'lost';
    }
    process.write(int16FromSamples(this.#fade.apply(samples, this.#givenSamples), this.#options.gain));
    this.#givenSamples += samples.length;
    return 'played';
  }

  /** What lies in the pipe cannot be changed any more. */
  setGain(gain: number, { rampMs }: { readonly rampMs: number }): Reach {
    this.#fade.moveTo(gain, this.#givenSamples, Math.round((rampMs / 1000) * this.#options.sampleRateHz));
    return this.#givenSamples === 0 ? 'at-once' : 'later';
  }

  allGiven(): void {
    this.#process?.endInput();
  }

  /** The player ends when its device has played all. Throws when it says that it has not. */
  async finish(): Promise<void> {
    const process = this.#process;
    if (process === undefined) return;
    if (process.isAlive) await this.#drain(process);
    if (this.#isCut || !process.hasFailed) return;
    this.#options.onEvent({ kind: 'player-failed', detail: process.complaint });
    throw new AudioError(`the player failed: ${process.complaint}; another device is chosen with audio.output.device`);
  }

  async #drain(process: PlayerProcess): Promise<void> {
    const timeout = new AbortController();
    void process.gone.then(() => {
      timeout.abort();
    });
    await this.#options.clock.sleep(drainMs, timeout.signal).catch(() => undefined);
    process.kill();
  }

  cut(): void {
    this.#isCut = true;
    this.#process?.kill();
  }

  async #start(): Promise<PlayerProcess> {
    const process = await this.#options.start();
    // The cut found nothing to kill yet.
    if (this.#isCut) process.kill();
    return process;
  }

  async #replace(dead: PlayerProcess): Promise<void> {
    await dead.gone;
    if (this.#isCut) return;
    this.#deaths += 1;
    if (this.#deaths < maxDeaths) {
      this.#options.onEvent({ kind: 'player-died', detail: dead.complaint });
      this.#process = await this.#start();
      return;
    }
    this.#options.onEvent({ kind: 'player-failed', detail: dead.complaint });
    throw new AudioError(`the player died ${this.#deaths} times in one reply: ${dead.complaint}`);
  }
}
