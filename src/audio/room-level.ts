/** How loud the room is when nobody makes a sound, and whether a frame stands out from it. */

/** What is fainter than this stands out from nothing. */
const FAINTEST_DB = -62;
/** The floor follows a room that becomes louder at this pace, and one that becomes quieter within a few frames. */
const RISE_DB_PER_SECOND = 3;
const FALL_SHARE = 0.3;
/** Of digital silence. */
const LEAST_DB = -100;

export class RoomLevel {
  readonly #rateHz: number;
  #floorDb: number | undefined;

  constructor(rateHz: number) {
    this.#rateHz = rateHz;
  }

  /** dB below full scale; undefined before the first frame. */
  get floorDb(): number | undefined {
    return this.#floorDb;
  }

  /** Takes the next frame (−1…1); tells by how many dB it is louder than the room, −Infinity where it is too faint to tell. */
  step(samples: Float32Array): number {
    const levelDb = Math.max(LEAST_DB, levelOf(samples));
    const floorDb = (this.#floorDb ??= levelDb);
    const change = levelDb - floorDb;
    const rise = (RISE_DB_PER_SECOND * samples.length) / this.#rateHz;
    this.#floorDb = floorDb + (change < 0 ? FALL_SHARE * change : Math.min(change, rise));
    return levelDb > FAINTEST_DB ? change : -Infinity;
  }
}

/** dB below full scale; −Infinity for digital silence. */
function levelOf(samples: Float32Array): number {
  let sum = 0;
  // Every frame passes here: an iterator would make an object of each sample.
  for (let i = 0; i < samples.length; i++) sum += (samples[i] ?? 0) ** 2;
  return 10 * Math.log10(sum / samples.length);
}
