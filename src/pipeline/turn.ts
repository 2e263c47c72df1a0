/** One turn: hears, understands, answers and speaks, and ends exactly once. */
import type { AudioFrame } from '../audio/frame.js';
import { TurnAborted, untilAborted, type AbortKind } from './abort.js';
import { answerWords, soundAhead, speakText, type AnswerRun } from './answer.js';
import { observe } from './chain.js';
import { Channel } from './channel.js';
import { StageError } from './errors.js';
import { Draft } from './draft.js';
import type { FinalTranscript, PartialTranscript, ReplyDelta, SpokenAudio, UtteranceEvent } from './messages.js';
import { ReplyPlayer } from './player.js';
import { ReplyText } from './reply-text.js';
import { turnTimings, type TurnReport } from './report.js';
import type { Scope } from './stage.js';
import { once } from './streams.js';
import { deadlineMs, openTurn, stepTurn, type TurnEvent, type TurnState } from './turn-machine.js';
import { Speculation } from './speculation.js';
import type { TurnOptions } from './turn-options.js';
import { Watchdog } from './watchdog.js';

/** Frames a turn holds for a recogniser that is behind: longer than any utterance. */
const AUDIO_QUEUE = 8192;

export class Turn {
  readonly id: string;
  readonly #options: TurnOptions;
  /** False for an announcement: nobody's words are lost with it. */
  readonly answersUser: boolean;
  readonly #controller = new AbortController();
  readonly #scope: Scope;
  readonly #speculation: Speculation;
  readonly #marks = new Map<string, number>();
  readonly #player: ReplyPlayer;
  readonly #audio: Channel<UtteranceEvent>;
  #state: TurnState;
  #audioMs = 0;
  #voiceEndMs: number | undefined;
  #transcript = '';
  #partials = 0;
  #lastPartial = '';
  #reply: ReplyText;
  #draftUsed = false;
  #superseded = false;
  readonly #watchdog = new Watchdog(() => {
    this.abort('timeout');
  });

  constructor(options: TurnOptions, phase: 'hearing' | 'thinking') {
    this.id = options.id;
    this.#options = options;
    this.answersUser = phase === 'hearing';
    this.#state = openTurn(phase);
    this.#reply = new ReplyText(options.id, options.emit, false);
    this.#audio = new Channel({ capacity: AUDIO_QUEUE, overflow: 'drop-oldest', signal: this.#controller.signal });
    const probe = { mark: this.#mark.bind(this), count: () => undefined };
    this.#scope = { id: options.id, signal: this.#controller.signal, clock: options.clock, probe };
    this.#speculation = new Speculation({
      enabled: options.drafts && options.stages.ahead > 0,
      carried: options.carried,
      begin: this.#draft.bind(this),
    });
    this.#player = new ReplyPlayer(options.speaker, {
      onFirstSound: (atMs) => {
        this.#mark('first-sound', atMs);
        this.#step({ kind: 'first-sound' });
        options.emit({ type: 'audio.start', turn: this.id });
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

  hear(frame: AudioFrame): void {
    this.#audioMs += (frame.samples.length / frame.sampleRateHz) * 1000;
    this.#audio.offer({ kind: 'audio', frame });
  }

  hearPause(): void {
    this.#speculation.pause();
    this.#audio.offer({ kind: 'pause' });
  }

  /** The voice goes on: what was begun for the pause is void. */
  hearResume(): void {
    this.#speculation.resume();
  }

  /** The user has finished. `voiceEndMs`: when the voice was last heard, on the session's clock. */
  endpoint(voiceEndMs: number): void {
    if (this.#state.phase !== 'hearing') return;
    this.#voiceEndMs = voiceEndMs;
    this.#mark('endpoint', this.#options.clock.now());
    this.#step({ kind: 'endpoint' });
    this.#audio.end();
    this.#options.emit({ type: 'speech.end', turn: this.id });
  }

  /** Ends the turn from outside, whatever it is doing. */
  abort(reason: AbortKind): void {
    if (this.#state.phase === 'ended') return;
    this.#step({ kind: 'abort', reason });
    this.#controller.abort(new TurnAborted(reason));
  }

  /** The user went on before there was an answer: the words are kept for the next turn, the answer is not given. */
  supersede(): void {
    if (this.#state.phase === 'thinking') this.abort('superseded');
    else this.#superseded = true;
  }

  /** Listens and answers. Resolves with the report; never rejects. */
  async run(): Promise<TurnReport> {
    return this.#conclude(async () => {
      const final = await this.#recognize();
      if (this.#superseded) this.abort('superseded');
      if (final.text === '' || this.#scope.signal.aborted) return;
      await this.#player.play(this.#withFloor(this.#answer(final)), this.#scope.signal);
    });
  }

  /** Says a text that answers nobody. */
  async announce(text: string): Promise<TurnReport> {
    return this.#conclude(async () => {
      const sound = speakText(once<ReplyDelta>({ text, source: 'skill' }), this.#run());
      await this.#player.play(this.#withFloor(sound), this.#scope.signal);
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
      this.#speculation.drop();
      // Whatever still runs on behalf of this turn stops now.
      this.#controller.abort(new TurnAborted('shutdown'));
    }
    const report = this.#report();
    this.#options.emit({ type: 'turn', ...report });
    return report;
  }

  async #recognize(): Promise<FinalTranscript> {
    let final: FinalTranscript = { kind: 'final', text: '', language: '', words: [] };
    for await (const transcript of observe(this.#options.stages.recognizer, this.#audio, this.#scope)) {
      if (transcript.kind === 'final') {
        final = transcript;
        continue;
      }
      this.#onPartial(transcript);
    }
    const carried = await untilAborted(this.#options.carried, this.#scope.signal);
    const text = [carried, final.text].filter((part) => part !== '').join(' ');
    this.#transcript = text;
    this.#step({ kind: 'transcribed' });
    this.#options.emit({ type: 'transcript', turn: this.id, text, language: final.language });
    return { ...final, text };
  }

  #onPartial(partial: PartialTranscript): void {
    const { text, stable } = partial;
    // A pause is told by the recogniser even when it brings no new words.
    if (text !== this.#lastPartial) {
      this.#partials += 1;
      this.#options.emit({ type: 'partial', turn: this.id, text, stable });
    }
    this.#lastPartial = text;
    if (this.#state.phase === 'hearing') this.#speculation.consider(partial);
  }

  #draft(words: FinalTranscript): Draft {
    const { stages, emit } = this.#options;
    return new Draft({
      ...{ text: words.text, scope: this.#scope, ahead: soundAhead(stages) },
      reply: new ReplyText(this.id, emit, true),
      answer: (scope, reply) => answerWords(words, { stages, scope, reply }),
    });
  }

  /** The sound of the answer: the draft's, if there is one and its words still stand. */
  #answer(final: FinalTranscript): AsyncIterable<SpokenAudio> {
    const draft = this.#speculation.take(final);
    if (draft === undefined) return answerWords(final, this.#run());
    this.#draftUsed = true;
    this.#reply = draft.reply;
    return draft.commit();
  }

  #run(): AnswerRun {
    return { stages: this.#options.stages, scope: this.#scope, reply: this.#reply };
  }

  /** Holds the first sound until the turn before has fallen silent; the work ahead of it goes on meanwhile. */
  async *#withFloor(audio: AsyncIterable<SpokenAudio>): AsyncGenerator<SpokenAudio, void, undefined> {
    for await (const item of audio) {
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
    this.#watchdog.restart(deadlineMs(this.#state.phase, this.#options.limits, this.#audioMs));
  }

  #mark(name: string, atMs: number): void {
    if (!this.#marks.has(name)) this.#marks.set(name, atMs);
  }

  #report(): TurnReport {
    const { source } = this.#reply;
    const facts = { draftUsed: this.#draftUsed, cacheHit: source === 'cache' };
    return {
      turn: this.id,
      outcome: this.#state.outcome ?? { kind: 'done' },
      transcript: this.#transcript,
      reply: this.#reply.text,
      heard: this.#player.heardText(),
      ...(source === undefined ? {} : { source }),
      timings: turnTimings(this.#marks, this.#voiceEndMs, facts),
      audioMs: Math.round(this.#audioMs),
      partials: this.#partials,
      underruns: this.#player.underruns,
      marks: Object.fromEntries(this.#marks),
    };
  }
}
