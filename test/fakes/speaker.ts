/** A speaker that keeps a ledger instead of making a sound; its loudspeaker advances only when told to. */
import type { Playout, PlayoutOptions, Reach, Speaker } from '../../src/audio/speaker.js';

export interface LedgerEntry {
  readonly samples: number[];
  heard: number;
  state: 'open' | 'ended' | 'stopped';
  /** Level that each heard sample was heard at, as far as the ramps are over at once. */
  readonly gains: number[];
  readonly fadeInMs: number;
}

export class FakeSpeaker implements Speaker {
  readonly name = 'fake';
  readonly sampleRateHz: number;
  readonly ledger: LedgerEntry[] = [];
  /** Samples accepted ahead of what was heard; beyond it a write waits. */
  lead = Infinity;
  /** What a change of level reaches while samples lie ahead. */
  reach: Reach = 'at-once';
  /** What every playout reports. */
  underruns = 0;
  gapMs = 0;
  closed = 0;
  #waiters: (() => void)[] = [];

  constructor(sampleRateHz = 1000) {
    this.sampleRateHz = sampleRateHz;
  }

  begin({ fadeInMs = 0 }: PlayoutOptions = {}): Playout {
    const entry: LedgerEntry = { samples: [], heard: 0, state: 'open', gains: [], fadeInMs };
    let gain = 1;
    this.ledger.push(entry);
    const changed = (): Promise<void> =>
      new Promise((resolve) => {
        this.#waiters.push(resolve);
      });
    const isOpen = (): boolean => entry.state === 'open';
    const isFull = (): boolean => entry.samples.length - entry.heard > this.lead;
    return {
      firstSoundAtMs: 0,
      underruns: this.underruns,
      gapMs: this.gapMs,
      write: async (samples) => {
        if (!isOpen()) return;
        entry.samples.push(...samples);
        for (let i = 0; i < samples.length; i++) entry.gains.push(gain);
        while (isOpen() && isFull()) await changed();
      },
      end: async () => {
        while (isOpen() && Number.isFinite(this.lead) && entry.heard < entry.samples.length) await changed();
        if (!isOpen()) return;
        entry.heard = entry.samples.length;
        entry.state = 'ended';
      },
      setGain: (to) => {
        gain = to;
        const isLater = this.reach === 'later' && entry.samples.length > 0;
        if (!isLater) entry.gains.fill(to, entry.heard);
        return isLater ? 'later' : 'at-once';
      },
      stop: () => {
        if (entry.state === 'open') entry.state = 'stopped';
        this.#wake();
        return entry.heard;
      },
      heardSamples: () => entry.heard,
    };
  }

  /** The loudspeaker plays `samples` more of the running reply. */
  advance(samples: number): void {
    const entry = this.ledger.at(-1);
    if (entry?.state === 'open') entry.heard = Math.min(entry.samples.length, entry.heard + samples);
    this.#wake();
  }

  async close(): Promise<void> {
    this.closed += 1;
  }

  #wake(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const wake of waiters) wake();
  }
}
