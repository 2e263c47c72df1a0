/** What an assistant shows to whoever watches it. */
import { availableParallelism } from 'node:os';
import type { Settings } from '../config/schema.js';
import type { LoadedConfig } from '../config/load.js';
import type { AdviceFacts } from '../metrics/advice.js';
import type { AlertLimits } from '../metrics/alerts.js';
import type { RecognizerEffort } from '../metrics/machine-record.js';
import { Watch } from '../metrics/watch.js';
import type { HostStats, InferenceHost } from '../models/host/contract.js';
import type { Clock } from '../pipeline/stage.js';
import type { ChosenModels } from './models.js';

export interface WatchedParts {
  readonly assistant: {
    readonly config: LoadedConfig;
    readonly models: ChosenModels;
    readonly clock: Clock;
    stats(): HostStats;
  };
  readonly host: InferenceHost;
}

/** The recogniser is busy for longer than this only when it hangs: its counts can wait. */
const EFFORT_MS = 2000;

export function createWatch({ assistant, host }: WatchedParts): Watch {
  return new Watch({
    clock: assistant.clock,
    inference: () => {
      const { pid, cores, rssBytes } = assistant.stats();
      return pid === undefined ? undefined : { cpu: cores, memoryBytes: rssBytes };
    },
    engines: () =>
      Object.fromEntries(
        Object.entries(assistant.stats().engines).map(([name, { state, calls, inputItems }]) => [
          name,
          { state, calls, waiting: inputItems },
        ]),
      ),
    restarts: () => assistant.stats().restarts,
    effort: () => askEffort(assistant.stats(), host),
    facts: () => adviceFacts(assistant.config, assistant.models),
    limits: () => limitsOf(assistant.config.settings),
  });
}

/** Only of an engine that is there: a look must not wake it. */
async function askEffort(stats: HostStats, host: InferenceHost): Promise<RecognizerEffort | undefined> {
  if (stats.engines['stt']?.state !== 'ready') return undefined;
  try {
    const options = { signal: AbortSignal.timeout(EFFORT_MS), isLook: true };
    for await (const effort of host.engine('stt').call('effort', {}, options)) return effort as RecognizerEffort;
  } catch {
    // An engine that is going, or that keeps no such counts.
  }
  return undefined;
}

function adviceFacts({ settings, preset }: LoadedConfig, models: ChosenModels): AdviceFacts {
  const { turn, stt, llm, inference } = settings;
  return {
    ...{ preset, cores: availableParallelism(), endpointMs: turn.endpoint_ms, idleMinutes: inference.idle_minutes },
    ...{ sttModel: models.get('stt')?.ref ?? 'no model', sttThreads: stt.optimization.num_workers },
    ...{ llmModel: models.get('llm')?.ref ?? 'no model', llmThreads: llm.threads },
    ttsEngine: [settings.tts.engine].flat()[0] ?? 'none',
  };
}

function limitsOf({ metrics: { alerts } }: Settings): AlertLimits {
  const limit = (value: number | 'off'): number | undefined => (value === 'off' ? undefined : value);
  return {
    totalMs: limit(alerts.total_ms),
    errorShare: limit(alerts.error_share),
    cpuShare: limit(alerts.cpu_share),
    memoryShare: limit(alerts.memory_share),
    queueGrowth: limit(alerts.queue_growth),
  };
}
