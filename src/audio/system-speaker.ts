/** Plays through the system's own player, with a process always ready so that a reply starts without delay. */
import type { AudioClock } from './audio-clock.js';
import { PacedPlayout } from './paced-playout.js';
import { PlayerOutlet } from './player-outlet.js';
import { PlayerProcess } from './player-process.js';
import { findPlayer, type Player } from './players.js';
import { loadSpeex } from './speex.js';
import type { Playout, PlayoutOptions, Speaker, SpeakerEvent } from './speaker.js';

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

  begin(options?: PlayoutOptions): Playout {
    if (this.#closed) throw new Error('the speaker is closed');
    this.#current?.stop();
    const { clock, leadMs = 120, gain = 1, onEvent = () => undefined } = this.#options;
    const sampleRateHz = options?.sampleRateHz ?? this.sampleRateHz;
    const outlet = new PlayerOutlet({
      clock,
      gain,
      onEvent,
      sampleRateHz: this.sampleRateHz,
      latencyMs: this.#player.latencyMs,
      maxWaitingBytes: 2 * 2 * this.sampleRateHz,
      start: () => this.#take(),
    });
    const sliceSamples = this.#options.bufferSamples ?? Math.ceil(sampleRateHz / 50);
    const rates = { sampleRateHz, deviceRateHz: this.sampleRateHz };
    const { fadeInMs } = options ?? {};
    this.#current = new PacedPlayout({ clock, outlet, ...rates, leadMs, sliceSamples, fadeInMs });
    return this.#current;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#current?.stop();
    this.#spare?.kill();
    await Promise.all([this.#spare?.gone, this.#currentProcess?.gone]);
  }

  /** The process that is ready, or a new one. The one before, if there is one, has been stopped. */
  async #take(): Promise<PlayerProcess> {
    const { sharesDevice = false } = this.#player;
    while (!sharesDevice && this.#currentProcess?.isAlive) await this.#currentProcess.gone;
    const ready = this.#spare?.isAlive ? this.#spare : this.#startProcess();
    this.#spare = undefined;
    this.#currentProcess = ready;
    // After the first samples are on their way: starting a process takes some ms.
    if (sharesDevice) setImmediate(this.#prepare);
    else void ready.gone.then(this.#prepare);
    return ready;
  }

  readonly #prepare = (): void => {
    if (!this.#closed) this.#spare ??= this.#startProcess();
  };

  #startProcess(): PlayerProcess {
    return new PlayerProcess(this.#player.tool, this.#player.args(this.#options));
  }
}
