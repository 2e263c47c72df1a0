/** A speaker that keeps a ledger instead of making a sound; its loudspeaker advances only when told to. */
import type { Playout, Speaker } from '../../src/audio/speaker.js';

export interface LedgerEntry {
  readonly samples: number[];
  heard: number;
  state: 'open' | 'ended' | 'stopped';
}

export class FakeSpeaker implements Speaker {
  readonly name = 'fake';
  readonly sampleRateHz: number;
  readonly ledger: LedgerEntry[] = [];
  /** Samples accepted ahead of what was heard; beyond it a write waits. */
  lead = Infinity;
  /** What every playout reports. */
  underruns = 0;
  gapMs = 0;
  closed = 0;
  #waiters: (() => void)[] = [];

  constructor(sampleRateHz = 1000) {
    this.sampleRateHz = sampleRateHz;
  }

  begin(): Playout {
    const entry: LedgerEntry = { samples: [], heard: 0, state: 'open' };
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
        while (isOpen() && isFull()) await changed();
      },
      end: async () => {
        while (isOpen() && Number.isFinite(this.lead) && entry.heard < entry.samples.length) await changed();
        if (!isOpen()) return;
        entry.heard = entry.samples.length;
        entry.state = 'ended';
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
