/** Plays one reply on the speaker: in order, quieter or paused on demand, and able to say what was heard to the sample. */
import type { Playout, Speaker } from '../audio/speaker.js';
import { untilAborted } from './abort.js';
import { heardText, type SpokenSentence } from './heard.js';
import type { SpokenAudio } from './messages.js';
import { ReplyAudio } from './reply-audio.js';

/** Quieter than this is not yet a sound (−46 dB of full scale). */
const AUDIBLE = 0.005;
/** Samples handed to the device at a time when nothing smaller comes: keeps a pause within reach. */
const WRITE_SAMPLES = 2048;
/** Down fast, so that the user is hardly spoken over; up gently; and no click where a reply goes on in the middle of a sound. */
const DUCK_MS = 20;
const UNDUCK_MS = 100;
const FADE_IN_MS = 10;

export interface PlayerHooks {
  /**
   * The first audible sample reaches the loudspeaker at `atMs` of the session's clock: told once, as soon as it is on
   * its way, which a pause may still cut short.
   */
  onFirstSound(atMs: number): void;
  /** Audio was taken by the device: the turn is alive. */
  onProgress(): void;
}

export interface PlayerOptions {
  /** How much quieter `duck` makes the reply, in dB; 0 leaves it as it is. */
  readonly duckDb: number;
}

export class ReplyPlayer {
  readonly #speaker: Speaker;
  readonly #hooks: PlayerHooks;
  readonly #duckedGain: number;
  readonly #sentences: SpokenSentence[] = [];
  readonly #audio = new ReplyAudio();
  /** Rate of the reply's audio. */
  #rateHz = 0;
  /** Next sample of the reply to hand to the device. */
  #position = 0;
  /** Sample of the reply with which the present playout began. */
  #base = 0;
  #playout: Playout | undefined;
  #resume: (() => void) | undefined;
  #resumed: Promise<void> | undefined;
  #isDucked = false;
  /** Offset of the first audible sample within its playout, until it has been told. */
  #audible: { readonly playout: Playout; readonly offset: number } | undefined;
  #sounded = false;
  /** Of playouts that are over. */
  #underruns = 0;
  #gapMs = 0;

  constructor(speaker: Speaker, hooks: PlayerHooks, { duckDb }: PlayerOptions = { duckDb: 18 }) {
    this.#speaker = speaker;
    this.#hooks = hooks;
    this.#duckedGain = 10 ** (-duckDb / 20);
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

  /**
   * The reply becomes quieter at once, and what has not begun begins so. Where the device cannot change what it holds,
   * that is taken back and given again.
   */
  duck(): void {
    if (this.#isDucked || this.#duckedGain === 1) return;
    this.#isDucked = true;
    if (this.#playout?.setGain(this.#duckedGain, DUCK_MS) === 'later') this.#silence();
  }

  /** The reply has its full level again, soon: nothing need be taken back for that. */
  unduck(): void {
    if (!this.#isDucked) return;
    this.#isDucked = false;
    this.#playout?.setGain(1, UNDUCK_MS);
  }

  /**
   * Silence at once; `resume` goes on from the first sample that was not heard. Legal at any time: before the first
   * sound, before `play` even, it holds that sound back.
   */
  pause(): void {
    if (this.#resumed !== undefined) return;
    this.#silence();
    this.#resumed = new Promise((resolve) => {
      this.#resume = resolve;
    });
  }

  /** A pause for a reply that is perhaps not wanted. True when nothing of it has been heard. */
  hold(): boolean {
    this.pause();
    return this.heardSamples() === 0;
  }

  /** Goes on after a pause, at full level. */
  resume(): void {
    if (this.#resumed === undefined) return;
    this.#isDucked = false;
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
      this.#sentences.push({ sentence: item.sentence, startSample: this.#audio.length });
    }
    if (item.kind === 'audio') {
      this.#rateHz = item.frame.sampleRateHz;
      this.#audio.push(item.frame.samples);
      return;
    }
    const spoken = this.#sentences.pop();
    if (spoken === undefined) return;
    const { wordEnds } = item;
    this.#sentences.push({ ...spoken, wordEnds, ...(item.kind === 'words' ? {} : { samples: item.samples }) });
  }

  async #writeOut(signal: AbortSignal): Promise<void> {
    while (this.#position < this.#audio.length) {
      if (this.#resumed !== undefined) {
        await untilAborted(this.#resumed, signal);
        // It may have been paused again by now.
        continue;
      }
      this.#playout ??= this.#begin();
      const playout = this.#playout;
      const samples = this.#audio.read(this.#position, WRITE_SAMPLES);
      await untilAborted(playout.write(samples), signal);
      // A pause during the write has set the position back to what was heard.
      if (this.#playout !== playout) continue;
      this.#position += samples.length;
      this.#hooks.onProgress();
      this.#noteSound(samples, playout);
    }
  }

  async #finish(signal: AbortSignal): Promise<void> {
    while (this.#playout !== undefined || this.#position < this.#audio.length) {
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
    const fade = this.#position > 0 ? { fadeInMs: FADE_IN_MS } : {};
    const playout = this.#speaker.begin({ sampleRateHz: this.#rateHz, ...fade });
    if (this.#isDucked) playout.setGain(this.#duckedGain, 0);
    return playout;
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
}
