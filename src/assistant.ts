/** The composition root: settings → models → engines → stages → assistant. The only file that knows everybody. */
import { Assistant } from './assistant/assistant.js';
import { describeHostEvent, faultNotice, fetchOptions } from './assistant/notices.js';
import { enginesFor, type AssistantOptions } from './assistant/options.js';
import { makePlan, realise, type Plan } from './assistant/running.js';
import { createControls } from './assistant/controls.js';
import { residencyOf } from './assistant/residency.js';
import { openMemory } from './assistant/memory.js';
import { loadOwnSkills } from './assistant/own-skills.js';
import { LazyHost } from './assistant/lazy-host.js';
import { VoiceWatch } from './assistant/voice-watch.js';
import type { InferenceHost } from './models/host/contract.js';
import { createInferenceHost } from './models/host/host.js';
import { systemClock } from './pipeline/clock.js';
import type { AnySkill } from './skills/skill.js';

/** Servers of tools have this long to say what they offer before a question in writing. */
const TOOLS_MS = 5000;

/**
 * Makes the models present, starts the inference process, and loads. Throws ConfigError, ModelError or EngineError. The
 * marks `parley.*` on the performance timeline tell where a start takes its time (`parley bench startup`).
 */
export async function createAssistant(options: AssistantOptions, signal: AbortSignal): Promise<Assistant> {
  const engines = enginesFor(options, options.config.settings);
  const isLazy = options.loads === 'lazily';
  performance.mark('parley.program');
  // Known to those who are made before it.
  const made: { assistant?: Assistant } = {};
  const plan = await makePlan(options.config, isLazy ? 'on-demand' : engines, fetchOptions(options, signal));
  const { settings } = options.config;
  const lazy = isLazy
    ? new LazyHost(async (asking) => {
        const config = made.assistant?.config ?? options.config;
        const wanted = await makePlan(config, engines, fetchOptions(options, asking));
        made.assistant?.complete(wanted);
        return makeHost(wanted, options);
      })
    : undefined;
  const inference = lazy ?? makeHost(plan, options);
  const host = new VoiceWatch(inference, plan.specs.get('tts'));
  const clock = options.clock ?? systemClock;
  const onFault = faultNotice(options);
  const answers = engines.includes('llm');
  const memory = openMemory({
    ...{ settings, clock, onNotice: options.onNotice, now: options.now },
    ownSkills: answers ? await gatherSkills(options) : [],
    isKept: answers,
    controls: createControls({ ...options, assistant: () => made.assistant, onFault }),
    voice: { folder: options.store.folder, serving: (spec) => host.serving(spec) },
    announce: (text) => {
      made.assistant?.announce(text);
    },
  });
  const running = realise(plan, { host, memory, onFault });
  const assistant = new Assistant({ options, host, memory, running, load: lazy && ((asking) => lazy.open(asking)) });
  made.assistant = assistant;
  performance.mark('parley.models');
  host.start();
  if (answers) memory.belongings.tools.start();
  if (options.onAnnounce !== undefined) memory.belongings.alarms.start();
  try {
    // A question in writing comes at once, and may be for a tool.
    if (isLazy) await memory.belongings.tools.settled(TOOLS_MS, signal);
    else await assistant.warmUp(signal);
  } catch (error) {
    await assistant.close();
    throw error;
  }
  performance.mark('parley.warm-up');
  return assistant;
}

/** Those of the program, then those of the user's folders. */
async function gatherSkills({ config, skills = [], onNotice }: AssistantOptions): Promise<readonly AnySkill[]> {
  const own = await loadOwnSkills(config.settings);
  for (const line of [...own.problems, ...own.notes]) onNotice?.(line);
  return [...skills, ...own.skills];
}

function makeHost({ specs, config }: Plan, { onWork, onNotice }: AssistantOptions): InferenceHost {
  return createInferenceHost({
    engines: Object.fromEntries(specs),
    nice: config.settings.inference.nice,
    residency: residencyOf(config.settings),
    ...(onWork === undefined ? {} : { onWork }),
    onEvent: (event) => {
      const notice = describeHostEvent(event);
      if (notice !== undefined) onNotice?.(notice);
    },
  });
}
