/** The question to the language model: what it is told of the conversation, of the tools and of how to choose words. */
import type { Settings } from '../../config/schema.js';
import type { Facts } from '../../skills/keep/facts.js';
import { toolSpecs } from '../../tools/specs.js';
import type { Tool, ToolBox } from '../../tools/tool.js';
import type { ChatInfo, ChatMessage, ChatPrefix, ChatTool, Sampling } from './chat.js';
import type { Conversation, Exchange } from './conversation.js';
import type { Told } from './llm-digest.js';
import { personaText, systemText } from './llm-system.js';

/** The settings of the language model that an answer depends on. */
export type LlmSettings = Pick<
  Settings['llm'],
  | 'max_tokens'
  | 'temperature'
  | 'top_p'
  | 'top_k'
  | 'min_p'
  | 'repeat_penalty'
  | 'seed'
  | 'context_tokens'
  | 'first_token_timeout_ms'
  | 'tools'
  | 'languages'
  | 'system_prompt'
>;

/** Models with fewer weights call tools at random, or never, and make up what they should sum up. */
const LEAST_PARAMETERS = 900_000_000;

/** Known to be too small for anything but small talk and plain questions. */
export function isSmall({ parameters }: ChatInfo): boolean {
  return parameters !== undefined && parameters < LEAST_PARAMETERS;
}

export interface PromptParts {
  readonly settings: LlmSettings;
  readonly assistantName: string;
  readonly facts: Facts | undefined;
  readonly tools: ToolBox;
}

/** Writes what every question of a conversation begins with. */
export class PromptWriter {
  readonly #parts: PromptParts;
  #listed: readonly Tool[] | undefined;
  #specs: readonly ChatTool[] = [];

  constructor(parts: PromptParts) {
    this.#parts = parts;
  }

  /** What the settings tell the model, without anything that is added to it. */
  get persona(): string {
    const { settings, assistantName } = this.#parts;
    return personaText(settings.system_prompt, assistantName);
  }

  get sampling(): Sampling {
    const { temperature, top_p, top_k, min_p, repeat_penalty, seed } = this.#parts.settings;
    return {
      ...{ temperature, topP: top_p, topK: top_k, minP: min_p, repeatPenalty: repeat_penalty },
      ...(seed === 'auto' ? {} : { seed }),
    };
  }

  /** @param language ISO 639-1 code of the question */
  prefix(conversation: Conversation, { summary, exchanges }: Told, about: About): ChatPrefix {
    const { settings, assistantName, facts } = this.#parts;
    const languages = this.languages(about.info);
    const system = systemText({
      ...{ prompt: settings.system_prompt, assistantName, summary, facts: facts?.list() ?? [] },
      language: languages?.length === 1 || about.language === '' ? undefined : about.language,
    });
    const tools = this.tools(about.info);
    return {
      ...{ system, messages: messagesOf(exchanges), conversation: conversation.id },
      ...(tools.length === 0 ? {} : { tools }),
    };
  }

  /** What the model can answer in; undefined when nobody knows. */
  languages(info: ChatInfo | undefined): readonly string[] | undefined {
    const { languages } = this.#parts.settings;
    return languages === 'auto' ? info?.languages : languages;
  }

  /** Whether it can do more than answer. One behind a server may not tell its size; one here always does. */
  isLarge(info: ChatInfo | undefined): boolean {
    return info !== undefined && !isSmall(info);
  }

  /** Those that the model is told of: none where it is too small to choose among them. */
  tools(info: ChatInfo | undefined): readonly ChatTool[] {
    const { settings, tools } = this.#parts;
    if (settings.tools === 'off' || (settings.tools === 'auto' && !this.isLarge(info))) return [];
    const listed = tools.list();
    if (listed !== this.#listed) {
      // About a third of the context: the conversation and the reply need the rest.
      this.#specs = toolSpecs(tools, { longestAll: info?.contextTokens ?? settings.context_tokens });
      this.#listed = listed;
    }
    return this.#specs;
  }
}

/** What the prompt depends on besides what was said before. */
export interface About {
  readonly language: string;
  readonly info: ChatInfo | undefined;
}

/** The exchanges as the model reads them; a reply that nobody heard is left out. */
export function messagesOf(exchanges: readonly Exchange[]): ChatMessage[] {
  return exchanges.flatMap(({ user, assistant }): ChatMessage[] => [
    { role: 'user', text: user },
    ...(assistant === '' ? [] : [{ role: 'assistant' as const, text: assistant }]),
  ]);
}
