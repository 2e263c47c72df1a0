/** What one run of the scripted recogniser got to hear: checked sample by sample, and turned into words. */
import type { AudioFrame } from '../../../src/audio/frame.js';
import { micSample, type Microphone, type SpokenWord } from './microphone.js';

export class Ears {
  readonly turn: string;
  /** What was wrong with the audio. */
  readonly faults: string[] = [];
  readonly #microphone: Microphone;
  #start: number | undefined;
  #end = 0;
  #pausedAt: number | undefined;
  /** Ends of what the commits asked for. */
  readonly commits: number[] = [];
  /** Words of the finals that were sent. */
  readonly finals: string[] = [];

  constructor(turn: string, microphone: Microphone) {
    this.turn = turn;
    this.#microphone = microphone;
  }

  get start(): number {
    return this.#start ?? 0;
  }

  get end(): number {
    return this.#end;
  }

  hear({ startSample, samples }: AudioFrame): void {
    if (this.#start !== undefined && startSample !== this.#end) {
      this.faults.push(`turn ${this.turn}: audio goes on at ${startSample}, not at ${this.#end}`);
    }
    this.#start ??= startSample;
    this.#end = startSample + samples.length;
    const wrong = samples.findIndex((value, i) => value !== this.#valueAt(startSample + i));
    if (wrong >= 0) this.faults.push(`turn ${this.turn}: sample ${startSample + wrong} is not what was recorded`);
  }

  /** A pause is told once. */
  pause(): void {
    const before = this.#pausedAt;
    this.#pausedAt = this.#end;
    if (before === undefined || this.#microphone.voices.some(({ end }) => end > before)) return;
    this.faults.push(`turn ${this.turn}: the pause before ${before} is told again at ${this.#end}`);
  }

  /** The words that lie whole in what was heard. */
  words(): readonly SpokenWord[] {
    return this.#microphone.words.filter(({ start, end }) => start >= this.start && end <= this.#end);
  }

  text(): string {
    return this.words()
      .map(({ text }) => text)
      .join(' ');
  }

  #valueAt(position: number): number {
    const isLost = this.#microphone.gaps.some(({ start, end }) => start <= position && position < end);
    return isLost ? 0 : micSample(position);
  }
}
