/** What a turn is made of. */
import type { Speaker } from '../audio/speaker.js';
import type { Emit } from './events.js';
import type { FillerSource } from './filler.js';
import type {
  FinalTranscript,
  PartialTranscript,
  ReplyDelta,
  Sentence,
  SpokenAudio,
  Transcript,
  UtteranceEvent,
} from './messages.js';
import type { SpeculationOptions } from './speculation.js';
import type { Clock, Stage } from './stage.js';
import type { TurnLimits } from './turn-machine.js';

/** The stages of a turn. A turn keeps the set with which it began, whatever the settings become. */
export interface TurnStages {
  readonly recognizer: Stage<UtteranceEvent, Transcript>;
  readonly responder: Stage<FinalTranscript, ReplyDelta>;
  readonly splitter: Stage<ReplyDelta, Sentence>;
  readonly synthesizer: Stage<Sentence, SpokenAudio>;
  /** Sentences synthesised ahead of the one that plays; 0 runs the stages one after the other. */
  readonly ahead: number;
}

export type SpeculationSetup = Pick<SpeculationOptions, 'economy' | 'soundsComplete'>;

export interface TurnOptions {
  readonly id: string;
  readonly stages: TurnStages;
  readonly limits: TurnLimits;
  readonly speaker: Speaker;
  readonly clock: Clock;
  readonly emit: Emit;
  /** How much quieter a reply becomes at a user's first sound. */
  readonly duckDb: number;
  /** Resolves when the reply may sound: the turn before has fallen silent. */
  readonly floor: Promise<unknown>;
  /** Whether and when an answer is begun before the turn is taken. */
  readonly speculation: SpeculationSetup;
  /** What is heard while the answer takes long; nothing unless told. */
  readonly filler?: FillerSource | undefined;
  /** Whether anybody is told what was understood so far; unless told otherwise, yes. */
  readonly showsPartials?: boolean | undefined;
  /** What becomes of every transcript before anybody reads it. */
  readonly clean?: ((transcript: Transcript) => Transcript) | undefined;
  /** The recogniser has read on: told before the turn begins anything on these words; false when they are nobody's, … */
  readonly onHeard?: (partial: PartialTranscript) => boolean;
  /** … and after it has. */
  readonly onRead?: (partial: PartialTranscript) => void;
}
