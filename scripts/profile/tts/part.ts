/** The parts of `bench tts`: what each is given, and what it finds. */
import type { LoadedConfig } from '../../../src/config/load.js';
import type { EnsureOptions } from '../../../src/models/fetch-events.js';
import type { Row } from '../summary.js';
import type { VoicePlan } from './assistant-way.js';
import type { LoadName } from './gaps.js';
import type { Compare } from './peer.js';
import type { Voice } from './voice.js';

/** What can be measured, in the order in which it is. */
export const parts = ['sounds', 'snr', 'cache', 'intelligibility', 'gaps'] as const;
export type Part = (typeof parts)[number];

export interface TtsBenchOptions {
  readonly version: string;
  readonly config: LoadedConfig;
  readonly parts: readonly Part[];
  /** Replies of each length; sentences of all else. */
  readonly limit?: number | undefined;
  /** Sound played under each load. */
  readonly gapsSeconds: number;
  readonly loads?: readonly LoadName[] | undefined;
  readonly compare?: Compare | undefined;
  readonly fetch: EnsureOptions & { readonly signal: AbortSignal };
  /** One line about how it goes. */
  readonly onProgress: (line: string) => void;
}

/** The voice of this process, and how it and others are loaded. */
export interface Bench {
  readonly plan: VoicePlan;
  readonly voice: Voice;
}

/** What one part found. */
export interface Found {
  readonly rows: readonly Row[];
  readonly facts: Readonly<Record<string, unknown>>;
  readonly details: unknown;
}

/** At most `limit`, from all over the list. */
export function spread<T>(list: readonly T[], limit = Infinity): T[] {
  return list.filter(
    (_, i) =>
      limit >= list.length || Math.floor((i * limit) / list.length) !== Math.floor(((i - 1) * limit) / list.length),
  );
}
