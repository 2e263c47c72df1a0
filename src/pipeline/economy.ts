/** Which drafts are worth their work: fewer when they are seldom used, when the machine is busy, or on battery. */
import type { DraftMoment, Economy } from './speculation.js';

/** What the machine has to spare. */
export interface Conditions {
  /** Work waiting for each core, 1 for just enough. */
  readonly load: number;
  readonly onBattery: boolean;
}

export interface EconomyOptions {
  /** `early`: while the user speaks and at pauses; `pause`: at pauses only. */
  readonly mode: 'early' | 'pause' | 'off';
  readonly conditions: () => Conditions;
}

/** An early draft takes from the recogniser what the machine does not have to spare; one at a pause mostly fills a wait. */
const MOST_LOAD: Readonly<Record<DraftMoment, number>> = { early: 1.75, pause: 3 };
/** Early drafts are worth it when one in five is used; told after so many of them. */
const LEAST_SHARE = 0.2;
const ENOUGH_DRAFTS = 6;
/** Of the share, each draft's part: the last twenty or so count. */
const WEIGHT = 0.1;
/** Every so many refusals one is tried: people change. */
const RETRY = 12;

export class DraftEconomy implements Economy {
  readonly #options: EconomyOptions;
  #share = 0.5;
  #learned = 0;
  #refused = 0;

  constructor(options: EconomyOptions) {
    this.#options = options;
  }

  mayBegin(moment: DraftMoment): boolean {
    if (moment === 'early') return this.mayPrepare() && this.#pays();
    const { mode, conditions } = this.#options;
    return mode !== 'off' && conditions().load <= MOST_LOAD.pause;
  }

  mayPrepare(): boolean {
    const { mode, conditions } = this.#options;
    if (mode !== 'early') return false;
    const { load, onBattery } = conditions();
    return load <= MOST_LOAD.early && !onBattery;
  }

  learn(moment: DraftMoment, used: boolean): void {
    if (moment === 'pause') return;
    this.#learned += 1;
    this.#share += WEIGHT * ((used ? 1 : 0) - this.#share);
  }

  #pays(): boolean {
    if (this.#learned < ENOUGH_DRAFTS || this.#share >= LEAST_SHARE) return true;
    this.#refused += 1;
    return this.#refused % RETRY === 0;
  }
}
