/** What the profile of a mode is told. */
import type { LoadedConfig } from '../../../src/config/load.js';
import type { FetchEvent } from '../../../src/models/fetch-events.js';
import type { ModelStore } from '../../../src/models/store.js';

export interface ModeProfileOptions {
  /** In that mode and its preset. */
  readonly config: LoadedConfig;
  readonly version: string;
  /** Recordings, WAV; all of them are said `rounds` times. */
  readonly paths: readonly string[];
  readonly rounds: number;
  readonly fetching: { readonly store: ModelStore; readonly onEvent: (event: FetchEvent) => void };
  readonly signal: AbortSignal;
  readonly onProgress: (line: string) => void;
}
