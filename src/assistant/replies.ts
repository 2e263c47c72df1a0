/** The kept replies, as the settings want them. */
import type { Settings } from '../config/schema.js';
import type { Clock } from '../pipeline/stage.js';
import { ReplyCache, ReplyFile } from '../stages/response/cache.js';
import { repliesFile } from './data-folder.js';

type CacheSettings = Settings['response_generation']['cache'];

const bytesPerMegabyte = 1_000_000;

export interface ReplyParts {
  readonly clock: Clock;
  readonly onFault: (error: Error) => void;
  /** What was kept so far, and under which settings. */
  readonly before?: { readonly settings: CacheSettings; readonly replies: ReplyCache } | undefined;
}

/** The cache from before if its settings stay, else a new one. */
export function chooseReplies(settings: CacheSettings, { clock, onFault, before }: ReplyParts): ReplyCache {
  if (before !== undefined && isSame(before.settings, settings)) return before.replies;
  const sizeBytes = settings.size_mb * bytesPerMegabyte;
  const path = repliesFile();
  const file = settings.enabled && settings.disk ? new ReplyFile({ path, sizeBytes, clock, onFault }) : undefined;
  return new ReplyCache(clock, { size: settings.size, ttlMs: settings.ttl * 1000, sizeBytes, file });
}

function isSame(a: CacheSettings, b: CacheSettings): boolean {
  const keys = ['enabled', 'size', 'size_mb', 'ttl', 'disk'] as const;
  return keys.every((key) => a[key] === b[key]);
}
