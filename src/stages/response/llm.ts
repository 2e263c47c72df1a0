/** Answers by the language model: streamed, cleaned for the ear, and honest when there is no answer in time. */
import { childController } from '../../pipeline/abort.js';
import type { Understood } from '../../pipeline/intent.js';
import type { Settings } from '../../config/schema.js';
import type { Scope } from '../../pipeline/stage.js';
import type { EngineHandle } from '../../models/host/engine.js';
import type { Responder } from './cache.js';
import type { Conversation } from './conversation.js';
import type { ChatArgs, ChatMessage, ChatResult } from './llama-engine.js';
import { SpokenText } from './spoken.js';

/** The settings of the language model that an answer depends on. */
type LlmSettings = Pick<Settings['llm'], 'max_tokens' | 'temperature' | 'first_token_timeout_ms' | 'system_prompt'>;

export interface LlmOptions {
  /** Undefined when no model is installed. */
  readonly engine: EngineHandle | undefined;
  readonly settings: LlmSettings;
  readonly conversation: Conversation;
  /** Told of every failure that the user only hears as an apology. */
  readonly onFault: (error: Error) => void;
}

/** No token came within `llm.first_token_timeout_ms`. */
class FirstTokenLate extends Error {
  override readonly name = 'FirstTokenLate';
}

const LINES = {
  missing: 'I have no language model, so I can only help with the time, sums, units and timers.',
  late: 'Sorry, that takes me too long to think about.',
  failed: 'Sorry, something went wrong while I was thinking.',
  broken: 'Sorry, I lost my thread.',
  empty: "Sorry, I don't have an answer to that.",
} as const;

/** What is said in place of an answer, in whole sentences: the voice may have them ready. */
export const apologies: readonly string[] = [LINES.late, LINES.failed, LINES.empty, LINES.broken];

export function createLlmResponder(options: LlmOptions): Responder {
  const { engine, onFault } = options;
  return async function* (understood, scope) {
    if (engine === undefined) {
      yield { text: LINES.missing, source: 'fallback' };
      return;
    }
    let said = '';
    try {
      for await (const text of answer(engine, options, { understood, scope })) {
        said += text;
        yield { text, source: 'llm' };
      }
      if (said === '') yield { text: LINES.empty, source: 'fallback' };
    } catch (error) {
      scope.signal.throwIfAborted();
      onFault(error instanceof Error ? error : new Error(String(error)));
      const late = error instanceof FirstTokenLate;
      scope.probe.count(late ? 'llm-late' : 'llm-failed');
      if (said !== '') yield { text: `${/[.!?]$/.test(said) ? ' ' : '. '}${LINES.broken}`, source: 'fallback' };
      else yield { text: late ? LINES.late : LINES.failed, source: 'fallback' };
    }
  };
}

interface Question {
  readonly understood: Understood;
  readonly scope: Scope;
}

/** Cleaned text as it comes. Throws `FirstTokenLate`, what the engine throws, or the scope's reason. */
async function* answer(
  engine: EngineHandle,
  options: LlmOptions,
  { understood, scope }: Question,
): AsyncGenerator<string> {
  const { settings } = options;
  const call = childController(scope.signal);
  const deadline = childController(scope.signal);
  scope.clock.sleep(settings.first_token_timeout_ms, deadline.controller.signal).then(
    () => {
      call.controller.abort(new FirstTokenLate(`no first token within ${settings.first_token_timeout_ms} ms`));
    },
    // The first token was in time, or the turn is over.
    () => undefined,
  );
  const spoken = new SpokenText();
  try {
    const args = chatArgs(understood, options);
    for await (const result of engine.call('chat', args, { signal: call.controller.signal })) {
      deadline.controller.abort();
      const { kind, ...rest } = result as ChatResult & { readonly text?: string };
      if (kind === 'end') continue;
      const text = spoken.push(rest.text ?? '');
      if (text !== '') yield text;
    }
    call.controller.signal.throwIfAborted();
    const rest = spoken.finish();
    if (rest !== '') yield rest;
  } finally {
    deadline.controller.abort();
    deadline.release();
    call.release();
  }
}

/** The conversation so far, as the model reads it. */
export function historyMessages(conversation: Conversation): ChatMessage[] {
  const messages: ChatMessage[] = [];
  for (const exchange of conversation.history()) {
    messages.push({ role: 'user', text: exchange.user });
    if (exchange.assistant !== '') messages.push({ role: 'assistant', text: exchange.assistant });
  }
  return messages;
}

function chatArgs(understood: Understood, { settings, conversation }: LlmOptions): ChatArgs {
  const messages = historyMessages(conversation);
  messages.push({ role: 'user', text: understood.transcript.text.trim() });
  return {
    ...{ system: settings.system_prompt, messages },
    ...{ maxTokens: settings.max_tokens, temperature: settings.temperature },
  };
}
