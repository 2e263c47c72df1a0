/** How loud the echo of a reply can be at most, learnt from how loud it was. Pure. */

/** Kept of both: 1.5 s. */
const kept = 150;
/** Levels are compared over 0.5 s when the lag of the echo is known, and else over 1 s, from 1.5 s after its start on. */
const knownBlocks = 50;
const unknownBlocks = 100;
/** An echo may come from any moment of the last 0.7 s. */
const reachBlocks = 70;
/** A reply quieter than −60 dB of full scale leaves no echo worth comparing with. */
const silentPower = 1e-6;
/** Quieter moments show the echo alone, louder ones somebody's voice with it: the level falls fast and rises slowly. */
const falling = 0.1;
const rising = 0.01;
/** So much louder than the loudest echo (6 dB) is a voice. */
const voiceFactor = 4;
/** An echo at a known lag is hardly louder than this beside its own usual level, as rooms favour some sounds (5 dB). */
const echoFactor = 3;
/** A room answers for so long: 120 ms. */
const roomBlocks = 12;
/** The noise of the room: its level follows quiet moments at once, loud ones at 2 dB a second. */
const floorRise = 1.005;
/** A voice is taken to go on for so many blocks after its last loud one. */
const holdBlocks = 20;

export class ReturnLevel {
  /** Powers of the last blocks, by their number. */
  readonly #mic = new Float64Array(kept);
  readonly #played = new Float64Array(kept);
  #seen = 0;
  #gain: number | undefined;
  #hold = 0;
  #micPower = 0;
  #floor = Infinity;
  #isExplained = true;

  /** Whether the last block was no louder than the echo of that moment may be, or nothing is known of that yet. */
  get isExplained(): boolean {
    return this.#isExplained;
  }

  /** A reply begins: the blocks before it do not count. */
  restart(): void {
    this.#seen = 0;
    this.#mic.fill(0);
    this.#played.fill(0);
  }

  /**
   * One block of 10 ms of each; `lagBlocks`: how late the echo is, if that is known. True when the microphone is louder
   * than any echo could be.
   */
  isVoice(mic: Float32Array, reference: Float32Array, lagBlocks: number | undefined): boolean {
    const micPower = power(mic);
    this.#mic[this.#seen % kept] = micPower;
    this.#played[this.#seen % kept] = power(reference);
    this.#micPower += 0.3 * (micPower - this.#micPower);
    this.#floor = Math.min(this.#micPower, this.#floor * floorRise);
    this.#seen += 1;
    const count = lagBlocks === undefined ? unknownBlocks : knownBlocks;
    if (this.#seen >= (lagBlocks === undefined ? kept : count + lagBlocks)) this.#learn(count, lagBlocks ?? 0);
    if (this.#gain === undefined) return false;
    const echo = this.#gain * this.#most(reachBlocks);
    const echoNow = lagBlocks === undefined ? echo : this.#gain * this.#most(roomBlocks, lagBlocks);
    this.#isExplained = this.#micPower <= echoFactor * (echoNow + this.#floor);
    if (this.#micPower > voiceFactor * (Math.max(echo, this.#gain * silentPower) + this.#floor))
      this.#hold = holdBlocks;
    else this.#hold = Math.max(0, this.#hold - 1);
    return this.#hold > 0;
  }

  #learn(count: number, lagBlocks: number): void {
    let [mic, played] = [0, 0];
    for (let back = 1; back <= count; back++) {
      mic += this.#mic[(this.#seen - back) % kept] ?? 0;
      played += this.#played[(this.#seen - back - lagBlocks) % kept] ?? 0;
    }
    if (played < silentPower * count) return;
    const gain = mic / played;
    this.#gain ??= gain;
    this.#gain += (gain < this.#gain ? falling : rising) * (gain - this.#gain);
  }

  /** The loudest of so many blocks of the reply, up to the one that lies `before` ago. */
  #most(count: number, before = 0): number {
    let most = 0;
    for (let back = 1 + before; back <= Math.min(before + count, this.#seen); back++) {
      most = Math.max(most, this.#played[(this.#seen - back) % kept] ?? 0);
    }
    return most;
  }
}

function power(samples: Float32Array): number {
  return samples.reduce((total, sample) => total + sample * sample, 0) / samples.length;
}
