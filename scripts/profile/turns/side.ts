/** One assistant under measurement: loaded once, told of everything it says, and asked one scene at a time. */
import { createAssistant } from '../../../src/assistant.js';
import type { Assistant } from '../../../src/assistant/assistant.js';
import type { EngineName } from '../../../src/assistant/models.js';
import type { LoadedConfig } from '../../../src/config/load.js';
import type { FetchEvent } from '../../../src/models/fetch-events.js';
import type { ModelStore } from '../../../src/models/store.js';
import type { SessionEvent } from '../../../src/pipeline/events.js';
import type { SkippingClock } from './skipping-clock.js';
import { forgetful } from '../forgetful.js';

export interface SideOptions {
  /** As it is called in rows and facts; empty for the one that the others are compared with. */
  readonly name: string;
  readonly config: LoadedConfig;
  /** All of them unless told. */
  readonly engines?: readonly EngineName[];
}

export interface SideParts {
  /** Real time unless told. */
  readonly time?: SkippingClock | undefined;
  readonly store: ModelStore;
  readonly signal: AbortSignal;
  readonly onFetch: (event: FetchEvent) => void;
  readonly onNotice: (text: string) => void;
}

export interface Side {
  readonly name: string;
  readonly assistant: Assistant;
  /** From now on events go to this list. */
  record(events: SessionEvent[]): void;
}

/** Throws what `createAssistant` throws. */
export async function openSide({ name, config, engines }: SideOptions, parts: SideParts): Promise<Side> {
  let sink: SessionEvent[] = [];
  const { store, onFetch, onNotice, time } = parts;
  const assistant = await createAssistant(
    {
      ...{ config: forgetful(config), store, onFetch, onNotice },
      ...(engines === undefined ? {} : { engines }),
      ...(time === undefined ? {} : { clock: time, onWork: () => time.work() }),
      onEvent: (event) => {
        sink.push(event);
      },
    },
    parts.signal,
  );
  return {
    ...{ name, assistant },
    record: (events) => {
      sink = events;
    },
  };
}
