/** `bench llm`: one report for one local language model. */
import { chooseModels } from '../../../src/assistant/models.js';
import { chooseProviders } from '../../../src/assistant/providers.js';
import type { LoadedConfig } from '../../../src/config/load.js';
import type { EnsureOptions } from '../../../src/models/fetch-events.js';
import { describeMachine, type Report } from '../summary.js';
import { holdConversation, type Found } from './conversation.js';
import { openModel, type LanguageModel } from './model.js';
import { measureReuse } from './reuse.js';
import { judgeTools } from './tools.js';

export interface LlmBenchOptions {
  readonly version: string;
  readonly config: LoadedConfig;
  readonly turns: number;
  readonly repeats: number;
  /** Instead: how well it chooses among tools. */
  readonly tools: boolean;
  readonly fetch: EnsureOptions & { readonly signal: AbortSignal };
  readonly onProgress: (line: string) => void;
}

/** Throws ModelError when no model can be had, EngineError when it cannot be used. */
export async function benchLlm(options: LlmBenchOptions): Promise<Report> {
  const { config, fetch, version } = options;
  const location = (await chooseModels(config.settings, ['llm'], fetch)).models.get('llm');
  // The same device that the assistant would take.
  const providers = await chooseProviders(config.settings, fetch.store.folder, fetch.signal);
  const gpu = providers[0] === 'cpu' ? false : 'auto';
  const model = await openModel({ ...config.settings.llm, gpu, path: location?.files[0] ?? '' }, fetch.signal);
  try {
    const { rows, facts } = await measure(model, options);
    const { name, device, template, parameters, sessions, memoryBytes = 0 } = await model.info();
    const { threads, max_tokens } = config.settings.llm;
    return {
      ...{ bench: 'llm', version, machine: describeMachine() },
      settings: { model: name, device, template, threads, maxTokens: max_tokens, sessions },
      rows,
      facts: { ...facts, parameters, contextMb: Math.round(memoryBytes / 1e6) },
    };
  } finally {
    await model.close();
  }
}

async function measure(model: LanguageModel, options: LlmBenchOptions): Promise<Found> {
  const { turns, repeats, fetch, config, onProgress } = options;
  const system = config.settings.llm.system_prompt.replaceAll('{name}', 'Parley');
  if (options.tools) return { rows: [], facts: await judgeTools(model, system, onProgress) };
  const { settings } = config;
  const held = await holdConversation({ model, settings, turns, repeats, signal: fetch.signal, onProgress });
  const reuse = await measureReuse(model, system);
  const named = Object.entries(reuse).map(([name, tokens]) => [`fresh.${name}`, tokens] as const);
  return { rows: held.rows, facts: { ...held.facts, ...Object.fromEntries(named) } };
}
