/** Plans the windows of a sentence: a short first one for an early sound, longer ones as the lead over the ear grows. */

/** Frames `from`…`to` of the latent. */
export interface DecoderWindow {
  readonly from: number;
  readonly to: number;
}

export interface WindowOptions {
  /** The first window on a machine that is quick enough. */
  readonly firstFrames: number;
  /** Shortest of the others. */
  readonly shortestFrames: number;
  /** Longest window: bounds how late a cancel is heard. */
  readonly longestFrames: number;
  /** Frames of work that every window costs on top of its own. */
  readonly overheadFrames: number;
  /** What plays must outlast the work on what follows by this factor. */
  readonly margin: number;
}

/** 8 frames of the usual voices are 93 ms of sound, a sixth of it perhaps silence that is cut. */
export const defaultWindows: WindowOptions = {
  ...{ firstFrames: 8, shortestFrames: 6, longestFrames: 96, overheadFrames: 32, margin: 1.6 },
};

/** One sentence's windows, one after the other. */
export class WindowPlan {
  readonly #frames: number;
  readonly #frameMs: number;
  readonly #options: WindowOptions;
  #next: number;
  /** Sound made and not yet heard, if it is heard as soon as it is made. */
  #leadMs = 0;
  #isFirst = true;

  /** `from`: the first frame wanted; `frames`: the end; `frameMs`: what a frame lasts when played. */
  constructor(sound: { from: number; frames: number; frameMs: number }, options: WindowOptions = defaultWindows) {
    this.#next = sound.from;
    this.#frames = sound.frames;
    this.#frameMs = sound.frameMs;
    this.#options = options;
  }

  /** The next window, or undefined at the end. `workMs`: what one frame costs at present. */
  next(workMs: number): DecoderWindow | undefined {
    const from = this.#next;
    if (from >= this.#frames) return undefined;
    const length = this.#isFirst ? this.#firstFrames(workMs) : this.#laterFrames(workMs);
    // A crumb at the end would cost its context again.
    const isLast = this.#frames - from <= length + this.#options.shortestFrames;
    this.#next = isLast ? this.#frames : from + length;
    return { from, to: this.#next };
  }

  /**
   * Tells what the last window took, from its order to its sound, and how much sound it brought; the ear has heard as
   * much as it took meanwhile.
   */
  done(tookMs: number, soundMs: number): void {
    const playedMs = this.#isFirst ? 0 : Math.min(tookMs, this.#leadMs);
    this.#leadMs += soundMs - playedMs;
    this.#isFirst &&= soundMs === 0;
  }

  /** So long that a second window of the same length is ready before it has been played. */
  #firstFrames(workMs: number): number {
    const { firstFrames, longestFrames, overheadFrames, margin } = this.#options;
    const spareMs = this.#frameMs - margin * workMs;
    if (spareMs <= 0) return longestFrames;
    return clamp(Math.ceil((margin * workMs * overheadFrames) / spareMs), firstFrames, longestFrames);
  }

  /** As long as the lead allows. */
  #laterFrames(workMs: number): number {
    const { shortestFrames, longestFrames, overheadFrames, margin } = this.#options;
    return clamp(Math.floor(this.#leadMs / (margin * workMs)) - overheadFrames, shortestFrames, longestFrames);
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** All windows of a sentence on a machine where every frame takes `workMs`. */
export function planWindows(
  sound: { from: number; frames: number; frameMs: number },
  workMs: number,
  options: WindowOptions = defaultWindows,
): DecoderWindow[] {
  const plan = new WindowPlan(sound, options);
  const windows: DecoderWindow[] = [];
  for (let window = plan.next(workMs); window !== undefined; window = plan.next(workMs)) {
    windows.push(window);
    const length = window.to - window.from;
    plan.done(workMs * (length + options.overheadFrames), length * sound.frameMs);
  }
  return windows;
}
