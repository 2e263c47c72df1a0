/** A scripted user at a microphone, and the detector that hears them: frames and events as the real one sends them. */
import type { SpeechEvent } from '../../../src/pipeline/messages.js';
import type { StepClock } from '../step-clock.js';

/** One sample a millisecond: the sound is silence, only its length matters. */
export const RATE_HZ = 1000;
const FRAME_MS = 40;
/** Frames of voice that are no click, and silence that ends a voice. */
const LEAST_FRAMES = 3;
const REDEMPTION_MS = 320;

export class User {
  readonly #clock: StepClock;
  readonly #send: (event: SpeechEvent) => void;
  #position = 0;
  #isSpeaking = false;
  #isConfirmed = false;
  #voiced = 0;
  #silentMs = 0;
  #lastVoiced = 0;

  constructor(clock: StepClock, send: (event: SpeechEvent) => void) {
    this.#clock = clock;
    this.#send = send;
  }

  async speak(frames: number): Promise<void> {
    for (let i = 0; i < frames; i += 1) await this.#frame(true, FRAME_MS);
  }

  /** Silence until something is so, or for as long as anybody may wait. Resolves with whether it is. */
  async hushUntil(isSo: () => boolean, { frameMs = FRAME_MS, mostMs = 60_000 } = {}): Promise<boolean> {
    for (let ms = 0; ms < mostMs && !isSo(); ms += frameMs) await this.#frame(false, frameMs);
    return isSo();
  }

  async #frame(isVoice: boolean, lengthMs: number): Promise<void> {
    await this.#clock.advance(lengthMs);
    const startSample = this.#position;
    const samples = new Float32Array(lengthMs);
    this.#position += lengthMs;
    const frame = { samples, sampleRateHz: RATE_HZ, startSample };
    this.#send({ kind: 'frame', speechProbability: isVoice ? 1 : 0, frame });
    if (isVoice) this.#hearVoice(startSample);
    else if (this.#isSpeaking) this.#hearSilence(startSample, lengthMs);
    await this.#clock.advance(0);
  }

  #hearVoice(startSample: number): void {
    if (!this.#isSpeaking) {
      this.#isSpeaking = true;
      this.#isConfirmed = false;
      this.#voiced = 0;
      this.#send({ kind: 'speech-start', atSample: startSample });
    } else if (this.#silentMs > 0) {
      this.#isConfirmed = false;
      this.#voiced = 0;
      this.#send({ kind: 'speech-resume', atSample: startSample });
    }
    this.#silentMs = 0;
    this.#voiced += 1;
    this.#lastVoiced = this.#position;
    if (this.#isConfirmed || this.#voiced < LEAST_FRAMES) return;
    this.#isConfirmed = true;
    this.#send({ kind: 'speech-confirmed', atSample: this.#position });
  }

  #hearSilence(startSample: number, lengthMs: number): void {
    if (this.#silentMs === 0) this.#send({ kind: 'speech-pause', atSample: startSample });
    this.#silentMs += lengthMs;
    if (this.#silentMs < REDEMPTION_MS) return;
    this.#isSpeaking = false;
    this.#silentMs = 0;
    if (this.#isConfirmed) this.#send({ kind: 'speech-end', lastSpeechSample: this.#lastVoiced, forced: false });
    else this.#send({ kind: 'misfire' });
  }
}
