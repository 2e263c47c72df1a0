/** What a session is made of, and what each of its turns takes from the settings. */
import type { AudioFrame } from '../audio/frame.js';
import type { RingBuffer } from '../audio/ring-buffer.js';
import type { Speaker } from '../audio/speaker.js';
import type { Attention } from './attention.js';
import type { Endpointing } from './endpointing.js';
import type { SessionEvent } from './events.js';
import type { FillerSource } from './filler.js';
import type { SpeechEvent } from './messages.js';
import type { TurnReport } from './report.js';
import type { Clock, Probe, Stage } from './stage.js';
import type { TurnLimits } from './turn-machine.js';
import type { SpeculationSetup, TurnStages } from './turn-options.js';
import type { EchoLikelihood } from './voice-track.js';
import type { WakeListener } from './wake.js';

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
  /** Whether the recogniser reports while it listens, at pauses at least. */
  readonly partials: boolean;
  /** Whether anybody is told of that; unless told otherwise, yes. */
  readonly showsPartials?: boolean;
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
  /** For what the detector costs; nobody is told unless told otherwise. */
  readonly probe?: Probe;
  /** Whether speech is meant for the assistant. */
  readonly attention: Attention;
  /** Listens for wake words. */
  readonly wake?: WakeListener;
  readonly echoLikelihood?: EchoLikelihood;
  /** Asked once for each turn. */
  readonly setup: () => TurnSetup;
  readonly onEvent: (event: SessionEvent) => void;
  /** Told when a turn is over: the history is written here, with what was heard. */
  readonly onTurn: (report: TurnReport) => void;
}
