/** The composition root: settings → models → engines → stages → session. The only file that knows everybody. */
import type { AudioFrame } from './audio/frame.js';
import { RingBuffer } from './audio/ring-buffer.js';
import type { Speaker } from './audio/speaker.js';
import { gatherChunks } from './assistant/chunks.js';
import { engineNames, engineSpecs, isSameSpec, type EngineName } from './assistant/engines.js';
import { chooseModels, type ChosenModels } from './assistant/models.js';
import { chooseProviders } from './assistant/providers.js';
import { buildStages, turnSetup, type AssistantStages } from './assistant/stages.js';
import type { LoadedConfig } from './config/load.js';
import type { Settings } from './config/schema.js';
import type { FetchEvent } from './models/fetch-events.js';
import type { HostEvent, InferenceHost } from './models/host/contract.js';
import type { EngineSpec } from './models/host/engine.js';
import { createInferenceHost } from './models/host/host.js';
import type { ModelStore } from './models/store.js';
import { systemClock } from './pipeline/clock.js';
import type { SessionEvent } from './pipeline/events.js';
import { Session } from './pipeline/session.js';
import type { Clock, Stage } from './pipeline/stage.js';
import type { SpeechEvent } from './pipeline/messages.js';
import { Conversation } from './stages/response/conversation.js';
import { describeRing } from './stages/response/skills/timers.js';
import { Timers } from './stages/response/timers.js';
import { createSileroStage, type VadSettings } from './stages/vad/silero.js';

export interface AssistantOptions {
  readonly config: LoadedConfig;
  readonly store: ModelStore;
  readonly clock?: Clock;
  /** A model that is missing is fetched: this tells how it goes. */
  readonly onFetch?: (event: FetchEvent) => void;
  /** One line about something that went otherwise than wished. */
  readonly onNotice?: (text: string) => void;
  readonly onEvent?: (event: SessionEvent) => void;
}

const RATE_HZ = 16_000;

/** Everything that follows from one set of settings. */
interface Running {
  readonly config: LoadedConfig;
  readonly models: ChosenModels;
  readonly specs: Readonly<Record<EngineName, EngineSpec>>;
  readonly stages: AssistantStages;
  readonly vad: VadSettings;
}

/** A loaded assistant. It listens to any stream of frames and plays on any speaker. */
export class Assistant {
  readonly #options: AssistantOptions;
  readonly #host: InferenceHost;
  readonly #vad: Stage<AudioFrame, SpeechEvent>;
  readonly #memory: { readonly conversation: Conversation; readonly timers: Timers; readonly clock: Clock };
  #running: Running;
  #session: Session | undefined;
  #switching: Promise<void> = Promise.resolve();

  private constructor(parts: {
    options: AssistantOptions;
    host: InferenceHost;
    memory: Assistant['#memory'];
    running: Running;
  }) {
    this.#options = parts.options;
    this.#host = parts.host;
    this.#memory = parts.memory;
    this.#running = parts.running;
    this.#vad = createSileroStage(() => this.#running.vad);
  }
}
