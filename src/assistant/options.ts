/** What an assistant is made of, and whom it tells. */
import type { LoadedConfig } from '../config/load.js';
import type { FetchEvent } from '../models/fetch-events.js';
import type { ModelStore } from '../models/store.js';
import type { SessionEvent } from '../pipeline/events.js';
import type { Clock } from '../pipeline/stage.js';
import type { EngineName } from './models.js';

export interface AssistantOptions {
  readonly config: LoadedConfig;
  readonly store: ModelStore;
  /** Engines to load; all of them unless told. What is not loaded cannot be used. */
  readonly engines?: readonly EngineName[];
  readonly clock?: Clock;
  /** An engine begins to compute; what this returns is called when it rests. For clocks that leave out waiting. */
  readonly onWork?: () => () => void;
  /** A model that is missing is fetched: this tells how it goes. */
  readonly onFetch?: (event: FetchEvent) => void;
  /** One line about something that went otherwise than wished. */
  readonly onNotice?: (text: string) => void;
  readonly onEvent?: (event: SessionEvent) => void;
}
