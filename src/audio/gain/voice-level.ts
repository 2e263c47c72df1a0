/** How loud the voice is and how loud the room, block by block. Pure. */

/** Silence in numbers: quieter is not told apart. */
const SILENCE_DB = -100;
/** A voice stands out of the room by so much… */
const VOICE_ABOVE_FLOOR_DB = 10;
/** …and is never quieter than this: below lies the microphone's own noise. */
const QUIETEST_VOICE_DB = -75;
/** The floor is the quietest block of the last 2 s: nobody speaks so long without a gap of 10 ms between two sounds. */
const FLOOR_SPAN_S = 0.25;
const FLOOR_SPANS = 8;
/** Seconds of voice that the level remembers, and how soon it first believes one. */
const MEMORY_S = 3;
const FIRST_BLOCKS = 10;

export class VoiceLevel {
  readonly #blockSeconds: number;
  /** The quietest block of each span, latest last. */
  readonly #quietestDb: number[] = [];
  readonly #spanBlocks: number;
  #blocks = 0;
  #power = 0;
  #voiceBlocks = 0;

  constructor(blockSeconds: number) {
    this.#blockSeconds = blockSeconds;
    this.#spanBlocks = Math.max(1, Math.round(FLOOR_SPAN_S / blockSeconds));
  }

  /** Of the room, dB of full scale (RMS). */
  get floorDb(): number {
    return this.#quietestDb.length === 0 ? SILENCE_DB : Math.min(...this.#quietestDb);
  }

  /** Of the voice, dB of full scale (RMS); undefined until there was one. */
  get voiceDb(): number | undefined {
    return this.#voiceBlocks < FIRST_BLOCKS ? undefined : decibels(this.#power);
  }

  /** `power`: mean square of one block of samples. */
  add(power: number): void {
    const levelDb = decibels(power);
    this.#noteFloor(levelDb);
    if (levelDb < Math.max(QUIETEST_VOICE_DB, this.floorDb + VOICE_ABOVE_FLOOR_DB)) return;
    this.#voiceBlocks += 1;
    // A plain mean at first, so that the first words count at once.
    const weight = Math.max(1 / this.#voiceBlocks, this.#blockSeconds / MEMORY_S);
    this.#power += weight * (power - this.#power);
  }

  #noteFloor(levelDb: number): void {
    if (this.#blocks % this.#spanBlocks === 0) this.#quietestDb.push(levelDb);
    else this.#quietestDb.push(Math.min(levelDb, this.#quietestDb.pop() ?? levelDb));
    this.#blocks += 1;
    if (this.#quietestDb.length > FLOOR_SPANS) this.#quietestDb.shift();
  }
}

function decibels(power: number): number {
  return Math.max(SILENCE_DB, 10 * Math.log10(power));
}
