/** Which language models answer, in which order, and what the one behind an address has to say for itself. */
import type { llmEngineNames } from '../config/llm.js';
import type { Settings } from '../config/schema.js';
import type { EngineCall, EngineHandle, EngineSpec } from '../models/host/engine.js';
import type { InferenceHost } from '../models/host/contract.js';
import { childController } from '../pipeline/abort.js';
import type { Clock } from '../pipeline/stage.js';
import { drain } from '../pipeline/streams.js';
import type { ChatArgs, ChatResult } from '../stages/response/chat.js';
import { EnginesInTurn } from '../stages/response/engines-in-turn.js';
import type { OpenaiLlmOptions } from '../stages/response/openai-engine.js';
import { onDemand } from './on-demand.js';

export type LlmEngineName = (typeof llmEngineNames)[number];

/** What each is called in the inference host. */
export const llmSlots = { llama: 'llm', openai: 'llm-server' } as const satisfies Record<LlmEngineName, string>;

/** In order of preference, each once. */
export function wantedLlms({ llm }: Settings): readonly LlmEngineName[] {
  return [...new Set([llm.engine].flat())];
}

export function openaiLlmSpec(settings: Settings): EngineSpec {
  return {
    module: new URL('../stages/response/openai-engine.js', import.meta.url).href,
    options: openaiLlmOptions(settings),
  };
}

/** The language model of the settings; several are one that knows when another has to answer. */
export function languageModel(
  host: InferenceHost,
  { settings, specs }: { readonly settings: Settings; readonly specs: ReadonlyMap<string, EngineSpec> },
  parts: { readonly clock: Clock; readonly onNotice?: ((line: string) => void) | undefined },
): EngineHandle | undefined {
  const engines = wantedLlms(settings)
    .filter((name) => specs === onDemand || specs.has(llmSlots[name]))
    .map((name) => ({ name, handle: host.engine(llmSlots[name]) }));
  const [first] = engines;
  // Nobody can stand in for a single local model, nor need anybody remember how it fares.
  return engines.length === 1 && first?.name === 'llama' ? first.handle : first && new EnginesInTurn(engines, parts);
}

/** Names who would answer now: what one model said must not be kept as what another would say. */
export function answererOf(engine: EngineHandle | undefined, { llm }: Settings, localModel: string): string {
  const isServer = engine instanceof EnginesInTurn && engine.preferred === 'openai';
  return isServer ? `${llm.openai.model} at ${llm.openai.base_url}` : localModel;
}

/** `llama3.1:8b at http://127.0.0.1:11434, else smollm2-135m-instruct`. */
export function describeLlms(settings: Settings, localModel: string | undefined): string {
  const { base_url: address, model } = settings.llm.openai;
  const names = { openai: `${model} at ${new URL(address).origin}`, llama: localModel };
  return wantedLlms(settings)
    .flatMap((name) => names[name] ?? [])
    .join(', else ');
}

function openaiLlmOptions(settings: Settings): OpenaiLlmOptions {
  const { openai, first_token_timeout_ms: wholeMs } = settings.llm;
  const isLast = wantedLlms(settings).at(-1) === 'openai';
  const autoMs = isLast ? wholeMs : Math.floor(wholeMs / 2);
  return {
    ...{ baseUrl: openai.base_url, model: openai.model, apiKeyEnv: openai.api_key_env },
    ...{ timeoutMs: openai.timeout_ms, retries: openai.retries, extra: openai.extra },
    firstTokenTimeoutMs: openai.first_token_timeout_ms === 'auto' ? autoMs : openai.first_token_timeout_ms,
  };
}

export interface LlmServerReport {
  readonly isFine: boolean;
  /** What is wrong, or how it answers. */
  readonly line: string;
}

/** A server that loads its model first has this long for it. */
const loadMs = 60_000;

/** Asks the server of the settings in earnest: once until its model is loaded, and once for the time. */
export async function checkLlmServer(settings: Settings, given: AbortSignal): Promise<LlmServerReport> {
  const { createEngine } = await import('../stages/response/openai-engine.js');
  const { controller, release } = childController(given);
  const timer = setTimeout(() => {
    controller.abort(new Error(`no answer within ${loadMs / 1000} s`));
  }, loadMs);
  const call: EngineCall = {
    input: (async function* () {})(),
    signal: controller.signal,
    cancelled: () => controller.signal.aborted,
    inputEnded: () => true,
  };
  const { openai, system_prompt: system } = settings.llm;
  try {
    const engine = await createEngine(openaiLlmOptions(settings));
    const use = (method: 'chat' | 'warmUp', args: unknown): AsyncIterable<unknown> =>
      engine.methods[method]?.(args, call) ?? call.input;
    try {
      await drain(use('warmUp', { system, messages: [] }));
      const args: ChatArgs = { system, messages: [{ role: 'user', text: 'Hello' }], maxTokens: 40, temperature: 0 };
      const line = await timeAnswer(use('chat', args) as AsyncIterable<ChatResult>);
      return { isFine: true, line: `"${openai.model}" at ${new URL(openai.base_url).origin} ${line}` };
    } finally {
      await engine.close?.();
    }
  } catch (error) {
    given.throwIfAborted();
    return { isFine: false, line: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
    release();
  }
}

async function timeAnswer(answer: AsyncIterable<ChatResult>): Promise<string> {
  const startMs = performance.now();
  let firstMs: number | undefined;
  let tokens = 0;
  for await (const result of answer) {
    firstMs ??= performance.now() - startMs;
    if (result.kind === 'end') tokens = result.tokens;
  }
  const first = firstMs ?? 0;
  const seconds = (performance.now() - startMs - first) / 1000;
  const speed = tokens > 4 && seconds > 0 ? `, ${Math.round(tokens / seconds)} tokens/s` : '';
  return `answers: first word after ${Math.round(first)} ms${speed}`;
}
