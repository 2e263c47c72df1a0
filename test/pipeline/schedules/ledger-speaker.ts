/** A loudspeaker that knows of every sample what it is, when it was heard and which playout it came from. */
import type { Playout, Reach, Speaker } from '../../../src/audio/speaker.js';
import type { StepClock } from '../../../scripts/profile/step-clock.js';

export const RATE_HZ = 1000;
/** Samples of a reply carry who made them and which they are; anything quieter is a filler. */
const RUN = 2 ** 12;
const LEAST = 2 ** 22;
const SCALE = 2 ** 23;

export function codeSample(run: number, position: number): number {
  return (LEAST + run * RUN + position) / SCALE;
}

export interface HeardSample {
  /** Number of the synthesiser's run; undefined for a filler. */
  readonly run: number | undefined;
  readonly position: number;
  readonly atMs: number;
}

function readSample(value: number, atMs: number): HeardSample {
  const code = Math.round(value * SCALE) - LEAST;
  if (code < 0) return { run: undefined, position: 0, atMs };
  return { run: Math.floor(code / RUN), position: code % RUN, atMs };
}

interface Queued {
  readonly value: number;
  readonly atMs: number;
}

/** Audio kept ahead of the loudspeaker. */
const LEAD_MS = 120;

export class LedgerSpeaker implements Speaker {
  readonly name = 'ledger';
  readonly sampleRateHz = RATE_HZ;
  /** All that was heard, in order. */
  readonly heard: HeardSample[] = [];
  readonly #counts = new Map<number, number>();
  /** Playouts that were begun while another still had something to say. */
  readonly overlaps: string[] = [];
  readonly #clock: StepClock;
  readonly #reach: Reach;
  #current: LedgerPlayout | undefined;
  #isBroken = false;
  closed = 0;

  constructor(clock: StepClock, reach: Reach) {
    this.#clock = clock;
    this.#reach = reach;
  }

  /** The next write fails. */
  breakOnce(): void {
    this.#isBroken = true;
  }

  /** A fault that nobody has met is over. */
  forget(): void {
    this.#isBroken = false;
  }

  begin(): Playout {
    const before = this.#current;
    if (before !== undefined && before.isOpen) {
      this.overlaps.push(`${this.#clock.now()}: a reply began over another`);
      before.stop();
    }
    const reach = this.#reach;
    const playout = new LedgerPlayout(this.#clock, {
      reach,
      onHeard: (value, atMs) => {
        const sample = readSample(value, atMs);
        this.heard.push(sample);
        if (sample.run !== undefined) this.#counts.set(sample.run, (this.#counts.get(sample.run) ?? 0) + 1);
      },
      isBroken: () => {
        const isBroken = this.#isBroken;
        this.#isBroken = false;
        return isBroken;
      },
    });
    this.#current = playout;
    return playout;
  }

  /** Samples of a synthesiser's run that were heard. */
  heardOf(run: number): number {
    this.update();
    return this.#counts.get(run) ?? 0;
  }

  /** The ledger is written up to now. */
  update(): void {
    this.#current?.heardSamples();
  }

  async close(): Promise<void> {
    this.closed += 1;
    this.#current?.stop();
  }
}

interface PlayoutParts {
  readonly reach: Reach;
  readonly onHeard: (value: number, atMs: number) => void;
  readonly isBroken: () => boolean;
}

class LedgerPlayout implements Playout {
  readonly underruns = 0;
  readonly gapMs = 0;
  readonly #clock: StepClock;
  readonly #parts: PlayoutParts;
  readonly #abort = new AbortController();
  #queue: Queued[] = [];
  #endMs = 0;
  #heard = 0;
  isOpen = true;
  firstSoundAtMs: number | undefined;

  constructor(clock: StepClock, parts: PlayoutParts) {
    this.#clock = clock;
    this.#parts = parts;
  }

  async write(samples: Float32Array): Promise<void> {
    if (this.#parts.isBroken()) throw new Error('the player is gone');
    if (!this.isOpen) return;
    this.heardSamples();
    let atMs = Math.max(this.#clock.now(), this.#endMs);
    if (samples.length > 0) this.firstSoundAtMs ??= atMs;
    for (const value of samples) {
      atMs += 1;
      this.#queue.push({ value, atMs });
    }
    this.#endMs = atMs;
    await this.#until(atMs - LEAD_MS);
  }

  async end(): Promise<void> {
    await this.#until(this.#endMs);
    this.heardSamples();
    this.isOpen = false;
  }

  stop(): number {
    this.heardSamples();
    this.isOpen = false;
    this.#queue = [];
    this.#abort.abort(new Error('stopped'));
    return this.#heard;
  }

  setGain(): Reach {
    return this.#queue.length > 0 ? this.#parts.reach : 'at-once';
  }

  heardSamples(): number {
    const nowMs = this.#clock.now();
    let count = 0;
    for (const { value, atMs } of this.#queue) {
      if (atMs > nowMs) break;
      this.#parts.onHeard(value, atMs);
      count += 1;
    }
    this.#queue.splice(0, count);
    this.#heard += count;
    return this.#heard;
  }

  async #until(atMs: number): Promise<void> {
    const waitMs = atMs - this.#clock.now();
    if (waitMs > 0 && this.isOpen) await this.#clock.wait(waitMs, this.#abort.signal).catch(() => undefined);
  }
}
