/** A watch without an assistant, for the tests of those who show it: what happens is told to it, event by event. */
import type { AdviceFacts } from '../../src/metrics/advice.js';
import type { AlertLimits } from '../../src/metrics/alerts.js';
import type { WatchedEngine } from '../../src/metrics/machine-record.js';
import { Watch } from '../../src/metrics/watch.js';
import type { MetricsSettings } from '../../src/config/metrics.js';
import { systemClock } from '../../src/pipeline/clock.js';
import type { SessionEvent } from '../../src/pipeline/events.js';
import { noSpeculation } from '../../src/pipeline/speculation.js';

export function metricsSettings(wanted: Partial<MetricsSettings> = {}): MetricsSettings {
  const off = {
    total_ms: 'off',
    error_share: 'off',
    cpu_share: 'off',
    memory_share: 'off',
    queue_growth: 'off',
  } as const;
  return {
    ...{ port: 0, host: '127.0.0.1', token_env: '', otlp_url: '', alerts: { ...off, webhook: '' } },
    ...wanted,
  };
}

const facts: AdviceFacts = {
  ...{ preset: 'balanced', cores: 2, endpointMs: 500, idleMinutes: 0, ttsEngine: 'piper' },
  ...{ sttModel: 'whisper-base', sttThreads: 1, llmModel: 'smollm2-135m-instruct', llmThreads: 1 },
};

/** The engines may be changed at any time, as in a host. */
export function makeWatch(
  engines: Record<string, WatchedEngine> = readyEngines(),
  limits: Partial<AlertLimits> = {},
): Watch {
  const none = { totalMs: undefined, errorShare: undefined, cpuShare: undefined, memoryShare: undefined };
  return new Watch({
    clock: systemClock,
    inference: () => ({ cpu: 0.5, memoryBytes: 4e8 }),
    engines: () => engines,
    restarts: () => 0,
    effort: () => Promise.resolve(undefined),
    facts: () => facts,
    limits: () => ({ ...none, queueGrowth: undefined, ...limits }),
  });
}

export function readyEngines(): Record<string, WatchedEngine> {
  const ready = { state: 'ready', calls: 0, waiting: 0 };
  return { stt: ready, llm: ready, tts: ready, turn: ready };
}

export interface Said {
  readonly turn: string;
  readonly transcript: string;
  readonly reply: string;
  /** From the end of the voice to the first sound. */
  readonly totalMs?: number;
  readonly outcome?: Extract<SessionEvent, { type: 'turn' }>['outcome'];
  /** The answer was begun before the turn was taken. */
  readonly isDraft?: boolean;
}

const END_MS = 10_000;

/** A turn that is over, two seconds of speech and as long a reply. */
export function turnOf({
  turn,
  transcript,
  reply,
  totalMs = 300,
  outcome = { kind: 'done' },
  isDraft = false,
}: Said): SessionEvent {
  const endpoint = END_MS + 0.6 * totalMs;
  const begun = isDraft ? END_MS + 0.2 * totalMs : endpoint + 0.1 * totalMs;
  const marks = {
    ...{
      'stt.first-in': END_MS - 2000,
      'stt.first-out': END_MS - 1500,
      'stt.final': endpoint + 0.05 * totalMs,
      endpoint,
    },
    ...{ 'nlp.first-in': begun, 'nlp.first-out': begun + 1, 'nlp.last-out': begun + 1 },
    ...{ 'response.first-in': begun + 1, 'response.first-out': begun + 2, 'response.last-out': begun + 40 },
    ...{ 'split.first-in': begun + 2, 'split.first-out': begun + 3, 'split.last-out': begun + 41 },
    ...{ 'tts.first-in': begun + 3, 'tts.first-out': begun + 0.2 * totalMs, 'tts.last-out': begun + totalMs },
    'first-sound': END_MS + totalMs,
  };
  return {
    ...{ type: 'turn', atMs: END_MS + totalMs + 2000, turn, transcript, reply, heard: reply, outcome, source: 'skill' },
    timings: {
      endpointMs: 0.6 * totalMs,
      sttFinalMs: 0.65 * totalMs,
      nlpMs: 1,
      voiceToVoiceMs: totalMs,
      draftUsed: isDraft,
      cacheHit: false,
    },
    ...{
      audioMs: 2000,
      partials: 3,
      underruns: 0,
      gapMs: 0,
      reopened: 0,
      speculation: noSpeculation,
      marks,
      counts: {},
    },
  };
}
