/** What an assistant is made of, and whom it tells. */
import type { LoadedConfig } from '../config/load.js';
import type { Settings } from '../config/schema.js';
import type { FetchEvent } from '../models/fetch-events.js';
import type { ModelStore } from '../models/store.js';
import type { SessionEvent } from '../pipeline/events.js';
import type { Clock } from '../pipeline/stage.js';
import type { AnySkill } from '../skills/skill.js';
import type { InferenceHost } from '../models/host/contract.js';
import type { OpenMemory } from './memory.js';
import { engineNames, type EngineName } from './models.js';
import type { Running } from './running.js';

export interface AssistantOptions {
  readonly config: LoadedConfig;
  readonly store: ModelStore;
  /** Engines to load, or which the settings in force ask for; all of them unless told. What is not loaded cannot be used. */
  readonly engines?: readonly EngineName[] | ((settings: Settings) => readonly EngineName[]);
  /** `lazily`: models are fetched and engines loaded when a question in writing first needs them. Default `at-start`. */
  readonly loads?: 'at-start' | 'lazily';
  /** Skills of the program's own: tried before all others. */
  readonly skills?: readonly AnySkill[];
  readonly clock?: Clock;
  /** Wall-clock time, for telling it and for alarms; the system's unless told. */
  readonly now?: () => Date;
  /** An engine begins to compute; what this returns is called when it rests. For clocks that leave out waiting. */
  readonly onWork?: () => () => void;
  /** A model that is missing is fetched: this tells how it goes. */
  readonly onFetch?: (event: FetchEvent) => void;
  /** One line about something that went otherwise than wished. */
  readonly onNotice?: (text: string) => void;
  readonly onEvent?: (event: SessionEvent) => void;
  /** What is said unasked while nobody listens: with it, alarms ring here from the start. */
  readonly onAnnounce?: (text: string) => void;
}

/** What an assistant is put together from. */
export interface AssistantParts {
  readonly options: AssistantOptions;
  readonly host: InferenceHost;
  readonly memory: OpenMemory;
  readonly running: Running;
  /** With `loads: 'lazily'`: makes the engines ready, and completes the assistant. */
  readonly load?: ((signal: AbortSignal) => Promise<unknown>) | undefined;
}

export interface ListenOptions {
  /** The frames come from a microphone that hears the speaker, and nobody else takes that out. Default false. */
  readonly hearsSpeaker?: boolean;
  /**
   * Who speaks: each name has a conversation, an attention and pauses apart from all others. Without a name it is
   * whoever speaks to the microphone; keys and a spoken "mute" are for that one.
   */
  readonly speaker?: string;
  /** Told of this conversation in place of the assistant's `onEvent`: turns of different speakers have equal ids. */
  readonly onEvent?: (event: SessionEvent) => void;
}

export interface AskOptions {
  /** Each speaker has a conversation apart from all others; without a name it is that of the microphone. */
  readonly speaker?: string;
  /** Of the text, ISO 639-1; `en` unless told. */
  readonly language?: string;
}

/** The engines to load under these settings. */
export function enginesFor({ engines = engineNames }: AssistantOptions, settings: Settings): readonly EngineName[] {
  return typeof engines === 'function' ? engines(settings) : engines;
}
