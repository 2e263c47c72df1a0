/** Alerts in words: what is wrong, and the setting that helps. */
import type { AlertChange } from './alert-rules.js';

/** Of the settings in force, what advice looks at. */
export interface AdviceFacts {
  readonly preset: string;
  readonly cores: number;
  readonly endpointMs: number;
  readonly sttModel: string;
  readonly sttThreads: number;
  readonly llmModel: string;
  readonly llmThreads: number;
  /** Of what speaks: `piper`, `kokoro` … */
  readonly ttsEngine: string;
  readonly idleMinutes: number;
}

export interface AdviceContext extends AdviceFacts {
  /** Mean of each part of the last turns, in ms. */
  readonly stages: ReadonlyMap<string, number>;
  /** The one that grows most. */
  readonly queue: string | undefined;
}

export function advise({ name, kind, value, limit }: AlertChange, context: AdviceContext): string {
  if (kind === 'cleared') return `${WELL[name]} again`;
  switch (name) {
    case 'latency':
      return `replies come ${Math.round(value)} ms after you have finished (alert above ${limit}): ${adviseStage(context)}`;
    case 'errors':
      return `${percent(value)} of the last turns failed (alert above ${percent(limit)}): parley doctor says what is missing`;
    case 'cpu':
      return `${percent(value)} of the processor is in use (alert above ${percent(limit)}): ${adviseCpu(context)}`;
    case 'memory':
      return `${percent(value)} of the memory is in use (alert above ${percent(limit)}): ${adviseMemory(context)}`;
    case 'queue':
      return `more and more waits for ${context.queue ?? 'the models'}: this machine is slower than what comes in; ${adviseCpu(context)}`;
  }
}

const WELL: Readonly<Record<AlertChange['name'], string>> = {
  latency: 'replies are quick',
  errors: 'turns succeed',
  cpu: 'the processor has room',
  memory: 'memory has room',
  queue: 'nothing piles up',
};

/** About the part of a turn that takes longest. */
function adviseStage({ stages, ...facts }: AdviceContext): string {
  const [stage, ms] = [...stages].sort(([, a], [, b]) => b - a)[0] ?? ['', 0];
  const most = `most of it, ${Math.round(ms)} ms, is`;
  switch (stage) {
    case 'endpoint':
      return `${most} the wait for your end; turn.eagerness: high or a lower turn.endpoint_ms than ${facts.endpointMs} shortens it`;
    case 'stt':
      return `${most} recognition with ${facts.sttModel}; stt.model: whisper-tiny.en or preset low-latency is quicker`;
    case 'response':
      return `${most} the language model ${facts.llmModel}; a smaller llm.model answers sooner`;
    case 'tts':
      return facts.ttsEngine === 'kokoro'
        ? `${most} the voice; tts.engine: piper speaks sooner than kokoro`
        : `${most} the voice ${facts.ttsEngine}; parley bench tts says what it should take here`;
    default:
      return 'parley profile shows where it goes';
  }
}

function adviseCpu({ llmThreads, sttThreads, cores, preset }: AdviceContext): string {
  if (llmThreads > 1 && llmThreads >= cores) return `the language model holds all ${cores} cores; set llm.threads to 1`;
  if (sttThreads > cores) return `set stt.optimization.num_workers to ${cores}, as many as there are cores`;
  if (preset !== 'low-latency') return 'preset low-latency needs less of it';
  return 'another program may hold it; stt.partial_results: false needs less';
}

function adviseMemory({ idleMinutes }: AdviceContext): string {
  return idleMinutes === 0
    ? 'inference.idle_minutes: 10 gives back what nobody uses, inference.memory_mb limits all models together'
    : 'a lower inference.memory_mb, or smaller models, leave more room';
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}
