/** Plays through the system's own player, with a process always ready so that a reply starts without delay. */
import type { AudioClock } from './audio-clock.js';
import { AudioError } from './audio-error.js';
import { PacedPlayout, type Outlet } from './paced-playout.js';
import { int16FromSamples } from './pcm.js';
import { PlayerProcess } from './player-process.js';
import { findPlayer, type Player } from './players.js';
import { loadSpeex } from './speex.js';
import type { Playout, Speaker, SpeakerEvent } from './speaker.js';

export interface SystemSpeakerOptions {
  /** `default`, or a name that the player knows. */
  readonly device: string;
  /** Rate of the device; replies of another rate are resampled. */
  readonly sampleRateHz: number;
  readonly clock: AudioClock;
  /** Audio kept ready for the device, in ms. */
  readonly leadMs?: number;
  /** Samples (of the reply) written at a time; 20 ms unless told. */
  readonly bufferSamples?: number;
  /** Volume, 0…2; 1 leaves the samples as they are. */
  readonly gain?: number;
  readonly onEvent?: (event: SpeakerEvent) => void;
  /** The players to choose from; those of this system unless told. */
  readonly players?: readonly Player[];
}

/** Starts the first player that works. Throws an `AudioError` of one line when there is none, or none knows the device. */
export async function createSystemSpeaker(options: SystemSpeakerOptions): Promise<Speaker> {
  // Now, so that the first reply does not wait for it.
  await loadSpeex();
  const player = await findPlayer(options, options.players);
  return new SystemSpeaker(options, player, new PlayerProcess(player.tool, player.args(options)));
}

class SystemSpeaker implements Speaker {
  readonly name: string;
  readonly sampleRateHz: number;
  readonly #options: SystemSpeakerOptions;
  readonly #player: Player;
  #spare: PlayerProcess | undefined;
  #current: Playout | undefined;
  #currentProcess: PlayerProcess | undefined;
  #closed = false;

  constructor(options: SystemSpeakerOptions, player: Player, spare: PlayerProcess) {
    this.#options = options;
    this.#player = player;
    this.#spare = spare;
    this.name = player.tool;
    this.sampleRateHz = options.sampleRateHz;
  }

  begin(options?: { readonly sampleRateHz?: number }): Playout {
    if (this.#closed) throw new Error('the speaker is closed');
    this.#current?.stop();
    const { clock, leadMs = 120, gain = 1, onEvent = () => undefined } = this.#options;
    const sampleRateHz = options?.sampleRateHz ?? this.sampleRateHz;
    const outlet = new PlayerOutlet({
      clock,
      gain,
      onEvent,
      latencyMs: this.#player.latencyMs,
      maxWaitingBytes: 2 * 2 * this.sampleRateHz,
      start: () => this.#take(),
    });
    const sliceSamples = this.#options.bufferSamples ?? Math.ceil(sampleRateHz / 50);
    const rates = { sampleRateHz, deviceRateHz: this.sampleRateHz };
    this.#current = new PacedPlayout({ clock, outlet, ...rates, leadMs, sliceSamples });
    return this.#current;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#current?.stop();
    this.#spare?.kill();
    await Promise.all([this.#spare?.gone, this.#currentProcess?.gone]);
  }

  /** The process that is ready, or a new one. The next is started only when this one is gone: some devices allow but one. */
  #take(): PlayerProcess {
    const ready = this.#spare?.isAlive ? this.#spare : this.#startProcess();
    this.#spare = undefined;
    this.#currentProcess = ready;
    void ready.gone.then(() => {
      if (this.#closed || this.#currentProcess !== ready) return;
      this.#spare = this.#startProcess();
    });
    return ready;
  }

  #startProcess(): PlayerProcess {
    return new PlayerProcess(this.#player.tool, this.#player.args(this.#options));
  }
}

interface PlayerOutletOptions {
  readonly clock: AudioClock;
  readonly gain: number;
  readonly onEvent: (event: SpeakerEvent) => void;
  readonly latencyMs: number;
  /** More than this in the pipe means that the device does not drain. */
  readonly maxWaitingBytes: number;
  readonly start: () => PlayerProcess;
}

/** A reply whose player died this often is given up. */
const maxDeaths = 3;
/** How long past the estimated end a player may take to play the rest. */
const drainMs = 1000;

class PlayerOutlet implements Outlet {
  readonly latencyMs: number;
  readonly #options: PlayerOutletOptions;
  #process: PlayerProcess | undefined;
  #deaths = 0;
  #isCut = false;

  constructor(options: PlayerOutletOptions) {
    this.#options = options;
    this.latencyMs = options.latencyMs;
  }

  async play(samples: Float32Array): Promise<'played' | 'lost'> {
    this.#process ??= this.#options.start();
    if (this.#process.waitingBytes > this.#options.maxWaitingBytes) this.#process.kill();
    if (!this.#process.isAlive) {
      await this.#replace(this.#process);
      return 'lost';
    }
    this.#process.write(int16FromSamples(samples, this.#options.gain));
    return 'played';
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

  async #replace(dead: PlayerProcess): Promise<void> {
    await dead.gone;
    if (this.#isCut) return;
    this.#deaths += 1;
    if (this.#deaths < maxDeaths) {
      this.#options.onEvent({ kind: 'player-died', detail: dead.complaint });
      this.#process = this.#options.start();
      return;
    }
    this.#options.onEvent({ kind: 'player-failed', detail: dead.complaint });
    throw new AudioError(`the player died ${this.#deaths} times in one reply: ${dead.complaint}`);
  }
}
