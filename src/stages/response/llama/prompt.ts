/** The conversation as the model's own chat template writes it, in tokens, and never longer than fits. */
import type { ChatHistoryItem, ChatWrapper, LlamaModel, Token } from 'node-llama-cpp';

export interface ChatMessage {
  readonly role: 'user' | 'assistant';
  readonly text: string;
}

export interface Prompt {
  readonly tokens: Token[];
  /** Messages left out at the front because they did not fit. */
  readonly dropped: number;
}

export interface PromptOptions {
  readonly system: string;
  /** Oldest first; the last one is the user's. */
  readonly messages: readonly ChatMessage[];
  /** Tokens the prompt may take. */
  readonly limit: number;
}

/** Throws when even the last message alone is too long. */
export function buildPrompt(model: LlamaModel, wrapper: ChatWrapper, options: PromptOptions): Prompt {
  const messages = merge(options.messages);
  let from = 0;
  while (true) {
    const tokens = tokenise(model, wrapper, [
      ...history(options.system, messages.slice(from)),
      { type: 'model', response: [] },
    ]);
    if (tokens.length <= options.limit) return { tokens, dropped: from };
    if (from >= messages.length - 1) {
      throw new Error(
        `the question takes ${tokens.length} tokens, but only ${options.limit} fit: raise llm.context_tokens`,
      );
    }
    // Half of what is left at a time: dropping one by one would move the kept prefix with every turn.
    const left = messages.length - 1 - from;
    from += Math.max(2, 2 * Math.floor(left / 4));
    from = Math.min(from, messages.length - 1);
  }
}

export interface PrefixOptions extends Pick<PromptOptions, 'system' | 'messages'> {
  /** What the next question begins with; its last mark may change. */
  readonly beginning?: string;
}

/** The tokens that every next question of this conversation begins with. */
export function prefixTokens(
  model: LlamaModel,
  wrapper: ChatWrapper,
  { system, messages, beginning = '' }: PrefixOptions,
): Token[] {
  const words = beginning.trim().replace(/[\p{P}\p{S}]+$/u, '');
  const probe = (word: string): Token[] =>
    tokenise(model, wrapper, history(system, merge([...messages, { role: 'user', text: `${words} ${word}`.trim() }])));
  const [a, b] = [probe('one'), probe('two')];
  const different = a.findIndex((token, index) => token !== b[index]);
  return different === -1 ? a : a.slice(0, different);
}

function history(system: string, messages: readonly ChatMessage[]): ChatHistoryItem[] {
  const items: ChatHistoryItem[] = system === '' ? [] : [{ type: 'system', text: system }];
  for (const message of messages) {
    items.push(
      message.role === 'user' ? { type: 'user', text: message.text } : { type: 'model', response: [message.text] },
    );
  }
  return items;
}

/** Templates want the roles to take turns; a reply that nobody heard leaves two questions in a row. */
function merge(messages: readonly ChatMessage[]): ChatMessage[] {
  const merged: ChatMessage[] = [];
  for (const message of messages) {
    const last = merged.at(-1);
    if (last?.role === message.role)
      merged[merged.length - 1] = { role: last.role, text: `${last.text}\n${message.text}` };
    else if (message.role === 'user' || merged.length > 0) merged.push(message);
  }
  return merged;
}

/** What people say is tokenised as plain text: "<|im_end|>" in it closes nothing. */
function tokenise(model: LlamaModel, wrapper: ChatWrapper, chatHistory: ChatHistoryItem[]): Token[] {
  const tokens = wrapper.generateContextState({ chatHistory }).contextText.tokenize(model.tokenizer);
  // Some models begin every message with their start token: the template's own and the first message's are then two.
  const start = model.tokens.bos;
  return start !== null && tokens[0] === start && tokens[1] === start ? tokens.slice(1) : tokens;
}
