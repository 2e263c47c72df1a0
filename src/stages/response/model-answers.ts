/** Answers by the language model, with the kept ones in front of it, and what it may read before a question is whole. */
import type { Settings } from '../../config/schema.js';
import type { EngineHandle } from '../../models/host/engine.js';
import type { Understood } from '../../pipeline/intent.js';
import type { FinalTranscript, ReplyDelta } from '../../pipeline/messages.js';
import type { Scope } from '../../pipeline/stage.js';
import type { Facts } from '../../skills/keep/facts.js';
import type { Expectation } from '../../skills/skill.js';
import type { ToolBox } from '../../tools/tool.js';
import { cached, warmUpCache, type ReplyCache, type Responder } from './cache.js';
import type { Conversation } from './conversation.js';
import { Llm } from './llm.js';

export interface ModelAnswersOptions {
  /** Undefined when no language model is installed. */
  readonly engine: EngineHandle | undefined;
  readonly settings: ModelSettings;
  /** What the user told about themselves: the model is told it, too. */
  readonly facts: Facts;
  readonly tools: ToolBox;
  readonly cache: ReplyCache;
  /** Names the language model that would answer now, in the cache's keys. */
  readonly modelId: () => string;
  /** Told of every failure that the user only hears as an apology. */
  readonly onFault: (error: Error) => void;
}

/** The settings that answers depend on. */
export type ModelSettings = Pick<Settings, 'assistant' | 'llm' | 'stt' | 'response_generation'>;

/** The language model in one conversation. */
export interface ModelAnswers {
  answer(understood: Understood, scope: Scope): AsyncIterable<ReplyDelta>;
  /** Lets the model read the conversation and how the next question begins. Changes nothing that anybody sees. */
  readAlong(transcript: FinalTranscript, signal: AbortSignal): Promise<void>;
  /** Worth calling when a turn is over: the model then reads, or sums up, the conversation before the next question. */
  warmUp(signal: AbortSignal): Promise<void>;
}

/** One model for all conversations; what it says is kept for all of them. */
export function createModelAnswers(options: ModelAnswersOptions): (conversation: Conversation) => ModelAnswers {
  const { engine, settings, facts, tools, onFault } = options;
  const questions = new WeakMap<Scope, (expects: Expectation) => void>();
  const llm = new Llm({
    ...{ engine, facts, tools, onFault, settings: settings.llm, assistantName: settings.assistant.name },
    // Known before anybody speaks, so that the first prompt is the right one.
    language: settings.stt.language === 'auto' ? '' : settings.stt.language,
    onQuestion: (scope, expects) => questions.get(scope)?.(expects),
  });
  return (conversation) => {
    const respond = createResponder(llm, conversation, options);
    return {
      async *answer(understood, scope) {
        const user = understood.transcript.text.trim();
        conversation.begin(scope.id, { user, remembered: true });
        questions.set(scope, (expects) => {
          conversation.begin(scope.id, { user, remembered: true, expects });
        });
        for await (const delta of respond(understood, scope)) {
          // An apology is no answer: the model must not find it in the history and go on from there.
          if (delta.source === 'fallback') conversation.begin(scope.id, { user, remembered: false });
          yield delta;
        }
      },
      readAlong: (transcript, signal) => llm.readAlong(conversation, transcript, signal),
      warmUp: async (signal) => {
        await warmUpCache(options.cache);
        await engine?.ready(signal);
        await llm.rest(conversation, signal);
      },
    };
  };
}

function createResponder(llm: Llm, conversation: Conversation, options: ModelAnswersOptions): Responder {
  const { settings, cache, facts, modelId } = options;
  const { response_generation: generation, assistant } = settings;
  const respond: Responder = (understood, scope) => llm.answer({ understood, scope, conversation });
  if (!generation.cache.enabled) return respond;
  return cached(respond, {
    cache,
    near: generation.cache.near,
    names: [assistant.name],
    context: () => JSON.stringify([modelId(), settings.llm, assistant.name, facts.list()]),
    hasHistory: () => conversation.history().length > 0,
    usedTools: (scope) => llm.usedTools(scope),
  });
}
