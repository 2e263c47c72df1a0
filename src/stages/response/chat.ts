/** What every language model engine is asked and what it answers, wherever the model runs: methods `chat`, `warmUp`, `info`. */

/** What is said to the model and by it, oldest first. Text is data: nothing in it can open or close a message. */
export type ChatMessage =
  | { readonly role: 'user'; readonly text: string }
  | {
      readonly role: 'assistant';
      /** Empty where it did nothing but call tools. */
      readonly text: string;
      /** Each is answered by one of the `tool` messages right behind. */
      readonly calls?: readonly ChatCall[];
    }
  | { readonly role: 'tool'; readonly id: string; readonly name: string; readonly text: string };

/** A tool that the model wants to be run. */
export interface ChatCall {
  /** Unique within the conversation. */
  readonly id: string;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A tool that the model may ask for. */
export interface ChatTool {
  /** Letters, digits, `_` and `-`, at most 64. */
  readonly name: string;
  readonly description: string;
  /** JSON Schema of an object. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** How words are chosen. What is left out is the engine's own default. */
export interface Sampling {
  /** 0…2; 0 always takes the likeliest token. */
  readonly temperature: number;
  /** 0…1: only the likeliest tokens that together have this probability. */
  readonly topP?: number;
  /** Only so many of the likeliest tokens; 0 for all. */
  readonly topK?: number;
  /** 0…1: only tokens at least this likely, as a share of the likeliest one's probability. */
  readonly minP?: number;
  /** 1…2: how much less likely a token becomes that was said just before; 1 for no less. */
  readonly repeatPenalty?: number;
  /** The same words for the same seed and prompt, as far as the engine can. */
  readonly seed?: number;
  /** The reply is over where one of these would stand; none of it is said. */
  readonly stop?: readonly string[];
}

/** What a prompt begins with, before the question. */
export interface ChatPrefix {
  readonly system: string;
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly ChatTool[];
  /** Whose conversation it is: each one's prompt is kept apart from the others'. Default: one for all. */
  readonly conversation?: string;
}

/** Arguments of the method `chat`. The last message is the user's question, or a tool's answer. */
export interface ChatArgs extends ChatPrefix, Sampling {
  /** Longest reply, in tokens. */
  readonly maxTokens: number;
}

/** Arguments of the method `warmUp`: what can be read before the question is known. An engine may do nothing. */
export interface WarmUpArgs extends ChatPrefix {
  /** How the next question begins, as far as is known. */
  readonly beginning?: string;
}

/** What `chat` yields: deltas of the reply and calls of tools, then one end. */
export type ChatResult =
  | { readonly kind: 'delta'; readonly text: string }
  /** The arguments fit the tool's schema as far as the engine can force that; whoever runs the tool checks them again. */
  | ({ readonly kind: 'call' } & ChatCall)
  | ChatEnd;

export interface ChatEnd {
  readonly kind: 'end';
  /** Tokens generated; 0 where nobody tells. */
  readonly tokens: number;
  /** Tokens of the prompt, and how many of them had been read before; 0 where nobody tells. */
  readonly promptTokens: number;
  readonly reusedTokens: number;
  /** Messages left out at the front because they did not fit. */
  readonly dropped: number;
  /** `length`: `maxTokens` ran out; `loop`: it repeated itself; `stop`: at one of `stop`; `call`: to wait for tools. */
  readonly stopReason: 'end' | 'length' | 'loop' | 'stop' | 'call';
}

/** What `warmUp` yields, at most once. */
export interface WarmUpResult {
  readonly promptTokens: number;
  readonly reusedTokens: number;
}

/** What `info` yields, once. */
export interface ChatInfo {
  readonly name: string;
  /** `cuda`, `metal`, `vulkan`, `cpu`, or `remote`. */
  readonly device: string;
  /** Prompt and reply together; undefined where nobody tells. */
  readonly contextTokens: number | undefined;
  /** Weights of the model; undefined where nobody tells. */
  readonly parameters: number | undefined;
  /** ISO 639-1 codes of what it can answer in; undefined where nobody tells. */
  readonly languages: readonly string[] | undefined;
  /** What its prompts are written in, for people to read. */
  readonly template: string;
}
