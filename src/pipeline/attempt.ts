/** One answer to the words so far: it can be held, taken back when the user goes on, and is certain in the end. */
import { childController, TurnAborted, untilAborted } from './abort.js';
import { Answer } from './answer.js';
import { Filler } from './filler.js';
import type { FinalTranscript, SpokenAudio } from './messages.js';
import { ReplyPlayer } from './player.js';
import { Tally } from './report.js';
import type { Scope } from './stage.js';
import type { TurnOptions } from './turn-options.js';

export interface AttemptHooks {
  onFirstSound(): void;
  onProgress(): void;
}

export class Attempt {
  /** What the stages mark and count for this answer. */
  readonly tally = new Tally();
  readonly answer: Answer;
  readonly player: ReplyPlayer;
  readonly #options: TurnOptions;
  readonly #filler: Filler | undefined;
  readonly #scope: Scope;
  readonly #life: ReturnType<typeof childController>;
  readonly #hooks: AttemptHooks;
  #isTakenBack = false;
  /** The pause has lasted twice as long as it had to. */
  #isSilent = false;
  /** The user may be going on. */
  #isHeld = false;

  /** `isAgain`: an answer of this turn was taken back before. */
  constructor(options: TurnOptions, signal: AbortSignal, how: { hooks: AttemptHooks; isAgain: boolean }) {
    const { id, clock, emit, filler, speaker, floor } = options;
    const { hooks, isAgain } = how;
    this.#options = options;
    this.#hooks = hooks;
    this.#life = childController(signal);
    this.#scope = { id, signal: this.#life.controller.signal, clock, probe: this.tally };
    this.answer = new Answer(options, this.#scope);
    this.#filler =
      filler &&
      new Filler({
        ...{ source: filler, speaker, scope: this.#scope, floor, isAgain },
        onSound: (atMs) => {
          this.tally.mark('filler', atMs);
          emit({ type: 'filler.start', turn: id });
        },
      });
    const onFirstSound = (atMs: number): void => {
      this.tally.mark('first-sound', atMs);
      hooks.onFirstSound();
      emit({ type: 'audio.start', turn: id });
    };
    const onProgress = (): void => {
      hooks.onProgress();
    };
    this.player = new ReplyPlayer(speaker, { onFirstSound, onProgress }, options);
  }

  get isTakenBack(): boolean {
    return this.#isTakenBack;
  }

  /** The words that were heard because the answer takes long; empty for none. */
  get fillerText(): string {
    return this.#filler?.text ?? '';
  }

  /**
   * The wait of the user begins. `waitMs`: the silence that was worth an end; after as much again they will hardly go on.
   * What is doubtful, or a user who often pauses, is given time by that, and a sure end is not kept waiting.
   */
  startWait(waitMs: number): void {
    this.#filler?.start();
    const { clock, signal } = this.#scope;
    clock.sleep(waitMs, signal).then(
      () => {
        this.#isSilent = true;
        this.#trust();
      },
      () => undefined,
    );
  }

  /** The user has said something, so there will be an answer to wait for. */
  expectAnswer(): void {
    this.#filler?.expectAnswer();
  }

  /** Answers, and plays it to its end. Throws the signal's reason once it is taken back or the turn is over. */
  async play(final: FinalTranscript): Promise<void> {
    await this.#play(this.answer.to(final));
  }

  /** Says a text that answers nobody. */
  async announce(text: string): Promise<void> {
    await this.#play(this.answer.announcement(text));
  }

  /** The user may be going on: silence, at once, until `release`. */
  hold(): void {
    this.#isHeld = true;
    this.#filler?.stop();
    this.player.hold();
  }

  release(): void {
    this.#isHeld = false;
    this.player.resume();
    this.#trust();
  }

  /** The user goes on: nothing of this answer remains but what was heard of it. */
  takeBack(): void {
    this.#isTakenBack = true;
    this.answer.takeBack();
    this.end(new TurnAborted('superseded'));
  }

  /** Stops whatever still runs for this answer. Its effects never happen, unless it was settled before. */
  end(reason: TurnAborted): void {
    this.#filler?.stop();
    this.answer.drop();
    // A stage may ignore its signal: the loudspeaker does not wait for it.
    this.player.pause();
    this.#life.release();
    this.#life.controller.abort(reason);
  }

  #trust(): void {
    if (this.#isSilent && !this.#isHeld && !this.#scope.signal.aborted) this.answer.trust();
  }

  async #play(audio: AsyncIterable<SpokenAudio>): Promise<void> {
    const { signal } = this.#scope;
    await untilAborted(this.player.play(this.#withFloor(audio), signal), signal);
  }

  /** Holds the first sound until the turn before and the filler have fallen silent; the work ahead of it goes on meanwhile. */
  async *#withFloor(audio: AsyncIterable<SpokenAudio>): AsyncGenerator<SpokenAudio, void, undefined> {
    for await (const item of audio) {
      await this.#filler?.makeWay();
      await untilAborted(this.#options.floor, this.#scope.signal);
      this.#hooks.onProgress();
      yield item;
    }
  }
}
