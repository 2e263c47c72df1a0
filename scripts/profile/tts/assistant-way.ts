/** The assistant's own way from a reply to sound: its plan, its stages, and what is ahead of what. */
import { makePlan, realise, type Plan } from '../../../src/assistant/running.js';
import type { EngineName } from '../../../src/assistant/models.js';
import { turnSetup } from '../../../src/assistant/stages.js';
import type { LoadedConfig } from '../../../src/config/load.js';
import type { InferenceHost } from '../../../src/models/host/contract.js';
import type { EngineSpec } from '../../../src/models/host/engine.js';
import type { EnsureOptions } from '../../../src/models/fetch-events.js';
import { speakText } from '../../../src/pipeline/answer.js';
import { systemClock } from '../../../src/pipeline/clock.js';
import type { ReplyDelta, SpokenAudio } from '../../../src/pipeline/messages.js';
import { ReplyText } from '../../../src/pipeline/reply-text.js';
import type { Scope } from '../../../src/pipeline/stage.js';
import type { TurnStages } from '../../../src/pipeline/turn-options.js';
import { Conversation } from '../../../src/stages/response/conversation.js';
import { PauseHabit } from '../../../src/stages/turn-detection/habit.js';
import { Timers } from '../../../src/stages/response/timers.js';

export interface VoicePlan extends Plan {
  readonly tts: EngineSpec;
  /** Where models lie. */
  readonly storeFolder: string;
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
  return { ...plan, tts, storeFolder: fetch.store.folder };
}

/** Warm, on the engines of this host. */
export async function openStages(plan: VoicePlan, host: InferenceHost, signal: AbortSignal): Promise<TurnStages> {
  const clock = systemClock;
  const memory = {
    clock,
    storeFolder: plan.storeFolder,
    // Nothing is ever swapped here.
    serving: () => plan,
    conversation: new Conversation(clock, { maxHistory: 0, timeoutMs: 1000 }),
    timers: new Timers({ clock, onRing: () => undefined }),
    habit: new PauseHabit(),
  };
  const onFault = (error: Error): never => {
    throw error;
  };
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
