/** Watches the pauses of one turn, gathers what is known of each, and tells when one of them is the end. */
import { childController } from './abort.js';
import type { Endpointing, PauseEvidence, SoundVerdict, Wait } from './endpointing.js';
import type { PartialTranscript } from './messages.js';
import type { Clock } from './stage.js';

/** Why a turn was taken when it was. */
export interface EndDecision {
  /** From the end of the voice to the decision. */
  readonly silenceMs: number;
  /** The silence that was asked for; more than there was where somebody else ended the turn. */
  readonly waitMs: number;
  readonly reasons: readonly string[];
  readonly sounds: readonly SoundVerdict[];
}

export interface EndWatchOptions {
  readonly endpointing: Endpointing;
  readonly clock: Clock;
  /** The turn so far, mono at 16 kHz, the pause included. */
  readonly sound: () => Float32Array;
  /** Of the turn: nothing is asked any more once it fires. */
  readonly signal: AbortSignal;
  /** Called whenever the silence is long enough by all that is known, until the turn is taken or the voice is back. */
  readonly onEnd: (decision: EndDecision) => void;
}

/** Where one pause stands. */
interface Pause {
  /** When the voice ended, on the clock. */
  voiceEndMs: number;
  readonly speechMs: number;
  text: string | undefined;
  language: string;
  readonly sounds: SoundVerdict[];
  asked: number;
  readonly asking: ReturnType<typeof childController>;
}

/** Between two frames the clock stands for the stream, but for no longer than a late frame may take. */
const BETWEEN_FRAMES_MS = 100;

/** One for all: an error of its own for each wait costs more than the wait. */
const unneeded = new Error('not waited for any more');

export class EndWatch {
  readonly #options: EndWatchOptions;
  #pause: Pause | undefined;
  /** When the pause before the latest sound began: that sound may turn out to be no voice. */
  #earlier: { readonly voiceEndMs: number; readonly speechMs: number; readonly lastedMs: number } | undefined;
  #frameAtMs = -Infinity;
  #timer: { readonly atMs: number; readonly wait: AbortController } | undefined;

  constructor(options: EndWatchOptions) {
    this.#options = options;
  }

  /** Everything known of the pause, if there is one. */
  get evidence(): PauseEvidence | undefined {
    const pause = this.#pause;
    if (pause === undefined) return undefined;
    const { text, language, sounds, speechMs } = pause;
    return { silenceMs: this.#silenceMs(pause), text, language, sounds, speechMs };
  }

  /** The voice has stopped. `speechMs`: length of the turn up to there. */
  pause(voiceEndMs: number, speechMs: number): void {
    this.#leave();
    this.#pause = {
      ...{ voiceEndMs, speechMs, text: undefined, language: '', sounds: [], asked: 0 },
      asking: childController(this.#options.signal),
    };
    this.#weigh();
  }

  /** The voice is back, or what sounds like one. */
  resume(): void {
    const pause = this.#pause;
    if (pause === undefined) return;
    const { voiceEndMs, speechMs } = pause;
    this.#earlier ??= { voiceEndMs, speechMs, lastedMs: this.#silenceMs(pause) };
    this.#leave();
  }

  /** What came was a voice: the pause before it is over, and was one inside a turn. */
  confirmResume(): void {
    if (this.#earlier === undefined) return;
    this.#options.endpointing.policy.learnPause(this.#earlier.lastedMs);
    this.#earlier = undefined;
  }

  /** What came was no voice: the pause before it goes on. */
  forgetResume(): void {
    const earlier = this.#earlier;
    this.#earlier = undefined;
    if (earlier === undefined) return;
    if (this.#pause === undefined) this.pause(earlier.voiceEndMs, earlier.speechMs);
    else this.#pause.voiceEndMs = earlier.voiceEndMs;
    this.#weigh();
  }

  /** The recogniser has read on. */
  read({ text, language, atPause }: PartialTranscript): void {
    if (this.#pause === undefined || !atPause) return;
    this.#pause.text = text;
    this.#pause.language = language;
    this.#weigh();
  }

  /** The stream has come this far. */
  tick(nowMs: number): void {
    this.#frameAtMs = nowMs;
    this.#weigh();
  }

  stop(): void {
    this.#leave();
    this.#earlier = undefined;
  }

  /** How long this pause would have to be; undefined while somebody speaks. */
  wait(): Wait | undefined {
    const evidence = this.evidence;
    return evidence && this.#options.endpointing.policy.decide(evidence);
  }

  #weigh(): void {
    const pause = this.#pause;
    const wait = this.wait();
    if (pause === undefined || wait === undefined) return;
    const silenceMs = this.#silenceMs(pause);
    this.#ask(pause, silenceMs);
    if (silenceMs < wait.ms) {
      this.#wakeAt(pause.voiceEndMs + wait.ms);
      return;
    }
    this.#options.onEnd({ silenceMs, waitMs: wait.ms, reasons: wait.reasons, sounds: [...pause.sounds] });
  }

  #silenceMs({ voiceEndMs }: Pause): number {
    return Math.min(this.#options.clock.now(), this.#frameAtMs + BETWEEN_FRAMES_MS) - voiceEndMs;
  }

  /** Frames come in steps; the decision need not wait for the next one. */
  #wakeAt(atMs: number): void {
    if (this.#timer?.atMs === atMs) return;
    this.#timer?.wait.abort(unneeded);
    const wait = new AbortController();
    const timer = { atMs, wait };
    this.#timer = timer;
    const { clock } = this.#options;
    clock.sleep(Math.max(0, atMs - clock.now()), wait.signal).then(
      () => {
        if (this.#timer === timer) this.#weigh();
      },
      () => undefined,
    );
  }

  #ask(pause: Pause, silenceMs: number): void {
    const { listener, policy } = this.#options.endpointing;
    const dueAtMs = policy.askSoundAtMs[pause.asked];
    if (listener === undefined || dueAtMs === undefined || silenceMs < dueAtMs) return;
    pause.asked += 1;
    listener.judge(this.#options.sound(), pause.asking.controller.signal).then(
      (finished) => {
        if (this.#pause !== pause) return;
        pause.sounds.push({ finished, silenceMs });
        this.#weigh();
      },
      // Without the model's word, the others decide; its host tells of its own faults.
      () => undefined,
    );
  }

  #leave(): void {
    this.#timer?.wait.abort(unneeded);
    this.#timer = undefined;
    this.#pause?.asking.controller.abort(new Error('the pause is over'));
    this.#pause?.asking.release();
    this.#pause = undefined;
  }
}
