/** The assistant's own way from a reply to sound: its plan, its stages, and what is ahead of what. */
import { makePlan, realise, type Plan } from '../../../src/assistant/running.js';
import type { EngineName } from '../../../src/assistant/models.js';
import { createControls } from '../../../src/assistant/controls.js';
import { openMemory } from '../../../src/assistant/memory.js';
import { turnSetup } from '../../../src/assistant/stages.js';
import type { LoadedConfig } from '../../../src/config/load.js';
import type { InferenceHost } from '../../../src/models/host/contract.js';
import type { EngineSpec } from '../../../src/models/host/engine.js';
import type { ModelStore } from '../../../src/models/store.js';
import type { EnsureOptions } from '../../../src/models/fetch-events.js';
import { speakText } from '../../../src/pipeline/answer.js';
import { systemClock } from '../../../src/pipeline/clock.js';
import type { ReplyDelta, SpokenAudio } from '../../../src/pipeline/messages.js';
import { ReplyText } from '../../../src/pipeline/reply-text.js';
import type { Scope } from '../../../src/pipeline/stage.js';
import type { TurnStages } from '../../../src/pipeline/turn-options.js';

export interface VoicePlan extends Plan {
  readonly tts: EngineSpec;
  readonly store: ModelStore;
}

/** Finds (and where missing fetches) what the settings ask for. Throws ModelError. */
export async function planVoice(
  config: LoadedConfig,
  engines: readonly EngineName[],
  fetch: EnsureOptions & { readonly signal: AbortSignal },
): Promise<VoicePlan> {
  const plan = await makePlan(config, engines, fetch);
  const tts = plan.specs.get('tts');
  if (tts === undefined) throw new Error('the settings name no voice engine');
  return { ...plan, tts, store: fetch.store };
}

/** Warm, on the engines of this host. */
export async function openStages(plan: VoicePlan, host: InferenceHost, signal: AbortSignal): Promise<TurnStages> {
  const clock = systemClock;
  const onFault = (error: Error): never => {
    throw error;
  };
  const { config, store } = plan;
  const memory = openMemory({
    ...{ settings: config.settings, clock, isKept: false },
    controls: createControls({ config, store, assistant: () => undefined, onFault }),
    // Nothing is ever swapped here.
    voice: { folder: store.folder, serving: () => plan },
  });
  const { stages } = realise(plan, { host, memory, onFault });
  await stages.synthesizer.warmUp?.(signal);
  return turnSetup(stages, plan.config.settings).stages;
}

/** The sound of a reply, as a turn gets it. */
export function speakReply(
  deltas: AsyncIterable<ReplyDelta>,
  stages: TurnStages,
  scope: Scope,
): AsyncIterable<SpokenAudio> {
  return speakText(deltas, { stages, scope, reply: new ReplyText(scope.id, () => undefined, false) });
}

export function benchScope(signal: AbortSignal): Scope {
  return { id: 'bench', signal, clock: systemClock, probe: { mark: () => undefined, count: () => undefined } };
}
