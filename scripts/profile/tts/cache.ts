/** The cache of spoken sentences: how soon a kept one is heard, and whether its memory stays below its bound. */
import { systemClock } from '../../../src/pipeline/clock.js';
import { keptOrMade } from '../../../src/stages/tts/kept-voice.js';
import { SpeechCache } from '../../../src/stages/tts/speech-cache.js';
import type { SynthesizeArgs, VoiceOutput } from '../../../src/stages/tts/voice-engine.js';
import { summarise, type Row } from '../summary.js';
import { benchScope } from './assistant-way.js';
import { sayToEngine, type Saying } from './saying.js';
import type { Voice } from './voice.js';

export interface CacheOptions {
  /** `tts.cache.size_mb`. */
  readonly sizeMb: number;
  readonly signal: AbortSignal;
}

export interface CacheResult {
  readonly misses: readonly Saying[];
  readonly hits: readonly Saying[];
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A sentence is kept when it may fill this part of the cache; so this many and more must push each other out. */
const TIGHT_SECONDS = 20;
const TTL_MS = 3_600_000;

/** Says each text twice into a roomy cache, then all of them into one that cannot hold them. */
export async function measureCache(
  voice: Voice,
  texts: readonly string[],
  options: CacheOptions,
): Promise<CacheResult> {
  const roomy = new SpeechCache(systemClock, { sizeBytes: options.sizeMb * 1e6, ttlMs: TTL_MS });
  const kept = keeping(voice, roomy, options.signal);
  const misses: Saying[] = [];
  const hits: Saying[] = [];
  for (const text of texts) {
    options.signal.throwIfAborted();
    misses.push(await sayToEngine(kept, text));
    hits.push(await sayToEngine(kept, text));
  }
  return {
    misses,
    hits,
    facts: { ...factsOf(roomy, options.sizeMb * 1e6), ...(await fillTight(voice, texts, options)) },
  };
}

async function fillTight(
  voice: Voice,
  texts: readonly string[],
  { signal }: CacheOptions,
): Promise<Readonly<Record<string, unknown>>> {
  const sizeBytes = TIGHT_SECONDS * voice.info.sampleRateHz * Float32Array.BYTES_PER_ELEMENT;
  const cache = new SpeechCache(systemClock, { sizeBytes, ttlMs: TTL_MS });
  const kept = keeping(voice, cache, signal);
  let mostBytes = 0;
  for (const text of texts) {
    signal.throwIfAborted();
    await sayToEngine(kept, text);
    mostBytes = Math.max(mostBytes, cache.stats.bytes);
  }
  return {
    'cache.tight.boundMb': sizeBytes / 1e6,
    'cache.tight.mostMb': mostBytes / 1e6,
    'cache.tight.evictions': cache.stats.evictions,
    'cache.tight.boundHeld': mostBytes <= sizeBytes,
  };
}

function factsOf(cache: SpeechCache, sizeBytes: number): Readonly<Record<string, unknown>> {
  const { hits, misses, entries, bytes } = cache.stats;
  return {
    ...{ 'cache.hits': hits, 'cache.misses': misses, 'cache.entries': entries },
    ...{ 'cache.boundMb': sizeBytes / 1e6, 'cache.mb': bytes / 1e6 },
  };
}

/** The voice behind the cache, as the speaking stage has it. */
function keeping(voice: Voice, cache: SpeechCache, signal: AbortSignal): Voice {
  const served = {};
  const how = {
    keeping: { cache, voice: voice.info.voice, serving: () => served },
    info: voice.info,
    scope: benchScope(signal),
  };
  return {
    ...voice,
    synthesize: (args: SynthesizeArgs): AsyncIterable<VoiceOutput> =>
      keptOrMade(args, () => voice.synthesize(args), how),
  };
}

export function cacheRows({ hits, misses }: CacheResult): Row[] {
  const firsts = (sayings: readonly Saying[]): number[] => sayings.flatMap(({ firstMs }) => firstMs ?? []);
  return [summarise('cache-hit', 'ms', firsts(hits)), summarise('cache-miss', 'ms', firsts(misses))].filter(
    (row) => row !== undefined,
  );
}
