/** Answers by the language model: streamed, cleaned for the ear, with tools, and honest when there is no answer in time. */
import type { EngineHandle } from '../../models/host/engine.js';
import type { Understood } from '../../pipeline/intent.js';
import type { ReplyDelta } from '../../pipeline/messages.js';
import type { Scope } from '../../pipeline/stage.js';
import type { Expectation } from '../../skills/skill.js';
import type { ChatInfo, ChatPrefix } from './chat.js';
import { beyondReach } from './beyond.js';
import type { Conversation } from './conversation.js';
import { readInstructions, type Instructions } from './instructions.js';
import { askInfo, askInfoSoon, FirstTokenLate } from './llm-call.js';
import { Digest } from './llm-digest.js';
import { PromptWriter, type PromptParts } from './llm-prompt.js';
import { countOld, Idle, quote, readPrefix, sumUp } from './llm-rest.js';
import { speakRounds } from './llm-rounds.js';
import { languageName } from './llm-system.js';
import { PROGRESS } from './llm-tools.js';
import { RecitalWatch, type Betrayal } from './recital.js';

export interface LlmOptions extends PromptParts {
  /** Undefined when no model is installed. */
  readonly engine: EngineHandle | undefined;
  /** Told of every failure that the user only hears as an apology. */
  readonly onFault: (error: Error) => void;
  /** ISO 639-1 code of what is spoken, before anything was said; unknown unless told. */
  readonly language?: string;
  /** The reply of this scope ends with a question: the next utterance is read by this. */
  readonly onQuestion: (scope: Scope, expects: Expectation) => void;
}

/** What is to be answered. */
export interface Question {
  readonly understood: Understood;
  readonly scope: Scope;
  readonly conversation: Conversation;
}

/** How the next question begins, as far as it was heard. */
export interface Beginning {
  readonly text: string;
  /** ISO 639-1. */
  readonly language: string;
}

/** What is known of one conversation. */
interface Memory {
  readonly digest: Digest;
  /** Tokens of the last prompt and its reply; 0 when nobody counted. */
  used: number;
  /** ISO 639-1 code of what was said last. */
  language: string;
}

const LINES = {
  missing: 'I have no language model, so I can only help with the time, sums, units and timers.',
  late: 'Sorry, that takes me too long to think about.',
  failed: 'Sorry, something went wrong while I was thinking.',
  broken: 'Sorry, I lost my thread.',
  empty: "Sorry, I don't have an answer to that.",
} as const;
/** Said in place of what the model was told, and must not tell. */
const KEPT: Readonly<Record<Betrayal, string>> = {
  recited: 'I keep my instructions to myself.',
  secret: 'I was asked not to tell that.',
};

/** What is said in place of an answer, in whole sentences: the voice may have them ready. */
export const apologies: readonly string[] = [
  LINES.late,
  LINES.failed,
  LINES.empty,
  LINES.broken,
  KEPT.recited,
  KEPT.secret,
  PROGRESS,
];

/** Languages named when it answers in another one. */
const MOST_NAMED = 4;

export class Llm {
  readonly #options: LlmOptions;
  readonly #writer: PromptWriter;
  readonly #memories = new WeakMap<Conversation, Memory>();
  readonly #withTools = new WeakSet<Scope>();
  readonly #idle = new Idle();
  readonly #instructions: Instructions;
  #info: ChatInfo | undefined;

  constructor(options: LlmOptions) {
    this.#options = options;
    this.#writer = new PromptWriter(options);
    this.#instructions = readInstructions(this.#writer.persona);
  }

  /** True when a tool had a part in the reply of this scope: it is of its moment, and not to be kept. */
  usedTools(scope: Scope): boolean {
    return this.#withTools.has(scope);
  }

  /** What fails becomes an apology (`fallback`); only the scope's reason is thrown. */
  async *answer(question: Question): AsyncGenerator<ReplyDelta> {
    const { engine, onFault } = this.#options;
    const { scope, understood } = question;
    this.#idle.stop();
    if (engine === undefined) {
      yield { text: LINES.missing, source: 'fallback' };
      return;
    }
    let said = '';
    try {
      this.#info ??= await askInfoSoon(engine, scope);
      const unable = this.#foreign(understood.transcript.language) ?? this.#beyond(understood.normalised);
      if (unable !== undefined) {
        yield { text: unable, source: 'fallback' };
        return;
      }
      const watch = new RecitalWatch(this.#instructions);
      for await (const text of watched(this.#rounds(engine, question), watch)) {
        said += text;
        yield { text, source: 'llm' };
      }
      if (watch.betrayal !== undefined) {
        scope.probe.count(`llm-${watch.betrayal}`);
        yield { text: behind(said, KEPT[watch.betrayal]), source: 'fallback' };
      } else if (said === '') yield { text: LINES.empty, source: 'fallback' };
    } catch (error) {
      scope.signal.throwIfAborted();
      onFault(error instanceof Error ? error : new Error(String(error)));
      const late = error instanceof FirstTokenLate;
      scope.probe.count(late ? 'llm-late' : 'llm-failed');
      if (said !== '') yield { text: behind(said, LINES.broken), source: 'fallback' };
      else yield { text: late ? LINES.late : LINES.failed, source: 'fallback' };
    }
  }

  /** Lets the model read the conversation and how the next question begins. Changes nothing that anybody sees. */
  async readAlong(conversation: Conversation, { text, language }: Beginning, signal: AbortSignal): Promise<void> {
    const { engine } = this.#options;
    this.#idle.stop();
    if (engine === undefined) return;
    this.#info ??= await askInfo(engine, signal);
    await readPrefix(engine, { prefix: this.#prefix(conversation, language), beginning: text, signal });
  }

  /**
   * Worth calling when a turn is over: what soon would not fit is summed up, and what was said is read. Ends early, and
   * without an error, when something more urgent comes. Rejects when the engine fails.
   */
  async rest(conversation: Conversation, signal: AbortSignal): Promise<void> {
    const { engine } = this.#options;
    if (engine === undefined) return;
    await this.#idle.run(signal, async (idle) => {
      // Another engine may have taken its place since.
      this.#info = (await askInfo(engine, idle)) ?? this.#info;
      await this.#shorten(engine, conversation, idle);
      await readPrefix(engine, { prefix: this.#prefix(conversation), beginning: '', signal: idle });
    });
  }

  #memory(conversation: Conversation): Memory {
    const known = this.#memories.get(conversation);
    if (known !== undefined) return known;
    const memory = { digest: new Digest(), used: 0, language: this.#options.language ?? '' };
    this.#memories.set(conversation, memory);
    return memory;
  }

  #prefix(conversation: Conversation, language = this.#memory(conversation).language): ChatPrefix {
    const told = this.#memory(conversation).digest.read(conversation.history());
    return this.#writer.prefix(conversation, told, { language, info: this.#info });
  }

  async #shorten(engine: EngineHandle, conversation: Conversation, signal: AbortSignal): Promise<void> {
    const { settings } = this.#options;
    const memory = this.#memory(conversation);
    const { exchanges, summary } = memory.digest.read(conversation.history());
    const prefix = this.#prefix(conversation);
    const room = (this.#info?.contextTokens ?? settings.context_tokens) - settings.max_tokens;
    const count = countOld(prefix, exchanges.length, { used: memory.used, room });
    const last = exchanges[count - 1];
    if (last === undefined) return;
    const old = exchanges.slice(0, count);
    const isAble = this.#writer.isLarge(this.#info);
    memory.digest.write(isAble ? await sumUp(engine, { prefix, old, signal }) : quote(old, summary), last);
    memory.used = 0;
  }

  /** What is said instead of an answer in a language that the model does not know. */
  #foreign(language: string): string | undefined {
    const known = this.#writer.languages(this.#info);
    if (known === undefined || language === '' || known.includes(language)) return undefined;
    const named = known.slice(0, MOST_NAMED).map(languageName);
    if (known.length > MOST_NAMED) named.push('some others');
    const list = new Intl.ListFormat('en').format(named);
    return `I heard ${languageName(language)}, but I can only answer in ${list}.`;
  }

  /** What is said instead of an answer that the model would have to invent. */
  #beyond(normalised: string): string | undefined {
    return beyondReach(normalised, this.#info, this.#writer.languages(this.#info));
  }

  #rounds(engine: EngineHandle, { understood, scope, conversation }: Question): AsyncGenerator<string> {
    const { settings, tools, onQuestion } = this.#options;
    const { text, language } = understood.transcript;
    const memory = this.#memory(conversation);
    memory.language = language;
    return speakRounds(engine, {
      ...{ scope, tools, question: text.trim(), prefix: this.#prefix(conversation, language) },
      ...{ sampling: { ...this.#writer.sampling, maxTokens: settings.max_tokens } },
      timeoutMs: settings.first_token_timeout_ms,
      onEnd: ({ tokens, promptTokens }) => {
        memory.used = tokens + promptTokens;
      },
      onTool: () => {
        this.#withTools.add(scope);
      },
      onQuestion: (expects) => {
        onQuestion(scope, expects);
      },
    });
  }
}

/** The reply as long as it gives nothing away; it is not asked for more of it then. */
async function* watched(reply: AsyncIterable<string>, watch: RecitalWatch): AsyncGenerator<string> {
  for await (const text of reply) {
    const free = watch.push(text);
    if (free !== '') yield free;
    if (watch.betrayal !== undefined) return;
  }
  const rest = watch.finish();
  if (rest !== '') yield rest;
}

/** A line of its own behind what was said, if anything was. */
function behind(said: string, line: string): string {
  if (said === '') return line;
  const isOver = /[.!?:]\s*$/.test(said);
  return `${isOver ? '' : '.'}${/\s$/.test(said) ? '' : ' '}${line}`;
}
