/** The sound that is kept, as the settings want it, and the texts whose sound is made ahead. */
import { join } from 'node:path';
import type { Settings } from '../config/schema.js';
import type { EngineSpec } from '../models/host/engine.js';
import { apologies } from '../stages/response/llm.js';
import type { Keeping } from '../stages/tts/kept-voice.js';
import { SoundFolder } from '../stages/tts/sound-folder.js';
import { SpeechCache } from '../stages/tts/speech-cache.js';
import type { Memory } from './stages.js';

type CacheSettings = Settings['tts']['cache'];

const bytesPerMegabyte = 1_000_000;

export interface SoundParts {
  readonly memory: Memory;
  readonly onFault: (error: Error) => void;
  /** What was kept so far, and under which settings. */
  readonly before?: { readonly settings: CacheSettings; readonly sounds: SpeechCache | undefined } | undefined;
}

/** The cache from before if its settings stay, else a new one; undefined when nothing is to be kept. */
export function chooseSounds(
  settings: CacheSettings,
  { memory, onFault, before }: SoundParts,
): SpeechCache | undefined {
  const { voice, clock } = memory;
  if (!settings.enabled || voice === undefined) return undefined;
  if (before?.sounds !== undefined && isSame(before.settings, settings)) return before.sounds;
  const bounds = { sizeBytes: settings.size_mb * bytesPerMegabyte, ttlMs: settings.ttl * 1000 };
  const folder = settings.disk
    ? new SoundFolder({ ...bounds, path: join(voice.folder, 'spoken'), onFault })
    : undefined;
  return new SpeechCache(clock, { ...bounds, folder });
}

/** How a voice uses the cache; undefined without a cache or without a voice. */
export function keepingFor(
  cache: SpeechCache | undefined,
  spec: EngineSpec | undefined,
  { voice }: Memory,
): Keeping | undefined {
  if (cache === undefined || spec === undefined || voice === undefined) return undefined;
  return { cache, voice: JSON.stringify(spec.options), serving: () => voice.serving(spec) };
}

/** Said at moments when nobody should wait for them, or so often that it pays. The likeliest come first. */
export function preparedTexts({ tts, turn }: Settings): readonly string[] {
  if (!tts.cache.enabled) return [];
  const fillers = turn.filler.kind === 'words' ? turn.filler.words : [];
  return [...new Set([...fillers, ...tts.cache.prepare, ...apologies])];
}

function isSame(a: CacheSettings, b: CacheSettings): boolean {
  return a.size_mb === b.size_mb && a.ttl === b.ttl && a.disk === b.disk;
}
