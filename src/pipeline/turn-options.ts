/** What a turn is made of. */
import type { Speaker } from '../audio/speaker.js';
import type { Emit } from './events.js';
import type { FillerSource } from './filler.js';
import type { FinalTranscript, ReplyDelta, Sentence, SpokenAudio, Transcript, UtteranceEvent } from './messages.js';
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

export interface TurnOptions {
  readonly id: string;
  readonly stages: TurnStages;
  readonly limits: TurnLimits;
  readonly speaker: Speaker;
  readonly clock: Clock;
  readonly emit: Emit;
  /** Resolves when the reply may sound: the turn before has fallen silent. */
  readonly floor: Promise<unknown>;
  /** Begin an answer when the voice pauses. */
  readonly drafts: boolean;
  /** What is heard while the answer takes long; nothing unless told. */
  readonly filler?: FillerSource | undefined;
  /** Words of a turn that was cut off before it was answered; they belong to this one. */
  readonly carried: Promise<string>;
}
