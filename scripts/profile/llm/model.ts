/** One loaded language model in this thread, and a handle on it that remembers what it was asked. */
import type { Settings } from '../../../src/config/schema.js';
import type { Engine, EngineHandle } from '../../../src/models/host/engine.js';
import { drain } from '../../../src/pipeline/streams.js';
import type { ChatArgs, ChatEnd, ChatInfo, ChatPrefix, ChatResult } from '../../../src/stages/response/chat.js';
import { createEngine } from '../../../src/stages/response/llama-engine.js';
import { asEngineError, callDirectly } from '../direct-call.js';

/** One answer, timed from the call on. */
export interface Timed {
  /** Until the first word, or the first call of a tool. */
  readonly firstMs: number;
  readonly totalMs: number;
  readonly text: string;
  readonly end: ChatEnd;
  readonly results: readonly ChatResult[];
}

export class LanguageModel implements EngineHandle {
  readonly #engine: Engine;
  readonly #signal: AbortSignal;
  /** Arguments of the latest `chat`, and how it ended. */
  latest: { readonly args: ChatArgs; end: ChatEnd | undefined } | undefined;

  constructor(engine: Engine, signal: AbortSignal) {
    this.#engine = engine;
    this.#signal = signal;
  }

  async *call(method: string, args: unknown, { signal }: { readonly signal: AbortSignal }): AsyncGenerator {
    const asked = method === 'chat' ? { args: args as ChatArgs, end: undefined as ChatEnd | undefined } : undefined;
    if (asked !== undefined) this.latest = asked;
    for await (const result of callDirectly(this.#engine, { name: 'llm', method, args }, signal)) {
      if (asked !== undefined && (result as ChatResult).kind === 'end') asked.end = result as ChatEnd;
      yield result;
    }
  }

  ready(): Promise<void> {
    return Promise.resolve();
  }

  async info(): Promise<ChatInfo & { readonly memoryBytes?: number; readonly sessions?: number }> {
    for await (const info of this.call('info', {}, { signal: this.#signal })) return info as ChatInfo;
    throw new Error('the language model does not tell what it is');
  }

  warmUp(prefix: ChatPrefix & { readonly beginning?: string }): Promise<void> {
    return drain(this.call('warmUp', prefix, { signal: this.#signal }));
  }

  async ask(args: ChatArgs): Promise<Timed> {
    const startMs = performance.now();
    let firstMs: number | undefined;
    const results: ChatResult[] = [];
    for await (const result of this.call('chat', args, { signal: this.#signal })) {
      firstMs ??= performance.now() - startMs;
      results.push(result as ChatResult);
    }
    const totalMs = performance.now() - startMs;
    const end = results.find((result) => result.kind === 'end');
    if (end === undefined) throw new Error('the language model gave no end');
    const text = results.map((result) => (result.kind === 'delta' ? result.text : '')).join('');
    return { firstMs: firstMs ?? totalMs, totalMs, text, end, results };
  }

  /** Leaves nothing of any conversation in the model's memory. */
  async forget(conversation: string): Promise<void> {
    await this.warmUp({ system: `Nothing of what was said ${++forgotten} times before.`, messages: [], conversation });
  }

  async close(): Promise<void> {
    await this.#engine.close?.();
  }
}

let forgotten = 0;

export type ModelOptions = Pick<Settings['llm'], 'threads' | 'context_tokens' | 'sessions'> & {
  readonly path: string;
  readonly gpu: 'auto' | false;
};

/** Throws EngineError when the model cannot be used. */
export async function openModel(options: ModelOptions, signal: AbortSignal): Promise<LanguageModel> {
  const { path, gpu, threads, sessions } = options;
  try {
    const engine = await createEngine({
      modelPath: path,
      gpu,
      threads,
      sessions,
      contextTokens: options.context_tokens,
    });
    return new LanguageModel(engine, signal);
  } catch (error) {
    throw asEngineError(error, 'llm', 'load');
  }
}
