/** A conversation: opens a turn when somebody speaks, ends it at the endpoint, and settles who has the floor. */
import type { AudioFrame } from '../audio/frame.js';
import type { RingBuffer } from '../audio/ring-buffer.js';
import type { Speaker } from '../audio/speaker.js';
import type { Emit, SessionEvent } from './events.js';
import type { FillerSource } from './filler.js';
import { Floor, type OpenTurn } from './floor.js';
import type { SpeechEvent } from './messages.js';
import type { TurnReport } from './report.js';
import type { Clock, Stage } from './stage.js';
import { Turn } from './turn.js';
import type { TurnLimits } from './turn-machine.js';
import type { TurnStages } from './turn-options.js';
import { voiceEnd } from './voice-end.js';

/** What a turn takes from the settings at the moment it opens. */
export interface TurnSetup {
  readonly stages: TurnStages;
  readonly limits: TurnLimits;
  /** Silence after the last speech until the turn is the assistant's. */
  readonly endpointMs: number;
  /** Audio kept before speech. */
  readonly preRollMs: number;
  readonly bargeIn: boolean;
  /** Begin an answer when the voice pauses. */
  readonly drafts: boolean;
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

export class Session {
  readonly #options: SessionOptions;
  readonly #emit: Emit;
  readonly #floor: Floor;
  #count = 0;
  /** The turn that listens to the user, and the settings it opened with. */
  #hearing: { readonly open: OpenTurn; readonly setup: TurnSetup; readonly startSample: number } | undefined;
  /** Where the voice was last heard, once the detector calls it over; and the value before the latest burst. */
  #lastSpeechSample: number | undefined;
  #earlierSpeechSample: number | undefined;
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
      this.#endpoint();
      await this.#floor.settled();
    } finally {
      signal.removeEventListener('abort', stop);
      this.#over = true;
      stop();
    }
  }

  /** True while somebody speaks or is answered. */
  get busy(): boolean {
    return this.#hearing !== undefined || this.#floor.busy;
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
    const open = this.#open(this.#options.setup(), 'thinking', (turn) => turn.announce(text));
    this.#floor.give(open);
    return open.ended;
  }

  #onSpeech(event: SpeechEvent): void {
    switch (event.kind) {
      case 'frame':
        this.#onFrame(event.frame);
        return;
      case 'speech-start':
        this.#onStart(event.atSample);
        return;
      case 'speech-confirmed':
        if (this.#hearing !== undefined) this.#floor.confirm(this.#hearing.open);
        return;
      case 'speech-pause':
        this.#hearing?.open.turn.hearPause();
        return;
      case 'speech-resume':
        this.#hearing?.open.turn.hearResume();
        return;
      case 'speech-end':
        this.#lastSpeechSample = event.lastSpeechSample;
        if (event.forced) this.#endpoint();
        return;
      case 'misfire':
        this.#onMisfire();
        return;
    }
  }

  #onFrame(frame: AudioFrame): void {
    const { ring } = this.#options;
    // What the microphone lost is silence in the ring, so that positions stay true.
    if (frame.startSample > ring.endSample) ring.writeSilence(frame.startSample - ring.endSample);
    ring.write(frame.samples);
    this.#streamEnd = { sample: frame.startSample + frame.samples.length, atMs: this.#options.clock.now() };
    if (this.#hearing === undefined) return;
    this.#hearing.open.turn.hear(frame);
    if (this.#hearing.open.turn.phase === 'ended') this.#hearing = undefined;
    else if (this.#lastSpeechSample !== undefined) {
      const silence = this.#streamEnd.sample - this.#lastSpeechSample;
      if (this.#toMs(silence) >= this.#hearing.setup.endpointMs) this.#endpoint();
    }
  }

  #onStart(atSample: number): void {
    this.#earlierSpeechSample = this.#lastSpeechSample;
    this.#lastSpeechSample = undefined;
    this.#hearing?.open.turn.hearResume();
    if (this.#hearing !== undefined) return;
    const setup = this.#options.setup();
    if (!setup.bargeIn && this.#floor.busy) return;
    const { ring, sampleRateHz } = this.#options;
    const preRoll = Math.round((setup.preRollMs / 1000) * sampleRateHz);
    const { samples, startSample } = ring.read(Math.max(ring.oldestSample, atSample - preRoll), ring.endSample);
    const open = this.#open(setup, 'hearing', (turn) => turn.run());
    this.#hearing = { open, setup, startSample };
    this.#emit({ type: 'speech.start', turn: open.turn.id });
    // The ring's view is overwritten in time: the turn gets a copy.
    open.turn.hear({ samples: samples.slice(), sampleRateHz, startSample });
  }

  #onMisfire(): void {
    if (this.#hearing === undefined) return;
    // A click after real words is not the end of them.
    if (this.#hearing.open.confirmed) this.#lastSpeechSample = this.#earlierSpeechSample;
    else {
      this.#hearing.open.turn.abort('misfire');
      this.#hearing = undefined;
    }
  }

  #endpoint(): void {
    if (this.#hearing === undefined) return;
    const { open, startSample } = this.#hearing;
    const end = this.#lastSpeechSample ?? this.#streamEnd.sample;
    const heard = this.#options.ring.read(startSample, end);
    const lastVoiced = heard.startSample + voiceEnd(heard.samples, this.#options.sampleRateHz);
    this.#hearing = undefined;
    this.#lastSpeechSample = undefined;
    this.#floor.give(open);
    open.turn.endpoint(this.#streamEnd.atMs - this.#toMs(this.#streamEnd.sample - lastVoiced));
  }

  #open(setup: TurnSetup, phase: 'hearing' | 'thinking', work: (turn: Turn) => Promise<TurnReport>): OpenTurn {
    this.#count += 1;
    const { clock, speaker } = this.#options;
    return this.#floor.open((floor, carried) => {
      const turn = new Turn(
        {
          ...{ id: String(this.#count), stages: setup.stages, limits: setup.limits, speaker, clock, floor, carried },
          ...{ drafts: setup.drafts, filler: setup.filler },
          emit: (news) => {
            this.#emit(news);
            if (news.type === 'partial' || news.type === 'transcript') this.#floor.judge(turn, news.text);
            if (news.type === 'turn') this.#options.onTurn(news);
          },
        },
        phase,
      );
      return { turn, ended: work(turn) };
    });
  }

  #toMs(samples: number): number {
    return (samples / this.#options.sampleRateHz) * 1000;
  }
}
