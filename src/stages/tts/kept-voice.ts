/** A voice that remembers what it said: kept sentences are handed out at once, whole new ones are kept. */
import { createHash } from 'node:crypto';
import { whenCertain } from '../../pipeline/certainty.js';
import type { Scope } from '../../pipeline/stage.js';
import type { KeptSound, SpeechCache } from './speech-cache.js';
import type { SynthesizeArgs, VoiceInfo, VoiceOutput } from './voice-engine.js';

export interface Keeping {
  readonly cache: SpeechCache;
  /** Names the voice and every option it was loaded with. */
  readonly voice: string;
  /**
   * Stands for the voice that serves at this moment; another value whenever it may have changed. Undefined: it is not
   * `voice`, so nothing that is made now may be kept as its sound. An engine can be swapped while a turn still uses it.
   */
  readonly serving: () => object | undefined;
}

/** Length of the pieces in which kept sound is handed out: a reader who stops half-way has copied no more. */
const pieceMs = 100;

/**
 * The sound of `args`: kept, or made by `make` and kept when it is whole, was not cancelled and the turn is certain.
 * Two that make the same sentence at once each do their own work, and the later one is kept.
 */
export async function* keptOrMade(
  args: SynthesizeArgs,
  make: () => AsyncIterable<VoiceOutput>,
  how: { readonly keeping: Keeping; readonly info: VoiceInfo; readonly scope: Scope },
): AsyncGenerator<VoiceOutput, void, undefined> {
  const { keeping, info, scope } = how;
  const key = soundKey(keeping.voice, info, args);
  const kept = await keeping.cache.find(key);
  scope.probe.count(kept === undefined ? 'tts.cache.miss' : 'tts.cache.hit');
  if (kept !== undefined) {
    yield* handOut(kept, info.sampleRateHz, scope.signal);
    return;
  }
  const serving = keeping.serving();
  const collected = new Collected(keeping.cache.largestBytes);
  for await (const output of make()) {
    if (output.kind === 'audio') collected.add(output.samples);
    if (output.kind === 'end' && serving !== undefined && keeping.serving() === serving && !scope.signal.aborted) {
      const whole = collected.whole(output);
      if (whole !== undefined)
        // Of a draft nothing is kept unless it becomes the answer.
        whenCertain(scope, () => {
          keeping.cache.keep(key, whole);
        });
    }
    yield output;
  }
}

/**
 * Everything that the sound depends on, hashed, so that no text lies about in memory or in a file's name. Case,
 * punctuation and line breaks are heard, blanks may part a number from its unit, and white space at the end tells the
 * voice that the sentence goes on. Only how many blanks there are at the end is never heard.
 */
export function soundKey(voice: string, info: VoiceInfo, args: SynthesizeArgs): string {
  const { speed = 1, volume = 1, variation = 1, speaker = '', lexicon = {} } = args;
  const words = Object.entries(lexicon).sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = [voice, info.engine, info.voice, info.sampleRateHz, speed, volume, variation, speaker, words];
  return createHash('sha256')
    .update(JSON.stringify([...parts, args.text.replace(/(?<=\S)[ \t]+$/, ' ')]))
    .digest('hex');
}

/** Pieces of a sentence until it is whole, as long as they are few enough to be kept. */
class Collected {
  readonly #largestBytes: number;
  #pieces: Float32Array[] = [];
  #samples = 0;
  #isTooLarge = false;

  constructor(largestBytes: number) {
    this.#largestBytes = largestBytes;
  }

  add(piece: Float32Array): void {
    this.#samples += piece.length;
    this.#isTooLarge ||= this.#samples * Float32Array.BYTES_PER_ELEMENT > this.#largestBytes;
    if (this.#isTooLarge) this.#pieces = [];
    else this.#pieces.push(piece);
  }

  whole(end: { readonly samples: number; readonly wordEnds: readonly number[] }): KeptSound | undefined {
    if (this.#isTooLarge || end.samples !== this.#samples) return undefined;
    const samples = new Float32Array(this.#samples);
    let at = 0;
    for (const piece of this.#pieces) {
      samples.set(piece, at);
      at += piece.length;
    }
    return { samples, wordEnds: [...end.wordEnds] };
  }
}

/** What the engine would have said, with the true word ends from the start. Copies: whoever gets them may change them. */
function* handOut(
  { samples, wordEnds }: KeptSound,
  sampleRateHz: number,
  signal: AbortSignal,
): Generator<VoiceOutput, void, undefined> {
  const size = Math.max(1, Math.round((pieceMs / 1000) * sampleRateHz));
  for (let at = 0; at < samples.length; at += size) {
    signal.throwIfAborted();
    yield { kind: 'audio', samples: samples.slice(at, at + size) };
    if (at === 0) yield { kind: 'words', wordEnds: [...wordEnds] };
  }
  signal.throwIfAborted();
  yield { kind: 'end', samples: samples.length, wordEnds: [...wordEnds] };
}
