/** The conversation as the model's own chat template writes it, in tokens, and never longer than fits. */
import type { ChatHistoryItem, ChatModelFunctions, ChatWrapper, LlamaModel, LlamaText, Token } from 'node-llama-cpp';
import type { ChatCall, ChatMessage, ChatPrefix, ChatTool } from '../chat.js';
import { toGrammarSchema } from './schema.js';

export interface Prompt {
  readonly tokens: Token[];
  /** Messages left out at the front because they did not fit. */
  readonly dropped: number;
  readonly start: Start | undefined;
}

/** The first message that was not left out. */
export interface Start {
  readonly text: string;
  readonly index: number;
}

export interface PromptOptions extends ChatPrefix {
  /** Tokens the prompt may take. */
  readonly limit: number;
  /** `start` of the prompt before: as long as that message is there and all behind it fits, nothing moves. */
  readonly start?: Start | undefined;
}

/** What writes prompts. */
export interface Writer {
  readonly model: LlamaModel;
  readonly wrapper: ChatWrapper;
}

/** Throws when even the last exchange alone is too long. */
export function buildPrompt(writer: Writer, options: PromptOptions): Prompt {
  const { messages, limit } = options;
  const borders = messages.flatMap(({ role }, index) => (role === 'user' ? [index] : []));
  let at = findStart(borders, options);
  while (true) {
    const from = at === 0 ? 0 : (borders[at] ?? 0);
    const tokens = tokenise(writer, [...history(options, from), ...opening(messages)], options.tools);
    if (tokens.length <= limit) {
      const start = from === 0 ? undefined : { text: messages[from]?.text ?? '', index: from };
      return { tokens, dropped: from, start };
    }
    if (at >= borders.length - 1) {
      throw new Error(`the question takes ${tokens.length} tokens, but only ${limit} fit: raise llm.context_tokens`);
    }
    // Half of what is left at a time: dropping one by one would move the kept prefix with every turn.
    at += Math.max(1, Math.floor((borders.length - 1 - at) / 2));
  }
}

/** Which border the prompt began at before. What was forgotten since moved it to the front, never to the back. */
function findStart(borders: readonly number[], { messages, start }: PromptOptions): number {
  if (start === undefined) return 0;
  return Math.max(
    0,
    borders.findLastIndex((index) => index <= start.index && messages[index]?.text === start.text),
  );
}

export interface PrefixOptions extends ChatPrefix {
  /** What the next question begins with; its last mark may change. */
  readonly beginning?: string;
  readonly limit: number;
  readonly start?: Start | undefined;
}

/** The tokens that every next question of this conversation begins with. */
export function prefixTokens(writer: Writer, options: PrefixOptions): Prompt {
  const { messages, tools, beginning = '' } = options;
  const words = beginning.trim().replace(/[\p{P}\p{S}]+$/u, '');
  const ask = (word: string): ChatMessage => ({ role: 'user', text: `${words} ${word}`.trim() });
  const prompt = buildPrompt(writer, { ...options, messages: [...messages, ask('one')] });
  const other = [...messages, ask('two')];
  const b = tokenise(writer, history({ ...options, messages: other }, prompt.dropped), tools);
  const different = b.findIndex((token, index) => token !== prompt.tokens[index]);
  return { ...prompt, tokens: different === -1 ? b : b.slice(0, different) };
}

/** A reply is to begin behind a question; behind a tool's answer one is open already. */
function opening(messages: readonly ChatMessage[]): ChatHistoryItem[] {
  return messages.at(-1)?.role === 'tool' ? [] : [{ type: 'model', response: [] }];
}

type Reply = Extract<ChatHistoryItem, { type: 'model' }>['response'];

/** Templates want the roles to take turns: what one side said in several messages becomes one. */
function history({ system, messages }: ChatPrefix, from: number): ChatHistoryItem[] {
  const items: ChatHistoryItem[] = system === '' ? [] : [{ type: 'system', text: system }];
  const results = new Map(messages.flatMap((each) => (each.role === 'tool' ? [[each.id, each.text]] : [])));
  for (const message of messages.slice(from)) {
    const last = items.at(-1);
    if (message.role === 'user') {
      const text = oneLine(message.text);
      if (last?.type === 'user') last.text = `${last.text} ${text}`;
      else items.push({ type: 'user', text });
    } else if (message.role === 'assistant') {
      const reply: Reply = [...(message.text === '' ? [] : [message.text]), ...calls(message.calls ?? [], results)];
      if (last?.type === 'model') last.response.push(...reply);
      else if (last?.type === 'user') items.push({ type: 'model', response: reply });
    }
  }
  return items;
}

function calls(made: readonly ChatCall[], results: ReadonlyMap<string, string>): Reply {
  return made.map(({ id, name, args }) => ({
    ...{ type: 'functionCall', name, params: args, result: results.get(id) ?? '', startsNewChunk: true },
  }));
}

/** Where a template marks roles by words at the beginning of a line, nobody can say one. */
function oneLine(text: string): string {
  return text.replaceAll(/\s*[\r\n]+\s*/g, ' ');
}

/** What people and tools say is tokenised as plain text: "<|im_end|>" in it closes nothing. */
function tokenise(
  { model, wrapper }: Writer,
  chatHistory: ChatHistoryItem[],
  tools: readonly ChatTool[] = [],
): Token[] {
  const context = { chatHistory, ...(tools.length === 0 ? {} : { availableFunctions: functionsOf(tools) }) };
  return withoutSecondStart(model, wrapper.generateContextState(context).contextText);
}

/** Some models begin every message with their start token: the template's own and the first message's are then two. */
function withoutSecondStart(model: LlamaModel, text: LlamaText): Token[] {
  const tokens = text.tokenize(model.tokenizer);
  const start = model.tokens.bos;
  return start !== null && tokens[0] === start && tokens[1] === start ? tokens.slice(1) : tokens;
}

function functionsOf(tools: readonly ChatTool[]): ChatModelFunctions {
  return Object.fromEntries(
    tools.map(({ name, description, parameters }) => [name, { description, params: toGrammarSchema(parameters) }]),
  );
}
