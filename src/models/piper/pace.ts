/** How long a frame of a voice takes to make on this machine, just now. */

/** Before anything was measured: a slow machine's figure. */
const firstGuessMs = 1;
/** A machine that gets busy is believed sooner than one that gets free: a gap is worse than a short window. */
const attack = 0.5;
const decay = 0.15;

export class Pace {
  #frameMs: number | undefined;

  get frameMs(): number {
    return this.#frameMs ?? firstGuessMs;
  }

  /** `frames`: what was made, the context of its window included. */
  note(tookMs: number, frames: number): void {
    const measured = tookMs / frames;
    if (this.#frameMs === undefined) this.#frameMs = measured;
    else this.#frameMs += (measured - this.#frameMs) * (measured > this.#frameMs ? attack : decay);
  }
}
