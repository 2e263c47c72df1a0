/** Where the language model of the real tests lies, and calls to an engine without a host. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineCall } from '../../src/models/host/engine.js';
import { modelsFolder } from '../../src/models/store.js';

export const modelPath = join(modelsFolder(), 'smollm2-135m-instruct', 'SmolLM2-135M-Instruct.Q4_1.gguf');
export const isPresent = existsSync(modelPath);
if (!isPresent) console.warn(`skipped: ${modelPath} is missing; "parley models fetch smollm2-135m-instruct" gets it`);

export interface TestCall extends EngineCall {
  cancel(): void;
}

export function testCall(): TestCall {
  const controller = new AbortController();
  return {
    input: (async function* () {
      // No method of this engine reads an input.
    })(),
    signal: controller.signal,
    cancelled: () => controller.signal.aborted,
    inputEnded: () => true,
    cancel: () => {
      controller.abort(new Error('given up'));
    },
  };
}
