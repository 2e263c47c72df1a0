/** Decides when it pays to listen for wake words: while somebody may be speaking. A pure state machine. */
import { RoomLevel } from '../../audio/room-level.js';

export interface GateOptions {
  /** Speech probability (0…1) from which a frame may be a voice. Low: a word that is not listened to is lost. */
  readonly openAt: number;
  /** So far above the room's noise a sound may be a voice, whatever the voice detector makes of it. */
  readonly aboveFloorDb: number;
  /** How long it stays open behind the last such frame: a word is known only a while after it ends. */
  readonly holdMs: number;
}

/** What is known of one frame. */
export interface GateFrame {
  /** Position after the frame, at 16 kHz. */
  readonly endSample: number;
  readonly samples: Float32Array;
  /** Of the voice detector, 0…1. */
  readonly speechProbability: number;
}

/** `opens` and `open` want this frame heard, `closes` and `closed` do not. */
export type GateStep = 'opens' | 'open' | 'closes' | 'closed';

const SAMPLES_PER_MS = 16;
/** A single loud frame is a click. */
const LOUD_FRAMES = 2;

/**
 * The voice detector alone does not do: it was trained on sentences, and gives some a lone "Alexa" less than 0.2. So
 * any sound that stands out from the room opens the gate, too. A steady noise, however loud, soon does not.
 */
export class WakeGate {
  readonly #options: GateOptions;
  #openUntil: number | undefined;
  readonly #room = new RoomLevel(1000 * SAMPLES_PER_MS);
  #loudFrames = 0;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** Takes every frame, also while nobody wants to know: the room's noise is learned all the time. */
  step(frame: GateFrame): GateStep {
    const { openAt, holdMs } = this.#options;
    const isVoice = this.#standsOut(frame.samples) || frame.speechProbability >= openAt;
    const wasOpen = this.#openUntil !== undefined;
    if (isVoice) {
      this.#openUntil = frame.endSample + holdMs * SAMPLES_PER_MS;
      return wasOpen ? 'open' : 'opens';
    }
    if (this.#openUntil === undefined) return 'closed';
    if (frame.endSample <= this.#openUntil) return 'open';
    this.#openUntil = undefined;
    return 'closes';
  }

  /** Closed, whatever was heard. */
  shut(): void {
    this.#openUntil = undefined;
  }

  #standsOut(samples: Float32Array): boolean {
    const isLoud = this.#room.step(samples) > this.#options.aboveFloorDb;
    this.#loudFrames = isLoud ? this.#loudFrames + 1 : 0;
    return this.#loudFrames >= LOUD_FRAMES;
  }
}
