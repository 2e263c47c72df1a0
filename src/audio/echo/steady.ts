/** A canceller that keeps what it has learnt while it is not yet known how late the echo of a new reply is. */
import { Aec3, blockSamples, latencySamples, loadAec3, type Aec3Module } from './aec3.js';
import { Alignment } from './alignment.js';
import { ReturnLevel } from './return-level.js';

/** One block of the microphone. */
export interface Block {
  readonly mic: Float32Array;
  /** Fills `out` with what was played `shiftSamples` before this block. */
  readonly played: (shiftSamples: number, out: Float32Array) => void;
}

/** After 1.5 s without a lag, what is learning this reply is as good as what was learnt before. */
const longestHold = 150;
/** A canceller that has just begun, or whose reference was moved, may let an echo through for 0.2 s within the next 3 s. */
const settlingBlocks = 300;

/** Opens a module of its own, as its memory cannot grow. */
export async function openSteadyCanceller(): Promise<SteadyCanceller> {
  return new SteadyCanceller(await loadAec3());
}

/**
 * A canceller that is fed a reference of the wrong lag unlearns the room within a second. So at the start of a reply it
 * is held: a fresh one, which takes out nearly everything, stands in for it, or the microphone itself when that is
 * louder than any echo. When the lag is known, the one that was held catches up with what it missed.
 */
export class SteadyCanceller {
  readonly #module: Aec3Module;
  readonly #alignment = new Alignment();
  readonly #level = new ReturnLevel();
  readonly #plain = new Float32Array(blockSamples);
  readonly #moved = new Float32Array(blockSamples);
  readonly #before = new Float32Array(blockSamples);
  #known: Aec3;
  #fresh: Aec3 | undefined;
  #held: Block[] = [];
  #settling = settlingBlocks;
  /** Share of the microphone itself in the block before, 0…1. */
  #openness = 0;

  constructor(module: Aec3Module) {
    this.#module = module;
    this.#known = new Aec3(module);
  }

  /** Whether the lag of this reply's echo is known. */
  get isSure(): boolean {
    return this.#alignment.isSure;
  }

  /** Whether what is left of the last block may be the echo all the same. */
  get mayLeak(): boolean {
    return this.#settling > 0 && this.#level.isExplained;
  }

  /** A reply begins. */
  restart(): void {
    this.#release();
    this.#alignment.restart();
    this.#level.restart();
    this.#settling = settlingBlocks;
    if (this.#alignment.hasLearnt) this.#fresh = new Aec3(this.#module);
  }

  /** Cleans one block into `out`, which then holds the sound of `latencySamples` before it. */
  process(block: Block, out: Float32Array): void {
    block.played(0, this.#plain);
    if (this.#alignment.push(block.mic, this.#plain)) this.#renew();
    this.#settling = Math.max(0, this.#settling - 1);
    const lag = this.#alignment.lagSamples;
    const lagBlocks = lag === undefined ? undefined : Math.round(lag / blockSamples);
    const isVoice = this.#level.isVoice(block.mic, this.#plain, lagBlocks);
    if (this.#fresh && this.isSure) this.#catchUp();
    if (this.#fresh && this.#held.length >= longestHold) this.#giveUp(this.#fresh);
    this.#run(this.#fresh ?? this.#known, block, out);
    if (this.#fresh) this.#held.push({ mic: block.mic.slice(), played: block.played });
    this.#open(block.mic, out, isVoice && !this.isSure ? 1 : 0);
    this.#before.set(block.mic);
  }

  /** Gives its memory back. Legal any number of times. */
  close(): void {
    this.#known.close();
    this.#release();
  }

  #run(aec: Aec3, { mic, played }: Block, out: Float32Array): void {
    played(this.#alignment.shiftSamples, this.#moved);
    aec.process(mic, this.#moved, out);
  }

  #catchUp(): void {
    const unheard = new Float32Array(blockSamples);
    for (const block of this.#held) this.#run(this.#known, block, unheard);
    this.#release();
  }

  #giveUp(fresh: Aec3): void {
    this.#known.close();
    this.#known = fresh;
    this.#fresh = undefined;
    this.#held = [];
  }

  #release(): void {
    this.#fresh?.close();
    this.#fresh = undefined;
    this.#held = [];
  }

  #renew(): void {
    this.#known.close();
    this.#known = new Aec3(this.#module);
    this.#settling = settlingBlocks;
  }

  /** Lets the microphone itself through, as late as the cleaned sound is; no jump between the two. */
  #open(mic: Float32Array, out: Float32Array, openness: number): void {
    const from = this.#openness;
    this.#openness = openness;
    if (from === 0 && openness === 0) return;
    for (let i = 0; i < blockSamples; i++) {
      const at = i - latencySamples;
      const plain = (at < 0 ? this.#before[blockSamples + at] : mic[at]) ?? 0;
      const share = from + (openness - from) * ((i + 1) / blockSamples);
      out[i] = (out[i] ?? 0) * (1 - share) + plain * share;
    }
  }
}
