/** The turn that the microphone belongs to: finds its end, takes it, and gives it back to a user who goes on. */
import type { AudioFrame } from '../audio/frame.js';
import { EndWatch, type EndDecision } from './end-watch.js';
import type { Floor, OpenTurn } from './floor.js';
import type { FinalTranscript, PartialTranscript } from './messages.js';
import { CLICK_MS, LATEST_WORD_MS, Returning, saysStop, type ReturnVerdict } from './returning.js';
import type { Ring, TurnSetup } from './session-options.js';
import type { Clock } from './stage.js';
import { lastVoicedSample, latestSound } from './turn-sound.js';

export interface ListeningOptions {
  readonly open: OpenTurn;
  readonly setup: TurnSetup;
  readonly floor: Floor;
  readonly ring: Ring;
  readonly sampleRateHz: number;
  readonly clock: Clock;
  /** First sample of the turn's audio. */
  readonly startSample: number;
  /** True while the user holds a key: silence does not end the turn then, and nothing in it is a misfire. */
  readonly isHeld: () => boolean;
}

export class Listening {
  readonly #options: ListeningOptions;
  readonly #watch: EndWatch;
  /** `taken`: it is being answered, and the user may still go on. `held`: perhaps they do. */
  #state: 'hearing' | 'taken' | 'held' = 'hearing';
  #takenAtMs = 0;
  #takenSample: number;
  /** Where the voice came back. */
  #heldFrom = 0;
  #returning: Returning | undefined;
  #isPaused = false;
  /** Where the voice of the running pause ended. */
  #voiceEndSample: number;
  #voicedMs = 0;
  #text = '';
  #language = '';
  /** What the turn said when it was last taken. */
  #takenText = '';
  #lastPartial: PartialTranscript | undefined;
  #isOver = false;
  /** Since a sound over a reply turned out to be too short for a voice; the recogniser has a moment to call it "stop". */
  #doubtMs: number | undefined;

  constructor(options: ListeningOptions) {
    this.#options = options;
    this.#voiceEndSample = options.startSample;
    this.#takenSample = options.startSample;
    const { setup, clock, open } = options;
    this.#watch = new EndWatch({
      ...{ endpointing: setup.endpointing, clock, signal: open.turn.signal },
      sound: () => latestSound(options.ring, options),
      onEnd: (decision) => {
        // What may still turn out to be a click is nobody's turn.
        if (this.#state === 'hearing' && open.confirmed && !options.isHeld()) this.#take(decision);
      },
    });
  }

  get open(): OpenTurn {
    return this.#options.open;
  }

  /** True when the microphone belongs to nobody again. */
  get isOver(): boolean {
    return this.#isOver || this.open.turn.phase === 'ended';
  }

  /** Up to here the sound was asked for when the turn was taken. */
  get takenSample(): number {
    return this.#takenSample;
  }

  /** The voice that came back and was not judged before the turn was over: where it began, and where it paused. */
  get unheard(): { readonly from: number; readonly pausedAt: number | undefined } | undefined {
    if (this.#state !== 'held') return undefined;
    return { from: this.#heldFrom, pausedAt: this.#isPaused ? this.#voiceEndSample : undefined };
  }

  /** True while the user has the word. */
  get isHearing(): boolean {
    return !this.isOver && this.#state !== 'taken';
  }

  frame(frame: AudioFrame): void {
    const { clock, setup, open } = this.#options;
    const ms = (frame.samples.length / frame.sampleRateHz) * 1000;
    open.turn.hear(frame);
    if (!this.#isPaused) this.#voicedMs += ms;
    if (this.#doubtMs !== undefined && (this.#doubtMs += ms) >= LATEST_WORD_MS) open.turn.abort('misfire');
    if (this.#state === 'hearing') {
      this.#watch.tick(clock.now());
      // The detector has not told of this frame yet: it may be the beginning of the next turn.
      if (open.turn.phase !== 'hearing') this.#takenSample = Math.min(this.#takenSample, frame.startSample);
    } else if (this.#state === 'held') this.#apply({ kind: this.#isPaused ? 'silence' : 'voice', ms });
    else if (clock.now() - this.#takenAtMs >= setup.reopenMs && open.turn.mayBeCertain) this.settle();
  }

  /** A voice begins, or begins again. */
  voice(atSample: number): void {
    this.#isPaused = false;
    this.#doubtMs = undefined;
    const { floor, setup, open, ring } = this.#options;
    const agoMs = this.#lengthMs(ring.endSample) - this.#lengthMs(atSample);
    open.turn.hearResume(this.#state === 'taken' ? agoMs : undefined);
    if (this.#state === 'hearing') this.#watch.resume();
    else if (this.#state === 'taken' && (setup.bargeIn || open.turn.phase !== 'speaking')) {
      this.#state = 'held';
      this.#heldFrom = atSample;
      this.#voicedMs = 0;
      this.#returning = new Returning({
        ...{ text: this.#text, language: this.#language, partials: setup.partials },
        spoken: () => open.turn.spokenText,
        onEcho: floor.hearItself.bind(floor),
      });
      if (!floor.mayBeEcho(open)) open.turn.hold();
    }
  }

  /** The voice has lasted long enough to be no click. */
  confirmed(): void {
    if (this.#state === 'hearing') {
      this.#options.floor.confirm(this.open, this.#options.isHeld());
      this.#watch.confirmResume();
    } else this.#apply({ kind: 'confirmed' });
  }

  /** The voice has stopped, for now. `voiceEndMs`: when, on the clock. */
  pause(atSample: number, voiceEndMs: number): void {
    this.#isPaused = true;
    // A key may be pressed behind a voice: it ended before the sound of this turn begins.
    this.#voiceEndSample = Math.max(atSample, this.#options.startSample);
    this.open.turn.hearPause();
    if (this.#state === 'hearing') this.#watch.pause(voiceEndMs, this.#lengthMs(atSample));
    else this.#apply({ kind: 'paused' });
  }

  /** What began was too short for a voice. */
  misfire(): void {
    const { open, floor, setup, isHeld } = this.#options;
    if (this.#state !== 'hearing') this.#apply({ kind: 'misfire' });
    else if (open.confirmed || isHeld()) this.#watch.forgetResume();
    else if (setup.partials && this.#voicedMs > CLICK_MS && floor.isOverReply(open)) this.#doubtMs = 0;
    else open.turn.abort('misfire');
  }

  /** The user may say no more for now, or there is no more sound: the turn is taken as it is. */
  end(reason: string): void {
    this.#apply({ kind: 'cut' });
    const silenceMs = this.#watch.evidence?.silenceMs ?? 0;
    if (this.#doubtMs !== undefined) this.open.turn.abort('misfire');
    else if (this.#state === 'hearing') this.#take({ silenceMs, waitMs: silenceMs, reasons: [reason], sounds: [] });
  }

  /** What the user says is not to be heard; an answer that was begun goes on. */
  drop(): void {
    if (this.#state === 'hearing') this.open.turn.abort('misfire');
    else this.settle();
    // Nor does a voice that came back become a turn of its own.
    this.#state = 'taken';
  }

  /** The user will not go on any more. */
  settle(): void {
    if (this.#state === 'hearing') return;
    if (this.#state === 'held') this.open.turn.release();
    this.open.turn.settle();
    this.#watch.stop();
    this.#isOver = true;
  }

  /** The recogniser has read on: is it a turn at all? False when it heard nobody but us so far. */
  heard(partial: PartialTranscript): boolean {
    this.#lastPartial = partial;
    const { text, language } = partial;
    [this.#text, this.#language] = [text, language];
    // Whoever holds a key says when they have finished, and nothing is decided before.
    if (this.#state !== 'hearing' || this.#options.isHeld()) return true;
    const isAll = this.#isAll(partial);
    const isTurn = this.#options.floor.judge(this.open.turn, { text, language, isAll, voicedMs: this.#voicedMs });
    if (isAll && this.#doubtMs !== undefined) this.open.turn.abort('misfire');
    return isTurn;
  }

  /** The recogniser has read on: is the turn over, or not over after all? */
  read(partial: PartialTranscript): void {
    const atPause = this.#isAll(partial);
    if (this.#state === 'hearing') this.#watch.read({ ...partial, atPause });
    else this.#apply({ kind: 'read', text: partial.text, atPause });
  }

  /** The words are final, for the time being. */
  transcribed(final: Pick<FinalTranscript, 'text' | 'language'>): void {
    [this.#text, this.#language] = [final.text, final.language];
    this.#takenText = final.text;
    this.#options.floor.judge(this.open.turn, { ...final, isAll: true, voicedMs: this.#voicedMs });
  }

  #take(decision: EndDecision): void {
    const { open, floor, ring, clock, sampleRateHz, startSample } = this.#options;
    this.#watch.stop();
    const said = { text: this.#text, language: this.#language, voicedMs: this.#voicedMs };
    if (this.#returning !== undefined && saysStop(this.#takenText, said)) {
      open.turn.abort('barge-in');
      return;
    }
    const endSample = this.#isPaused ? this.#voiceEndSample : ring.endSample;
    const lastVoiced = lastVoicedSample(ring, { startSample, endSample, sampleRateHz });
    this.#state = 'taken';
    this.#takenAtMs = clock.now();
    this.#takenSample = ring.endSample;
    floor.give(open);
    const silentMs = ((endSample - lastVoiced) / sampleRateHz) * 1000;
    open.turn.endpoint(clock.now() - decision.silenceMs - silentMs, decision);
  }

  #apply(event: Parameters<Returning['step']>[0]): void {
    const verdict: ReturnVerdict = this.#state === 'held' ? (this.#returning?.step(event) ?? 'wait') : 'wait';
    if (verdict === 'go-on') {
      this.#state = 'taken';
      this.open.turn.release();
    } else if (verdict === 'reopen') this.#reopen();
  }

  #reopen(): void {
    const { open, floor, clock, ring } = this.#options;
    const last = this.#lastPartial;
    if (!open.turn.reopen(last !== undefined && this.#isAll(last) ? last : undefined)) {
      this.settle();
      return;
    }
    this.#state = 'hearing';
    floor.takeBack(open);
    if (!this.#isPaused) return;
    const pausedMs = this.#lengthMs(this.#voiceEndSample);
    this.#watch.pause(clock.now() - (this.#lengthMs(ring.endSample) - pausedMs), pausedMs);
    if (last !== undefined) this.read(last);
  }

  /** A recogniser that is late may tell of a pause before the running one. */
  #isAll({ atPause, heardMs }: PartialTranscript): boolean {
    return atPause && this.#isPaused && heardMs >= this.#lengthMs(this.#voiceEndSample);
  }

  #lengthMs(untilSample: number): number {
    return ((untilSample - this.#options.startSample) / this.#options.sampleRateHz) * 1000;
  }
}
