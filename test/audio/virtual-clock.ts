/** Clocks that move only when a test moves them. */
import { settle as settleTurns } from '../../scripts/profile/sleepers.js';
import { StepClock } from '../../scripts/profile/step-clock.js';
import type { AudioClock } from '../../src/audio/audio-clock.js';

/** So many turns of the event loop: enough for who reads files. */
const TURNS = 10;

/** Everybody who was woken has done what they can before time goes on, file reads included. */
export class VirtualClock extends StepClock {
  constructor(nowMs = 0) {
    super(nowMs, TURNS);
  }
}

/** Lets everything run that waits for nothing but its turn, file reads included. */
export function settle(): Promise<void> {
  return settleTurns(TURNS);
}

/** A clock that jumps to the end of every sleep at once: for one sleeper that should not take real time. */
export class JumpingClock implements AudioClock {
  #nowMs = 0;

  now(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(new Error('aborted'));
    this.#nowMs += ms;
    return new Promise((resolve) => setImmediate(resolve));
  }
}
