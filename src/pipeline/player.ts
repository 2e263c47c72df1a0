/** Plays one reply on the speaker: in order, pausable to the sample, and able to say what was heard. */
import type { Playout, Speaker } from '../audio/speaker.js';
import { untilAborted } from './abort.js';
import { heardText, type SpokenSentence } from './heard.js';
import type { SpokenAudio } from './messages.js';

/** Quieter than this is not yet a sound (−46 dB of full scale). */
const AUDIBLE = 0.005;
/** Samples handed to the device at a time when nothing smaller comes: keeps a pause within reach. */
const WRITE_SAMPLES = 2048;

export interface PlayerHooks {
  /** The first audible sample reaches the loudspeaker at `atMs` of the session's clock. */
  onFirstSound(atMs: number): void;
  /** Audio was taken by the device: the turn is alive. */
  onProgress(): void;
}

export class ReplyPlayer {
  readonly #speaker: Speaker;
  readonly #hooks: PlayerHooks;
  readonly #sentences: SpokenSentence[] = [];
  readonly #audio: Float32Array[] = [];
  /** Rate of the reply's audio. */
  #rateHz = 0;
  #total = 0;
  /** Next sample of the reply to hand to the device. */
  #position = 0;
  /** Sample of the reply with which the present playout began. */
  #base = 0;
  #playout: Playout | undefined;
  #resume: (() => void) | undefined;
  #resumed: Promise<void> | undefined;
  /** Offset of the first audible sample within its playout, until it has been told. */
  #audible: { readonly playout: Playout; readonly offset: number } | undefined;
  #sounded = false;
  /** Of playouts that are over. */
  #underruns = 0;
  #gapMs = 0;

  constructor(speaker: Speaker, hooks: PlayerHooks) {
    this.#speaker = speaker;
    this.#hooks = hooks;
  }

  /** Plays to the end. On abort the sound stops at once and the signal's reason is thrown. */
  async play(source: AsyncIterable<SpokenAudio>, signal: AbortSignal): Promise<void> {
    try {
      for await (const item of source) {
        this.#note(item);
        await this.#writeOut(signal);
      }
      await this.#finish(signal);
    } finally {
      this.#silence();
    }
  }

  /** Silence at once; `resume` goes on from the first sample that was not heard. */
  pause(): void {
    if (this.#resumed !== undefined) return;
    this.#silence();
    this.#resumed = new Promise((resolve) => {
      this.#resume = resolve;
    });
  }

  resume(): void {
    this.#resume?.();
    this.#resume = undefined;
    this.#resumed = undefined;
  }

  /** All that is or will be said, as far as it is known. */
  spokenText(): string {
    return this.#sentences.map((spoken) => spoken.sentence.text).join('');
  }

  /** The words whose sound was heard, so far. */
  heardText(): string {
    return this.#rateHz === 0 ? '' : heardText(this.#sentences, this.heardSamples(), this.#rateHz);
  }

  heardSamples(): number {
    return this.#playout === undefined ? this.#position : this.#base + this.#playout.heardSamples();
  }

  /** Times the loudspeaker ran dry inside the reply. */
  get underruns(): number {
    return this.#underruns + (this.#playout?.underruns ?? 0);
  }

  /** Silence heard at those times, all together. */
  get gapMs(): number {
    return this.#gapMs + (this.#playout?.gapMs ?? 0);
  }

  #note(item: SpokenAudio): void {
    const known = this.#sentences.at(-1);
    if (known?.sentence.index !== item.sentence.index) {
      this.#sentences.push({ sentence: item.sentence, startSample: this.#total });
    }
    if (item.kind === 'audio') {
      this.#rateHz = item.frame.sampleRateHz;
      this.#audio.push(item.frame.samples);
      this.#total += item.frame.samples.length;
      return;
    }
    const spoken = this.#sentences.pop();
    if (spoken === undefined) return;
    const { wordEnds } = item;
    this.#sentences.push({ ...spoken, wordEnds, ...(item.kind === 'words' ? {} : { samples: item.samples }) });
  }

  async #writeOut(signal: AbortSignal): Promise<void> {
    while (this.#position < this.#total) {
      if (this.#resumed !== undefined) await untilAborted(this.#resumed, signal);
      this.#playout ??= this.#begin();
      const playout = this.#playout;
      const samples = this.#slice(this.#position, this.#position + WRITE_SAMPLES);
      await untilAborted(playout.write(samples), signal);
      // A pause during the write has set the position back to what was heard.
      if (this.#playout !== playout) continue;
      this.#position += samples.length;
      this.#hooks.onProgress();
      this.#noteSound(samples, playout);
    }
  }

  async #finish(signal: AbortSignal): Promise<void> {
    while (this.#playout !== undefined || this.#position < this.#total) {
      await this.#writeOut(signal);
      const playout = this.#playout;
      if (playout === undefined) continue;
      await untilAborted(playout.end(), signal);
      if (this.#playout !== playout) continue;
      this.#noteSound(new Float32Array(0), playout);
      this.#leave(playout);
    }
  }

  #begin(): Playout {
    this.#base = this.#position;
    return this.#speaker.begin({ sampleRateHz: this.#rateHz });
  }

  #silence(): void {
    if (this.#playout === undefined) return;
    this.#position = this.#base + this.#playout.stop();
    this.#leave(this.#playout);
  }

  /** What a playout counted outlives it. */
  #leave(playout: Playout): void {
    this.#underruns += playout.underruns;
    this.#gapMs += playout.gapMs;
    this.#playout = undefined;
  }

  #noteSound(samples: Float32Array, playout: Playout): void {
    if (this.#sounded) return;
    if (this.#audible === undefined) {
      const first = samples.findIndex((sample) => Math.abs(sample) > AUDIBLE);
      if (first < 0) return;
      this.#audible = { playout, offset: this.#position - samples.length - this.#base + first };
    }
    const startMs = this.#audible.playout.firstSoundAtMs;
    if (startMs === undefined) return;
    this.#sounded = true;
    this.#hooks.onFirstSound(startMs + (this.#audible.offset / this.#rateHz) * 1000);
  }

  #slice(from: number, to: number): Float32Array {
    const out = new Float32Array(Math.min(to, this.#total) - from);
    let start = 0;
    for (const part of this.#audio) {
      const end = start + part.length;
      if (end > from && start < from + out.length) {
        const first = Math.max(from, start);
        const last = Math.min(from + out.length, end);
        out.set(part.subarray(first - start, last - start), first - from);
      }
      start = end;
    }
    return out;
  }
}
