/** Spares the voice detector a room in which nothing happens: it looks up now and then, and stays awake behind any sound. */
import { RoomLevel } from '../../audio/room-level.js';

/** So far above the quietest that the room was lately a frame is a sound; steady noise swings by 8 dB. */
const ABOVE_ROOM_DB = 9;
/** In a louder room voices hardly stand out: there it looks at every frame. Measured: the first one in 87 was lost at −34. */
const QUIET_ROOM_DB = -45;
/** From this probability on the detector may be hearing a voice that does not stand out. */
const MAYBE_SPEECH = 0.1;
/** Frames for which it stays awake behind a sound: 1 s. */
const AWAKE_FRAMES = 31;
/** Of a quiet room, it looks at one frame in so many (128 ms). */
const LOOK_EVERY = 4;

export class Doze {
  readonly #room: RoomLevel;
  #awake = AWAKE_FRAMES;
  #frames = 0;

  constructor(rateHz: number) {
    this.#room = new RoomLevel(rateHz);
  }

  /** Takes every frame; true when the detector need not look at this one. */
  skips(samples: Float32Array): boolean {
    this.#frames += 1;
    if (this.#room.step(samples) > ABOVE_ROOM_DB) this.#awake = AWAKE_FRAMES;
    else this.#awake = Math.max(0, this.#awake - 1);
    const isQuiet = (this.#room.floorDb ?? 0) <= QUIET_ROOM_DB;
    return isQuiet && this.#awake === 0 && this.#frames % LOOK_EVERY !== 0;
  }

  /** What the detector made of a frame that it looked at. */
  learn(probability: number): void {
    if (probability >= MAYBE_SPEECH) this.#awake = AWAKE_FRAMES;
  }
}
