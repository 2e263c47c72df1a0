/** The composition root: settings → models → engines → stages → assistant. The only file that knows everybody. */
import { Assistant } from './assistant/assistant.js';
import { engineNames } from './assistant/models.js';
import { describeHostEvent, faultNotice, fetchOptions } from './assistant/notices.js';
import type { AssistantOptions } from './assistant/options.js';
import { makePlan, realise } from './assistant/running.js';
import { createControls } from './assistant/controls.js';
import { openMemory } from './assistant/memory.js';
import { VoiceWatch } from './assistant/voice-watch.js';
import { createInferenceHost } from './models/host/host.js';
import { systemClock } from './pipeline/clock.js';

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
  const onFault = faultNotice(options);
  const answers = (options.engines ?? engineNames).includes('llm');
  let assistant: Assistant | undefined;
  const memory = openMemory({
    ...{ settings, clock, ownSkills: options.skills, onNotice: options.onNotice, now: options.now },
    isKept: answers,
    controls: createControls({ ...options, assistant: () => assistant, onFault }),
    voice: { folder: options.store.folder, serving: (spec) => host.serving(spec) },
    announce: (text) => {
      assistant?.announce(text);
    },
  });
  const running = realise(plan, { host, memory, onFault });
  assistant = new Assistant({ options, host, memory, running });
  host.start();
  if (answers) memory.belongings.tools.start();
  try {
    await assistant.warmUp(signal);
  } catch (error) {
    await assistant.close();
    throw error;
  }
  return assistant;
}
