/** One turn: hears, understands, answers and speaks, and ends exactly once. */
import type { AudioFrame } from '../audio/frame.js';
import { TurnAborted, untilAborted, type AbortKind } from './abort.js';
import { Answer } from './answer.js';
import { StageError } from './errors.js';
import { Filler } from './filler.js';
import { Hearing } from './hearing.js';
import type { FinalTranscript, PartialTranscript, SpokenAudio } from './messages.js';
import { ReplyPlayer } from './player.js';
import { Tally, turnTimings, type TurnReport } from './report.js';
import type { Scope } from './stage.js';
import { deadlineMs, openTurn, stepTurn, type TurnEvent, type TurnState } from './turn-machine.js';
import type { TurnOptions } from './turn-options.js';
import { Watchdog } from './watchdog.js';

export class Turn {
  readonly id: string;
  readonly #options: TurnOptions;
  /** False for an announcement: nobody's words are lost with it. */
  readonly answersUser: boolean;
  readonly #controller = new AbortController();
  readonly #scope: Scope;
  readonly #tally = new Tally();
  readonly #hearing: Hearing;
  readonly #answer: Answer;
  readonly #filler: Filler | undefined;
  readonly #player: ReplyPlayer;
  #state: TurnState;
  #voiceEndMs: number | undefined;
  #superseded = false;
  readonly #watchdog = new Watchdog(() => {
    this.abort('timeout');
  });

  constructor(options: TurnOptions, phase: 'hearing' | 'thinking') {
    this.id = options.id;
    this.#options = options;
    this.answersUser = phase === 'hearing';
    this.#state = openTurn(phase);
    const { id, clock, stages, speaker, floor, carried, emit } = options;
    this.#scope = { id, signal: this.#controller.signal, clock, probe: this.#tally };
    this.#hearing = new Hearing({
      ...{ recognizer: stages.recognizer, scope: this.#scope, carried, emit },
      onPartial: this.#onPartial.bind(this),
    });
    this.#filler =
      options.filler &&
      new Filler({
        ...{ source: options.filler, speaker, scope: this.#scope, floor, carried },
        onSound: (atMs) => {
          this.#tally.mark('filler', atMs);
          emit({ type: 'filler.start', turn: id });
        },
      });
    this.#answer = new Answer(options, this.#scope);
    this.#player = new ReplyPlayer(speaker, {
      onFirstSound: (atMs) => {
        this.#tally.mark('first-sound', atMs);
        this.#step({ kind: 'first-sound' });
        emit({ type: 'audio.start', turn: id });
      },
      onProgress: () => {
        this.#watch();
      },
    });
  }

  get phase(): TurnState['phase'] {
    return this.#state.phase;
  }

  get player(): ReplyPlayer {
    return this.#player;
  }

  /** The words that were heard because the answer takes long; empty for none. */
  get fillerText(): string {
    return this.#filler?.text ?? '';
  }

  hear(frame: AudioFrame): void {
    this.#hearing.hear(frame);
  }

  hearPause(): void {
    this.#answer.speculation.pause();
    this.#hearing.pause();
  }

  /** The voice goes on: what was begun for the pause is void. */
  hearResume(): void {
    this.#answer.speculation.resume();
  }

  /** The user has finished. `voiceEndMs`: when the voice was last heard, on the session's clock. */
  endpoint(voiceEndMs: number): void {
    if (this.#state.phase !== 'hearing') return;
    this.#voiceEndMs = voiceEndMs;
    this.#tally.mark('endpoint', this.#options.clock.now());
    this.#step({ kind: 'endpoint' });
    this.#hearing.end();
    this.#filler?.start();
    this.#options.emit({ type: 'speech.end', turn: this.id });
  }

  /** Ends the turn from outside, whatever it is doing. */
  abort(reason: AbortKind): void {
    if (this.#state.phase === 'ended') return;
    this.#step({ kind: 'abort', reason });
    this.#filler?.stop();
    this.#controller.abort(new TurnAborted(reason));
  }

  /** The user went on before there was an answer: the words are kept for the next turn, the answer is not given. */
  supersede(): void {
    this.#filler?.stop();
    if (this.#state.phase === 'thinking') this.abort('superseded');
    else this.#superseded = true;
  }

  /** Listens and answers. Resolves with the report; never rejects. */
  async run(): Promise<TurnReport> {
    return this.#conclude(async () => {
      const final = await this.#recognize();
      if (this.#superseded) this.abort('superseded');
      if (final.text === '' || this.#scope.signal.aborted) return;
      await this.#player.play(this.#withFloor(this.#answer.to(final)), this.#scope.signal);
    });
  }

  /** Says a text that answers nobody. */
  async announce(text: string): Promise<TurnReport> {
    return this.#conclude(async () => {
      await this.#player.play(this.#withFloor(this.#answer.announcement(text)), this.#scope.signal);
    });
  }

  async #conclude(work: () => Promise<void>): Promise<TurnReport> {
    this.#watch();
    try {
      await work();
      this.#step({ kind: 'played' });
    } catch (error) {
      const stage = error instanceof StageError ? error.stage : 'turn';
      this.#step({ kind: 'fail', stage, message: error instanceof Error ? error.message : String(error) });
    } finally {
      this.#watchdog.stop();
      this.#answer.speculation.drop();
      this.#filler?.stop();
      // Whatever still runs on behalf of this turn stops now.
      this.#controller.abort(new TurnAborted('shutdown'));
    }
    const report = this.#report();
    this.#options.emit({ type: 'turn', ...report });
    return report;
  }

  async #recognize(): Promise<FinalTranscript> {
    const final = await this.#hearing.recognize();
    this.#step({ kind: 'transcribed' });
    if (final.text !== '') this.#filler?.expectAnswer();
    this.#options.emit({ type: 'transcript', turn: this.id, text: final.text, language: final.language });
    return final;
  }

  #onPartial(partial: PartialTranscript): void {
    if (partial.stable !== '') this.#filler?.expectAnswer();
    if (this.#state.phase === 'hearing') this.#answer.speculation.consider(partial);
  }

  /** Holds the first sound until the turn before and the filler have fallen silent; the work ahead of it goes on meanwhile. */
  async *#withFloor(audio: AsyncIterable<SpokenAudio>): AsyncGenerator<SpokenAudio, void, undefined> {
    for await (const item of audio) {
      await this.#filler?.makeWay();
      await untilAborted(this.#options.floor, this.#scope.signal);
      this.#watch();
      yield item;
    }
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
    const { reply, draftUsed } = this.#answer;
    const { source } = reply;
    const facts = { draftUsed, cacheHit: source === 'cache' };
    return {
      turn: this.id,
      outcome: this.#state.outcome ?? { kind: 'done' },
      transcript: this.#hearing.transcript,
      reply: reply.text,
      heard: this.#player.heardText(),
      ...(source === undefined ? {} : { source }),
      timings: turnTimings(this.#tally.marks, this.#voiceEndMs, facts),
      audioMs: Math.round(this.#hearing.audioMs),
      partials: this.#hearing.partials,
      underruns: this.#player.underruns,
      gapMs: this.#player.gapMs,
      marks: Object.fromEntries(this.#tally.marks),
      counts: Object.fromEntries(this.#tally.counts),
    };
  }
}
