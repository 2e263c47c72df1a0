/** What else may keep a machine busy while the voice speaks: a program that spins, and a language model that talks. */
import { Worker } from 'node:worker_threads';
import type { Settings } from '../../../src/config/schema.js';
import type { InferenceHost } from '../../../src/models/host/contract.js';
import { availableCores } from '../../../src/models/host/threads.js';
import type { ChatArgs, ChatResult } from '../../../src/stages/response/llama-engine.js';

/** A load that is on until it is stopped. */
export interface Load {
  stop(): Promise<void>;
}

/** All cores but one spin, at least one does: nothing of them is left over. */
export function spinCores(cores = Math.max(1, availableCores() - 1)): Load {
  const workers = Array.from({ length: cores }, () => new Worker('for (;;);', { eval: true }));
  return {
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

export interface Talking extends Load {
  /** So far. */
  readonly deltas: number;
}

const stories = ['Tell me a long story about a lighthouse.', 'Tell me a long story about a forest.'];

/** The language model streams one answer after the other. */
export function talk(host: InferenceHost, settings: Settings['llm']): Talking {
  const controller = new AbortController();
  const { signal } = controller;
  let deltas = 0;
  const answers = async (): Promise<void> => {
    for (let count = 0; ; count++) {
      const text = stories[count % stories.length] ?? '';
      const args: ChatArgs = {
        ...{ system: settings.system_prompt, messages: [{ role: 'user', text }], seed: count },
        ...{ maxTokens: settings.max_tokens, temperature: settings.temperature },
      };
      for await (const result of host.engine('llm').call('chat', args, { signal })) {
        if ((result as ChatResult).kind === 'delta') deltas += 1;
      }
    }
  };
  // A model that fails is told of when the load is stopped.
  const done = answers().then(
    () => undefined,
    (error: unknown) => (signal.aborted ? undefined : error),
  );
  return {
    get deltas() {
      return deltas;
    },
    stop: async () => {
      controller.abort();
      const failure = await done;
      if (failure !== undefined) throw failure as Error;
    },
  };
}
