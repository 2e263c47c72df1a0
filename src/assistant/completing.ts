/** One answer of the language model to one text, without a conversation. */
import { EngineError } from '../models/host/error.js';
import type { InferenceHost } from '../models/host/contract.js';
import type { Clock } from '../pipeline/stage.js';
import type { ChatArgs, ChatResult } from '../stages/response/chat.js';
import { languageModel } from './language-models.js';
import type { Running } from './running.js';

/** Kept apart from whatever else the model is asked. */
const CONVERSATION = 'completion';

export interface CompletionParts {
  readonly host: InferenceHost;
  readonly running: Running;
  readonly clock: Clock;
}

/** Throws EngineError where there is no language model or it fails, and the signal's reason. */
export async function complete(
  prompt: string,
  { host, running, clock }: CompletionParts,
  signal: AbortSignal,
): Promise<string> {
  const { settings } = running.config;
  const engine = languageModel(host, { settings, specs: running.specs }, { clock });
  if (engine === undefined)
    throw new EngineError({ engine: 'llm', code: 'invalid', message: 'no language model is loaded' });
  const args: ChatArgs = {
    ...{ system: '', messages: [{ role: 'user', text: prompt }], conversation: CONVERSATION },
    ...{ maxTokens: settings.llm.max_tokens, temperature: 0 },
  };
  let answer = '';
  for await (const result of engine.call('chat', args, { signal })) {
    // Our own engines send it.
    const event = result as ChatResult;
    if (event.kind === 'delta') answer += event.text;
    else if (event.kind === 'end' && event.stopReason === 'length') {
      throw new EngineError({ engine: 'llm', code: 'failed', message: 'the text is too long for llm.max_tokens' });
    }
  }
  signal.throwIfAborted();
  return answer;
}
