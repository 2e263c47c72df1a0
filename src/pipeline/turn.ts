/** One turn: hears, understands, answers and speaks, and ends exactly once. */
import type { AudioFrame } from '../audio/frame.js';
import { TurnAborted, untilAborted, type AbortKind } from './abort.js';
import { observe } from './chain.js';
import { Channel } from './channel.js';
import { StageError } from './errors.js';
import type { FinalTranscript, ReplyDelta, ReplySource, SpokenAudio, UtteranceEvent } from './messages.js';
import { ReplyPlayer } from './player.js';
import { readAhead } from './read-ahead.js';
import { turnTimings, type TurnReport } from './report.js';
import type { Scope } from './stage.js';
import { deadlineMs, openTurn, stepTurn, type TurnEvent, type TurnState } from './turn-machine.js';
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
  readonly #marks = new Map<string, number>();
  readonly #player: ReplyPlayer;
  readonly #audio: Channel<UtteranceEvent>;
  #state: TurnState;
  #audioMs = 0;
  #voiceEndMs: number | undefined;
  #transcript = '';
  #partials = 0;
  #reply = '';
  #source: ReplySource | undefined;
  #superseded = false;
  readonly #watchdog = new Watchdog(() => {
    this.abort('timeout');
  });

  constructor(options: TurnOptions, phase: 'hearing' | 'thinking') {
    this.id = options.id;
    this.#options = options;
    this.answersUser = phase === 'hearing';
    this.#state = openTurn(phase);
    this.#audio = new Channel({ capacity: AUDIO_QUEUE, overflow: 'drop-oldest', signal: this.#controller.signal });
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
    this.#audio.offer({ kind: 'pause' });
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
    return this.#conclude(async (scope) => {
      const final = await this.#recognize(scope);
      if (this.#superseded) this.abort('superseded');
      if (final.text === '' || scope.signal.aborted) return;
      await this.#speak(observe(this.#options.stages.responder, once(final), scope), scope);
    });
  }

  /** Says a text that answers nobody. */
  async announce(text: string): Promise<TurnReport> {
    return this.#conclude(async (scope) => {
      await this.#speak(once<ReplyDelta>({ text, source: 'skill' }), scope);
    });
  }

  async #conclude(work: (scope: Scope) => Promise<void>): Promise<TurnReport> {
    const { clock } = this.#options;
    const probe = {
      mark: (name: string, atMs: number) => {
        this.#mark(name, atMs);
      },
      count: () => undefined,
    };
    this.#watch();
    try {
      await work({ id: this.id, signal: this.#controller.signal, clock, probe });
      this.#step({ kind: 'played' });
    } catch (error) {
      const stage = error instanceof StageError ? error.stage : 'turn';
      this.#step({ kind: 'fail', stage, message: error instanceof Error ? error.message : String(error) });
    } finally {
      this.#watchdog.stop();
      // Whatever still runs on behalf of this turn stops now.
      this.#controller.abort(new TurnAborted('shutdown'));
    }
    const report = this.#report();
    this.#options.emit({ type: 'turn', ...report });
    return report;
  }

  async #recognize(scope: Scope): Promise<FinalTranscript> {
    let final: FinalTranscript = { kind: 'final', text: '', language: '', words: [] };
    for await (const transcript of observe(this.#options.stages.recognizer, this.#audio, scope)) {
      if (transcript.kind === 'final') {
        final = transcript;
        continue;
      }
      this.#partials += 1;
      this.#options.emit({ type: 'partial', turn: this.id, text: transcript.text, stable: transcript.stable });
    }
    const carried = await untilAborted(this.#options.carried, scope.signal);
    const text = [carried, final.text].filter((part) => part !== '').join(' ');
    this.#transcript = text;
    this.#step({ kind: 'transcribed' });
    this.#options.emit({ type: 'transcript', turn: this.id, text, language: final.language });
    return { ...final, text };
  }

  async #speak(deltas: AsyncIterable<ReplyDelta>, scope: Scope): Promise<void> {
    const { splitter, synthesizer, ahead } = this.#options.stages;
    const sentences = observe(splitter, this.#tell(deltas), scope);
    const audio = observe(synthesizer, ahead > 0 ? readAhead(sentences, ahead, scope.signal) : sentences, scope);
    // Windows of a sentence are small: the queue holds the sentences that may lie ahead.
    const ready = ahead > 0 ? readAhead(audio, ahead * 8, scope.signal) : audio;
    await this.#player.play(this.#withFloor(ready, scope.signal), scope.signal);
  }

  /** Holds the first sound until the turn before has fallen silent; the work ahead of it goes on meanwhile. */
  async *#withFloor(
    audio: AsyncIterable<SpokenAudio>,
    signal: AbortSignal,
  ): AsyncGenerator<SpokenAudio, void, undefined> {
    for await (const item of audio) {
      await untilAborted(this.#options.floor, signal);
      this.#watch();
      yield item;
    }
  }

  /** Tells the world of the reply's text on its way to the splitter. */
  async *#tell(deltas: AsyncIterable<ReplyDelta>): AsyncGenerator<ReplyDelta, void, undefined> {
    for await (const delta of deltas) {
      this.#reply += delta.text;
      this.#source = delta.source;
      this.#watch();
      this.#options.emit({ type: 'reply.delta', turn: this.id, text: delta.text });
      yield delta;
    }
    if (this.#source !== undefined) {
      this.#options.emit({ type: 'reply', turn: this.id, text: this.#reply.trim(), source: this.#source });
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
    return {
      turn: this.id,
      outcome: this.#state.outcome ?? { kind: 'done' },
      transcript: this.#transcript,
      reply: this.#reply.trim(),
      heard: this.#player.heardText(),
      ...(this.#source === undefined ? {} : { source: this.#source }),
      timings: turnTimings(this.#marks, this.#voiceEndMs),
      audioMs: Math.round(this.#audioMs),
      partials: this.#partials,
      underruns: this.#player.underruns,
      marks: Object.fromEntries(this.#marks),
    };
  }
}

async function* once<T>(item: T): AsyncGenerator<T, void, undefined> {
  yield item;
}
