/** A conversation: opens a turn when somebody speaks, tells it what the detector hears, and gives it sound. */
import type { AudioFrame } from '../audio/frame.js';
import type { RingBuffer } from '../audio/ring-buffer.js';
import type { Speaker } from '../audio/speaker.js';
import type { Endpointing } from './endpointing.js';
import type { Emit, SessionEvent } from './events.js';
import type { FillerSource } from './filler.js';
import { Floor, type OpenTurn } from './floor.js';
import { Listening } from './listening.js';
import type { SpeechEvent } from './messages.js';
import type { TurnReport } from './report.js';
import type { Clock, Stage } from './stage.js';
import { Turn } from './turn.js';
import type { TurnLimits } from './turn-machine.js';
import type { SpeculationSetup, TurnStages } from './turn-options.js';

/** What a turn takes from the settings at the moment it opens. */
export interface TurnSetup {
  readonly stages: TurnStages;
  readonly limits: TurnLimits;
  /** How the end of the turn is found. */
  readonly endpointing: Endpointing;
  /** Who goes on within this time of the turn's being taken has not finished. */
  readonly reopenMs: number;
  /** Audio kept before speech. */
  readonly preRollMs: number;
  readonly bargeIn: boolean;
  /** How much quieter a reply becomes at a user's first sound. */
  readonly duckDb: number;
  /** Whether the recogniser reports while it listens. */
  readonly partials: boolean;
  readonly speculation: SpeculationSetup;
  /** What is heard while the answer takes long; nothing unless told. */
  readonly filler?: FillerSource | undefined;
}

/** The part of the ring buffer that a session uses. */
export type Ring = Pick<RingBuffer, 'endSample' | 'oldestSample' | 'write' | 'writeSilence' | 'read'>;

export interface SessionOptions {
  readonly vad: Stage<AudioFrame, SpeechEvent>;
  readonly ring: Ring;
  /** Rate of the frames and of the ring. */
  readonly sampleRateHz: number;
  readonly speaker: Speaker;
  readonly clock: Clock;
  /** Asked once for each turn. */
  readonly setup: () => TurnSetup;
  readonly onEvent: (event: SessionEvent) => void;
  /** Told when a turn is over: the history is written here, with what was heard. */
  readonly onTurn: (report: TurnReport) => void;
}

/** Who hears what a turn understands, or what a turn says unasked. */
interface Purpose {
  readonly announcement?: string;
  readonly listening?: () => Listening;
}

export class Session {
  readonly #options: SessionOptions;
  readonly #emit: Emit;
  readonly #floor: Floor;
  #count = 0;
  /** The turn that the microphone belongs to. */
  #listening: Listening | undefined;
  /** The running voice has lasted long enough to be no click. */
  #isConfirmed = false;
  #streamEnd = { sample: 0, atMs: 0 };
  #over = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#emit = (news) => {
      // The union's members lose nothing but `atMs`, which is put back here.
      options.onEvent({ atMs: options.clock.now(), ...news });
    };
    this.#floor = new Floor(this.#emit);
  }

  /** Runs until the frames end or the signal fires; then waits for the last reply. */
  async run(frames: AsyncIterable<AudioFrame>, signal: AbortSignal): Promise<void> {
    const { vad, clock } = this.#options;
    const probe = { mark: () => undefined, count: () => undefined };
    const stop = (): void => {
      this.#floor.abortAll('shutdown');
    };
    signal.addEventListener('abort', stop, { once: true });
    this.#emit({ type: 'listening' });
    try {
      for await (const event of vad.run(frames, { id: 'session', signal, clock, probe })) this.#onSpeech(event);
      this.#listening?.end('the sound is over');
      this.#listening?.settle();
      await this.#floor.settled();
    } finally {
      signal.removeEventListener('abort', stop);
      this.#over = true;
      stop();
    }
  }

  /** True while somebody speaks or is answered. */
  get busy(): boolean {
    return this.#listening?.isHearing === true || this.#floor.busy;
  }

  /** Resolves when nobody is being answered any more. */
  settled(): Promise<void> {
    return this.#floor.settled();
  }

  /** Says something unasked (a timer rings) as soon as nobody else has the floor. Undefined when it is too late. */
  async announce(text: string): Promise<TurnReport | undefined> {
    while (this.busy) {
      await this.#floor.settled();
      await this.#options.clock.sleep(50, new AbortController().signal);
    }
    if (this.#over) return undefined;
    const open = this.#open(this.#options.setup(), { announcement: text });
    this.#floor.give(open);
    return open.ended;
  }

  #onSpeech(event: SpeechEvent): void {
    switch (event.kind) {
      case 'frame':
        this.#onFrame(event.frame);
        return;
      case 'speech-start':
        this.#isConfirmed = false;
        this.#onVoice(event.atSample);
        return;
      case 'speech-resume':
        this.#onVoice(event.atSample);
        return;
      case 'speech-confirmed':
        this.#isConfirmed = true;
        this.#current()?.confirmed();
        return;
      case 'speech-pause':
        this.#current()?.pause(event.atSample, this.#atMs(event.atSample));
        return;
      case 'speech-end':
        if (event.forced) this.#onForcedEnd();
        return;
      case 'misfire':
        this.#current()?.misfire();
        return;
    }
  }

  #onFrame(frame: AudioFrame): void {
    const { ring, clock } = this.#options;
    // What the microphone lost is silence in the ring, so that positions stay true.
    if (frame.startSample > ring.endSample) ring.writeSilence(frame.startSample - ring.endSample);
    ring.write(frame.samples);
    this.#streamEnd = { sample: frame.startSample + frame.samples.length, atMs: clock.now() };
    this.#current()?.frame(frame);
  }

  #onVoice(atSample: number): void {
    const current = this.#current();
    if (current !== undefined) {
      current.voice();
      return;
    }
    const setup = this.#options.setup();
    if (!setup.bargeIn && this.#floor.busy) return;
    this.#listening = this.#listen(setup, atSample);
    // The voice of a turn that was over early: this is no new one to the detector.
    if (this.#isConfirmed) this.#listening.confirmed();
  }

  /** The turn is longer than it may be; a voice that goes on is heard as one that comes back. */
  #onForcedEnd(): void {
    this.#listening?.end('it was longer than a turn may be');
  }

  #current(): Listening | undefined {
    if (this.#listening?.isOver === true) this.#listening = undefined;
    return this.#listening;
  }

  #listen(setup: TurnSetup, atSample: number): Listening {
    const { ring, sampleRateHz, clock } = this.#options;
    const preRoll = Math.round((setup.preRollMs / 1000) * sampleRateHz);
    const { samples, startSample } = ring.read(Math.max(ring.oldestSample, atSample - preRoll), ring.endSample);
    const open = this.#open(setup, { listening: () => listening });
    const listening = new Listening({
      ...{ open, setup, floor: this.#floor, ring, sampleRateHz, clock, startSample },
    });
    this.#emit({ type: 'speech.start', turn: open.turn.id });
    // The ring's view is overwritten in time: the turn gets a copy.
    open.turn.hear({ samples: samples.slice(), sampleRateHz, startSample });
    return listening;
  }

  #open(setup: TurnSetup, { announcement, listening }: Purpose): OpenTurn {
    this.#count += 1;
    const { clock, speaker } = this.#options;
    const { stages, limits, filler, speculation, duckDb } = setup;
    return this.#floor.open((floor) => {
      const turn = new Turn(
        {
          ...{ id: String(this.#count), stages, limits, speaker, clock, floor, filler, speculation, duckDb },
          emit: (news) => {
            this.#emit(news);
            if (news.type === 'transcript') listening?.().transcribed(news);
            if (news.type === 'turn') this.#options.onTurn(news);
          },
          onHeard: (partial) => listening?.().heard(partial),
          onRead: (partial) => listening?.().read(partial),
        },
        announcement === undefined ? 'hearing' : 'thinking',
      );
      return { turn, ended: announcement === undefined ? turn.run() : turn.announce(announcement) };
    });
  }

  /** When a sample of the stream was heard. */
  #atMs(sample: number): number {
    const { sampleRateHz } = this.#options;
    return this.#streamEnd.atMs - ((this.#streamEnd.sample - sample) / sampleRateHz) * 1000;
  }
}
