/** The composition root: settings → models → engines → stages → assistant. The only file that knows everybody. */
import { Assistant } from './assistant/assistant.js';
import { engineNames } from './assistant/models.js';
import { describeHostEvent, faultNotice, fetchOptions } from './assistant/notices.js';
import type { AssistantOptions } from './assistant/options.js';
import { makePlan, realise } from './assistant/running.js';
import type { Memory } from './assistant/stages.js';
import { VoiceWatch } from './assistant/voice-watch.js';
import { createInferenceHost } from './models/host/host.js';
import { systemClock } from './pipeline/clock.js';
import { Conversation } from './stages/response/conversation.js';
import { ringText } from './stages/response/skills/timers.js';
import { Timers } from './stages/response/timers.js';
import { PauseHabit } from './stages/turn-detection/habit.js';

/** Makes the models present, starts the inference process, and loads. Throws ConfigError, ModelError or EngineError. */
export async function createAssistant(options: AssistantOptions, signal: AbortSignal): Promise<Assistant> {
  const plan = await makePlan(options.config, options.engines ?? engineNames, fetchOptions(options, signal));
  const { settings } = options.config;
  const inference = createInferenceHost({
    engines: Object.fromEntries(plan.specs),
    nice: settings.inference.nice,
    ...(options.onWork === undefined ? {} : { onWork: options.onWork }),
    onEvent: (event) => {
      const notice = describeHostEvent(event);
      if (notice !== undefined) options.onNotice?.(notice);
    },
  });
  const host = new VoiceWatch(inference, plan.specs.get('tts'));
  const clock = options.clock ?? systemClock;
  const { max_history, context_timeout } = settings.nlp.context_manager;
  const memory: Memory = {
    ...{ clock, voice: { folder: options.store.folder, serving: (spec) => host.serving(spec) } },
    conversation: new Conversation(clock, { maxHistory: max_history, timeoutMs: context_timeout * 1000 }),
    habit: new PauseHabit(),
    timers: new Timers({
      clock,
      onRing: (ring) => {
        assistant.announce(ringText(ring));
      },
    }),
  };
  const running = realise(plan, { host, memory, onFault: faultNotice(options) });
  const assistant = new Assistant({ options, host, memory, running });
  host.start();
  try {
    await assistant.warmUp(signal);
  } catch (error) {
    await assistant.close();
    throw error;
  }
  return assistant;
}
