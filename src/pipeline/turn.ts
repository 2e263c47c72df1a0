/** One turn: hears, understands, answers and speaks; is the user's again when they go on; and ends exactly once. */
import type { AudioFrame } from '../audio/frame.js';
import { TurnAborted, type AbortKind } from './abort.js';
import { Attempt } from './attempt.js';
import type { EndDecision } from './end-watch.js';
import { StageError } from './errors.js';
import { joinHeard } from './heard.js';
import { Hearing } from './hearing.js';
import type { FinalTranscript, PartialTranscript } from './messages.js';
import type { ReplyPlayer } from './player.js';
import { turnReport, type TurnReport } from './report.js';
import type { Scope } from './stage.js';
import { addSpeculation, noSpeculation } from './speculation.js';
import { deadlineMs, openTurn, stepTurn, type TurnEvent, type TurnState } from './turn-machine.js';
import type { TurnOptions } from './turn-options.js';
import { Watchdog } from './watchdog.js';

export class Turn {
  readonly id: string;
  readonly #options: TurnOptions;
  readonly #controller = new AbortController();
  readonly #hearing: Hearing;
  readonly #watchdog: Watchdog;
  #attempt: Attempt;
  #state: TurnState;
  #voiceEndMs: number | undefined;
  #decision: EndDecision | undefined;
  #isSettled = false;
  #reopened = 0;
  /** Of answers that were taken back. */
  #heardBefore = '';
  #speculation = noSpeculation;

  constructor(options: TurnOptions, phase: 'hearing' | 'thinking') {
    this.id = options.id;
    this.#options = options;
    this.#state = openTurn(phase);
    const { id, clock, stages } = options;
    this.#watchdog = new Watchdog(clock, () => {
      this.abort('timeout');
    });
    const probe: Scope['probe'] = {
      mark: (name, atMs) => {
        this.#attempt.tally.mark(name, atMs);
      },
      count: (name, by) => {
        this.#attempt.tally.count(name, by);
      },
    };
    const scope: Scope = { id, signal: this.#controller.signal, clock, probe };
    const { recognizer } = stages;
    this.#hearing = new Hearing({ ...options, recognizer, scope, onPartial: this.#onPartial.bind(this) });
    this.#attempt = this.#begin();
  }

  get phase(): TurnState['phase'] {
    return this.#state.phase;
  }

  /** Fires when the turn is over. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get player(): ReplyPlayer {
    return this.#attempt.player;
  }

  /** All that the loudspeaker says for it, as far as is known. */
  get spokenText(): string {
    return `${this.#attempt.fillerText} ${this.player.spokenText()}`.trim();
  }

  hear(frame: AudioFrame): void {
    this.#hearing.hear(frame);
  }

  hearPause(): void {
    if (this.#state.phase === 'hearing') this.#attempt.answer.speculation.pause();
    this.#hearing.pause();
  }

  /** The voice goes on, since `agoMs`: what was begun for the pause is void. What is said over the answer stands alone. */
  hearResume(agoMs?: number): void {
    this.#hearing.resume(this.#state.phase === 'speaking' ? agoMs : undefined);
    if (this.#state.phase === 'hearing') this.#attempt.answer.speculation.resume();
  }

  /** The user seems to have finished. `voiceEndMs`: when the voice was last heard, on the session's clock. */
  endpoint(voiceEndMs: number, decision: EndDecision): void {
    if (this.#state.phase !== 'hearing') return;
    const { clock, emit } = this.#options;
    this.#voiceEndMs = voiceEndMs;
    this.#decision = decision;
    this.#attempt.tally.mark('endpoint', clock.now());
    this.#step({ kind: 'endpoint' });
    this.#hearing.commit();
    this.#attempt.startWait(decision.waitMs);
    const { silenceMs, reasons } = decision;
    emit({ type: 'speech.end', turn: this.id, silenceMs: Math.round(silenceMs), reasons });
  }

  /** The user may be going on: the answer is held back, or falls silent, until `release` or `reopen`. */
  hold(): void {
    this.#attempt.hold();
  }

  release(): void {
    this.#attempt.release();
  }

  /**
   * The user goes on: the answer is taken back, the turn hears again. False when it is too late for that.
   * `read`: what was read up to the pause that lasts by now, if there is one.
   */
  reopen(read?: PartialTranscript): boolean {
    if (this.#isSettled || !['transcribing', 'thinking', 'speaking'].includes(this.#state.phase)) return false;
    const before = this.#attempt;
    before.takeBack();
    this.#heardBefore = joinHeard(this.#heardBefore, before.player.heardText());
    this.#speculation = addSpeculation(this.#speculation, before.answer.speculation.report);
    this.#reopened += 1;
    this.#attempt = this.#begin();
    this.#hearing.reopen();
    this.#step({ kind: 'reopen' });
    const { speculation } = this.#attempt.answer;
    if (this.#hearing.isPaused) speculation.pause();
    if (read !== undefined) speculation.consider(read);
    this.#options.emit({ type: 'turn.reopen', turn: this.id });
    return true;
  }

  /** An answer sounds, or waits for just that. */
  get mayBeCertain(): boolean {
    return this.#state.phase === 'speaking' || this.#attempt.answer.wantsCertainty;
  }

  /** The answer will not be taken back any more: what waited for that happens now. Legal any number of times. */
  settle(): void {
    if (this.#isSettled || this.#state.phase === 'hearing') return;
    this.#isSettled = true;
    this.#hearing.end();
    if (this.#state.phase !== 'ended') this.#attempt.answer.settle();
  }

  /** Ends the turn from outside, whatever it is doing. */
  abort(reason: AbortKind): void {
    if (this.#state.phase === 'ended') return;
    this.#step({ kind: 'abort', reason });
    this.#attempt.end(new TurnAborted(reason));
    this.#controller.abort(new TurnAborted(reason));
  }

  /** Listens and answers, as often as the user goes on. Resolves with the report; never rejects. */
  async run(): Promise<TurnReport> {
    this.#hearing.start();
    return this.#conclude(async () => {
      while (!(await this.#answerOnce()));
    });
  }

  /** Says a text that answers nobody. */
  async announce(text: string): Promise<TurnReport> {
    return this.#conclude(() => this.#attempt.announce(text));
  }

  /** False when the user went on. */
  async #answerOnce(): Promise<boolean> {
    const final = await this.#hearing.recognize();
    if (this.#state.phase !== 'transcribing') return false;
    this.#transcribed(final);
    this.#controller.signal.throwIfAborted();
    if (final.text === '') return true;
    const attempt = this.#attempt;
    try {
      await attempt.play(final);
      return true;
    } catch (error) {
      if (attempt.isTakenBack) return false;
      throw error;
    }
  }

  #transcribed(final: FinalTranscript): void {
    const { text, language } = final;
    this.#hearing.accept(final);
    this.#attempt.tally.mark('stt.final', this.#options.clock.now());
    this.#step({ kind: 'transcribed' });
    if (text !== '') this.#attempt.expectAnswer();
    this.#options.emit({ type: 'transcript', turn: this.id, text, language });
  }

  async #conclude(work: () => Promise<void>): Promise<TurnReport> {
    this.#watch();
    try {
      await work();
      this.#step({ kind: 'played' });
      this.#attempt.answer.settle();
    } catch (error) {
      const stage = error instanceof StageError ? error.stage : 'turn';
      this.#step({ kind: 'fail', stage, message: error instanceof Error ? error.message : String(error) });
    } finally {
      this.#watchdog.stop();
      // Whatever still runs on behalf of this turn stops now.
      this.#attempt.end(new TurnAborted('shutdown'));
      this.#controller.abort(new TurnAborted('shutdown'));
    }
    const report = this.#report();
    this.#options.emit({ type: 'turn', ...report });
    return report;
  }

  #begin(): Attempt {
    const hooks = {
      onFirstSound: this.#step.bind(this, { kind: 'first-sound' }),
      onProgress: this.#watch.bind(this),
    };
    return new Attempt(this.#options, this.#controller.signal, { hooks, isAgain: this.#reopened > 0 });
  }

  #onPartial(partial: PartialTranscript): void {
    if (partial.stable !== '') this.#attempt.expectAnswer();
    // It may be no turn at all, and then it is over now; and what is begun for a turn is begun before it is taken.
    const isUser = this.#options.onHeard?.(partial) ?? true;
    if (isUser && this.#state.phase === 'hearing') this.#attempt.answer.speculation.consider(partial);
    this.#options.onRead?.(partial);
  }

  #step(event: TurnEvent): void {
    const before = this.#state.phase;
    this.#state = stepTurn(this.#state, event);
    if (this.#state.phase !== before) this.#watch();
  }

  /** Every phase has a deadline; progress renews it. */
  #watch(): void {
    this.#watchdog.restart(deadlineMs(this.#state.phase, this.#options.limits, this.#hearing.audioMs));
  }

  #report(): TurnReport {
    const { answer, player, tally } = this.#attempt;
    return turnReport({
      ...{ turn: this.id, outcome: this.#state.outcome ?? { kind: 'done' } },
      ...{ hearing: this.#hearing, answer, player, tally },
      heard: joinHeard(this.#heardBefore, player.heardText()),
      ...{ voiceEndMs: this.#voiceEndMs, decision: this.#decision, reopened: this.#reopened },
      speculation: addSpeculation(this.#speculation, answer.speculation.report),
    });
  }
}
