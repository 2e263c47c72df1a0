/** A question in the words of OpenAI's protocol, and what of it a server turned out not to understand. */
import type { ChatCompletionCreateParamsStreaming, ChatCompletionMessageParam } from 'openai/resources/chat';
import { withoutRoleMarks } from '../../../tools/clean.js';
import type { ChatArgs, ChatMessage, ChatTool } from '../chat.js';
import { messageIn } from '../../../models/server-message.js';

export type ChatBody = ChatCompletionCreateParamsStreaming;

/** The protocol allows no more of them. */
const mostStops = 4;
/** What a server can do without. Those that refuse one of these are asked without it from then on. */
const optional = ['temperature', 'top_p', 'seed', 'stop', 'stream_options', 'tools'] as const;
type Optional = (typeof optional)[number];

const unsupported =
  /(?:un|not? )support|unrecogni[sz]ed|unknown|unexpected|not (?:permitted|allowed)|not? .{0,40}support|extra (?:field|input)/i;

export class RequestShape {
  readonly #model: string;
  readonly #extra: Readonly<Record<string, unknown>>;
  readonly #leftOut = new Set<Optional>();
  /** Newer models of OpenAI take the limit under another name, other servers know the older one. */
  #limitName: 'max_tokens' | 'max_completion_tokens' = 'max_tokens';

  constructor(model: string, extra: Readonly<Record<string, unknown>>) {
    this.#model = model;
    this.#extra = extra;
  }

  body(args: ChatArgs): ChatBody {
    const { tools = [], stop = [], topP, seed } = args;
    const wishes: Readonly<Record<Optional, unknown>> = {
      temperature: args.temperature,
      top_p: topP,
      seed,
      stop: stop.length === 0 ? undefined : stop.slice(0, mostStops),
      stream_options: { include_usage: true },
      tools: tools.length === 0 ? undefined : tools.map(toolParam),
    };
    const asked = optional.filter((name) => wishes[name] !== undefined && !this.#leftOut.has(name));
    const body = {
      ...Object.fromEntries(asked.map((name) => [name, wishes[name]])),
      [this.#limitName]: args.maxTokens,
      // What the user sets by hand wins over all but what makes it a question.
      ...this.#extra,
      ...{ model: this.#model, messages: messageParams(args), stream: true },
    };
    return body as unknown as ChatBody;
  }

  /** True when the complaint is about something that can be left out or said otherwise: ask again then. */
  learn(status: number, said: string): boolean {
    if (status !== 400 && status !== 422) return false;
    if (this.#limitName === 'max_tokens' && said.includes('max_completion_tokens')) {
      this.#limitName = 'max_completion_tokens';
      return true;
    }
    const message = messageIn(said);
    if (!unsupported.test(message)) return false;
    const known = optional.filter((name) => !this.#leftOut.has(name) && !(name in this.#extra));
    const named = known.find((name) => new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(said));
    if (named === undefined) return false;
    this.#leftOut.add(named);
    return true;
  }
}

/** Every text of a question, for recognising it where a server repeats it. */
export function textsOf({ messages }: Pick<ChatArgs, 'messages'>): string[] {
  return messages.map(({ text }) => text);
}

/** Whether a server complains that the conversation is longer than its context. */
export function isTooLong(status: number, said: string): boolean {
  return (status === 400 || status === 413 || status === 422) && /context|too (?:long|large|many)|exceed/i.test(said);
}

/** The younger half of a conversation, from a question on; undefined when one question is all there is. */
export function shortened(messages: readonly ChatMessage[]): readonly ChatMessage[] | undefined {
  const questions = messages.flatMap(({ role }, index) => (role === 'user' ? [index] : []));
  const from = questions[Math.ceil(questions.length / 2)];
  return from === undefined || from === 0 ? undefined : messages.slice(from);
}

function messageParams({ system, messages }: ChatArgs): ChatCompletionMessageParam[] {
  const first: ChatCompletionMessageParam[] = system === '' ? [] : [{ role: 'system', content: system }];
  return [...first, ...messages.map(messageParam)];
}

/** Many servers read marks of their chat format in what was said as if the format itself had put them there. */
function messageParam(message: ChatMessage): ChatCompletionMessageParam {
  const text = withoutRoleMarks(message.text);
  if (message.role === 'tool') return { role: 'tool', tool_call_id: message.id, content: text };
  if (message.role === 'user') return { role: 'user', content: text };
  const { calls = [] } = message;
  if (calls.length === 0) return { role: 'assistant', content: text };
  return {
    role: 'assistant',
    content: text === '' ? null : text,
    tool_calls: calls.map(({ id, name, args }) => ({
      ...{ id, type: 'function' as const },
      function: { name, arguments: JSON.stringify(args) },
    })),
  };
}

function toolParam({ name, description, parameters }: ChatTool): unknown {
  return { type: 'function', function: { name, description, parameters } };
}
