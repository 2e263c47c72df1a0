/** A conversation: opens a turn when somebody speaks to it, tells it what the detector hears, and gives it sound. */
import type { AudioFrame } from '../audio/frame.js';
import type { AttentionEvent, AttentionState } from './attention.js';
import type { Emit } from './events.js';
import { Floor } from './floor.js';
import { Listening } from './listening.js';
import type { SpeechEvent } from './messages.js';
import type { TurnReport } from './report.js';
import type { SessionOptions, TurnSetup } from './session-options.js';
import { timed } from './timed.js';
import { TurnMaker } from './turn-maker.js';
import { VoiceTrack } from './voice-track.js';
import { stripTranscript } from './wake-phrase.js';

/** What a person may press. */
export type KeyEvent = Extract<
  AttentionEvent['kind'],
  `key-${string}` | 'mute-toggle' | 'sleep-toggle' | 'mute' | 'unmute' | 'sleep' | 'wake-up'
>;

export class Session {
  readonly #options: SessionOptions;
  readonly #emit: Emit;
  readonly #floor: Floor;
  readonly #turns: TurnMaker;
  /** The turn that the microphone belongs to. */
  #listening: Listening | undefined;
  readonly #voice: VoiceTrack;
  #streamEnd = { sample: 0, atMs: 0 };
  /** Up to here the sound belongs to turns that were taken. */
  #takenSample = 0;
  /** What was last told of the attention. */
  #shown: AttentionState;
  #over = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#emit = (news) => {
      // The union's members lose nothing but `atMs`, which is put back here.
      options.onEvent({ atMs: options.clock.now(), ...news });
    };
    this.#floor = new Floor(this.#emit, options.clock);
    this.#turns = new TurnMaker({
      ...{ floor: this.#floor, speaker: options.speaker, clock: options.clock, emit: this.#emit },
      onOpen: () => {
        this.attend({ kind: 'turn-opened', atSample: options.ring.endSample });
      },
      onTaken: () => {
        this.attend({ kind: 'endpoint', atSample: options.ring.endSample });
      },
      onTurn: (report) => {
        this.attend({ kind: 'turn-ended', atSample: options.ring.endSample, answered: report.heard !== '' });
        options.onTurn(report);
      },
    });
    this.#voice = new VoiceTrack(options.echoLikelihood);
    this.#shown = options.attention.stateAt(0);
  }

  /** Runs until the frames end or the signal fires; then waits for the last reply. */
  async run(frames: AsyncIterable<AudioFrame>, signal: AbortSignal): Promise<void> {
    const { vad, clock, probe = { mark: () => undefined, count: () => undefined } } = this.#options;
    const stop = (): void => {
      this.#over = true;
      this.#floor.abortAll('shutdown');
    };
    signal.addEventListener('abort', stop, { once: true });
    this.#emit({ type: 'listening' });
    try {
      for await (const event of timed(vad).run(frames, { id: 'session', signal, clock, probe })) this.#onSpeech(event);
      this.#current()?.end('the sound is over');
      this.#listening?.settle();
      await this.#floor.settled();
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
    }
  }

  /** True while somebody speaks or is answered. */
  get busy(): boolean {
    const last = this.#listening;
    return last?.isHearing === true || last?.unheard !== undefined || this.#floor.busy;
  }

  /** Resolves when nobody is being answered any more. */
  settled(): Promise<void> {
    return this.#floor.settled();
  }

  /** Says something unasked (a timer rings) as soon as nobody else has the floor. Undefined when it is too late. */
  async announce(text: string): Promise<TurnReport | undefined> {
    while (this.busy && !this.#over) {
      await this.#floor.settled();
      await this.#options.clock.sleep(50, new AbortController().signal);
    }
    if (this.#over) return undefined;
    const open = this.#turns.announce(this.#options.setup(), text);
    this.#floor.give(open);
    return open.ended;
  }

  /** A wake word was heard, a key was pressed: turns open and end by it. */
  attend(event: AttentionEvent): void {
    const { attention, ring } = this.#options;
    switch (attention.step(event)) {
      case 'open':
        this.#onCalled(event.kind === 'wake' ? event.hit.word : undefined);
        break;
      case 'end':
        this.#current()?.end('you let go of the key');
        break;
      case 'drop':
        this.#current()?.drop();
        break;
      case 'none':
    }
    if (event.kind === 'wake') this.#emit({ type: 'wake', word: event.hit.word, score: event.hit.score });
    this.#show(attention.stateAt(ring.endSample));
  }

  /** A key was pressed just now. */
  attendNow(kind: KeyEvent): void {
    this.attend({ kind, atSample: this.#options.ring.endSample });
  }

  #show(state: AttentionState): void {
    if (state !== this.#shown) this.#emit({ type: 'attention', state });
    this.#shown = state;
  }

  #onSpeech(event: SpeechEvent): void {
    this.#voice.step(event);
    switch (event.kind) {
      case 'frame':
        this.#onFrame(event);
        return;
      case 'speech-start':
      case 'speech-resume':
        this.#onVoice(event.atSample);
        return;
      case 'speech-confirmed':
        this.#current()?.confirmed();
        return;
      case 'speech-pause':
        this.#current()?.pause(event.atSample, this.#atMs(event.atSample));
        return;
      case 'speech-end':
        // A voice that goes on is heard as one that comes back.
        if (event.forced) this.#current()?.end('it was longer than a turn may be');
        return;
      case 'misfire':
        this.#current()?.misfire();
    }
  }

  #onFrame({ frame, speechProbability }: Extract<SpeechEvent, { kind: 'frame' }>): void {
    const { ring, clock, attention, wake } = this.#options;
    // What the microphone lost is silence in the ring and to the turn, so that positions stay true.
    if (frame.startSample > ring.endSample) this.#onGap(frame);
    // Asked before the ring has the frame: a turn that opens now would hear it twice.
    const current = this.#current();
    ring.write(frame.samples);
    this.#streamEnd = { sample: frame.startSample + frame.samples.length, atMs: clock.now() };
    current?.frame(frame);
    if (this.#voice.comesForward(ring.endSample)) this.#onVoice(this.#voice.from ?? ring.endSample);
    wake?.hear(frame, speechProbability, attention.wantsWord(ring.endSample));
    this.#show(attention.stateAt(ring.endSample));
  }

  #onGap({ startSample, sampleRateHz }: AudioFrame): void {
    const { ring } = this.#options;
    const current = this.#current();
    const from = ring.endSample;
    ring.writeSilence(startSample - from);
    // Nobody listens for longer than the ring holds.
    const lost = ring.read(Math.max(from, ring.oldestSample), ring.endSample);
    current?.open.turn.hear({ samples: lost.samples.slice(), sampleRateHz, startSample: lost.startSample });
  }

  #onVoice(atSample: number): void {
    const current = this.#current();
    if (current?.isHearing !== true && this.#voice.isEcho(this.#options.ring.endSample)) return;
    if (current !== undefined) current.voice(atSample);
    else if (this.#options.attention.mayOpen(atSample) === 'open') this.#begin(atSample);
  }

  /** By a word or a key, whether or not there is a voice at this moment. */
  #onCalled(word: string | undefined): void {
    const current = this.#current();
    if (current?.isHearing === true) return;
    current?.settle();
    const { from, pausedAt } = this.#voice;
    const listening = this.#begin(from, word);
    listening?.confirmed();
    // What was said before a key was pressed is no part of the turn, nor is the silence behind it.
    const silentFrom = from === undefined ? this.#streamEnd.sample : pausedAt;
    if (word !== undefined && silentFrom !== undefined) listening?.pause(silentFrom, this.#atMs(silentFrom));
  }

  /** Undefined where a reply may not be spoken over. */
  #begin(voiceFrom: number | undefined, word?: string): Listening | undefined {
    const setup = this.#options.setup();
    if (!setup.bargeIn && this.#floor.busy) return undefined;
    const listening = this.#listen(setup, voiceFrom, word);
    this.#listening = listening;
    // The voice of a turn that was over early: this is no new one to the detector.
    if (this.#voice.isConfirmed) listening.confirmed();
    return listening;
  }

  #current(): Listening | undefined {
    const last = this.#listening;
    if (last?.isOver !== true) return last;
    this.#listening = undefined;
    this.#takenSample = last.takenSample;
    const { unheard } = last;
    if (unheard === undefined || this.#over) return undefined;
    // Somebody spoke when the turn was over of itself, and nobody has made anything of it yet. A misfire would have.
    const next = this.#begin(unheard.from);
    if (this.#voice.from === undefined) next?.confirmed();
    if (unheard.pausedAt !== undefined) next?.pause(unheard.pausedAt, this.#atMs(unheard.pausedAt));
    return next;
  }

  #listen(setup: TurnSetup, voiceFrom: number | undefined, word: string | undefined): Listening {
    const { ring, sampleRateHz, clock, attention } = this.#options;
    const preRoll = Math.round((setup.preRollMs / 1000) * sampleRateHz);
    const from = Math.max(ring.oldestSample, attention.turnStart(voiceFrom, preRoll), this.#takenSample);
    const { samples, startSample } = ring.read(Math.min(from, ring.endSample), ring.endSample);
    const open = this.#turns.ask(setup, {
      listening: () => listening,
      clean: word === undefined ? undefined : (transcript) => stripTranscript(transcript, [word]),
    });
    const listening = new Listening({
      ...{ open, setup, floor: this.#floor, ring, sampleRateHz, clock, startSample },
      isHeld: () => attention.held,
    });
    this.#emit({ type: 'speech.start', turn: open.turn.id });
    // The ring's view is overwritten in time: the turn gets a copy.
    open.turn.hear({ samples: samples.slice(), sampleRateHz, startSample });
    return listening;
  }

  /** When a sample of the stream was heard. */
  #atMs(sample: number): number {
    const { sampleRateHz } = this.#options;
    return this.#streamEnd.atMs - ((this.#streamEnd.sample - sample) / sampleRateHz) * 1000;
  }
}
