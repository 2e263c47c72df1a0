/** The answering stage: a skill where the intent is clear, else a kept reply, else the language model. */
import { createHash } from 'node:crypto';
import { whenCertain } from '../../pipeline/certainty.js';
import type { Intent, Understood } from '../../pipeline/intent.js';
import type { ReplyDelta } from '../../pipeline/messages.js';
import type { Clock, Stage } from '../../pipeline/stage.js';
import { drain } from '../../pipeline/streams.js';
import type { EngineHandle } from '../../models/host/engine.js';
import type { Settings } from '../../config/schema.js';
import { cached, ReplyCache, type Responder } from './cache.js';
import type { Conversation } from './conversation.js';
import { isPassing, standsAlone } from './dependence.js';
import type { WarmUpArgs } from './llama-engine.js';
import { createLlmResponder, historyMessages } from './llm.js';
import { loadCalculator } from './skills/math.js';
import { builtInSkills } from './skills/skills.js';
import { runSkill, type SkillContext, type Skills } from './skills/skill.js';
import type { Timers } from './timers.js';

export interface ResponseOptions {
  /** Undefined when no language model is installed. */
  readonly engine: EngineHandle | undefined;
  readonly settings: ResponseSettings;
  readonly conversation: Conversation;
  readonly timers: Timers;
  readonly clock: Clock;
  /** Default: the built-in ones. */
  readonly skills?: Skills;
  /** Default: a new one as the settings want it. Pass one to keep it when the settings change. */
  readonly cache?: ReplyCache;
  /** What the language model is called, for the cache's key. Default: the models that the settings name. */
  readonly modelId?: string;
  /** Default: Parley. */
  readonly assistantName?: string;
  /** Told of every failure that the user only hears as an apology. */
  readonly onFault?: (error: Error) => void;
  /** Wall-clock time; default the system's. */
  readonly now?: () => Date;
  /** Default: the system's zone. */
  readonly timeZone?: string;
  /** 0 ≤ x < 1; default `Math.random`. */
  readonly random?: () => number;
}

/** The settings that answers depend on. */
export type ResponseSettings = Pick<Settings, 'llm' | 'response_generation'>;

/** An intent below this is not acted upon. */
const CONFIDENT = 0.7;

/** Empty input gets no reply. Whatever the reply changes waits until its turn is certain. */
export function createResponseStage(options: ResponseOptions): Stage<Understood, ReplyDelta> {
  const { conversation, skills = builtInSkills } = options;
  const context = skillContext(options);
  const respond = createModelResponder(options);
  return {
    name: 'response',
    warmUp: (signal) => warmUp(options, signal),
    async prepare(input, scope) {
      for await (const understood of input) {
        // What a skill answers, the model need not read.
        const isForModel = understood.normalised !== '' && confidentIntent(understood) === undefined;
        if (isForModel) await readAlong(options, understood.transcript.text, scope.signal);
      }
    },
    async *run(input, scope) {
      for await (const understood of input) {
        scope.signal.throwIfAborted();
        if (understood.normalised === '') continue;
        const intent = confidentIntent(understood);
        const user = understood.transcript.text.trim();
        conversation.begin(scope.id, user, intent === undefined || skills[intent.name].remembered);
        if (intent !== undefined) {
          const { text, effect } = runSkill(skills, intent, context);
          if (effect !== undefined) whenCertain(scope, effect, options.onFault);
          yield { text, source: 'skill' };
          continue;
        }
        for await (const delta of respond(understood, scope)) {
          // An apology is no answer: the model must not find it in the history and go on from there.
          if (delta.source === 'fallback') conversation.begin(scope.id, user, false);
          yield delta;
        }
      }
    },
  };
}

function confidentIntent({ intent }: Understood): Intent | undefined {
  return intent !== undefined && intent.confidence >= CONFIDENT ? intent : undefined;
}

function skillContext(options: ResponseOptions): SkillContext {
  let turn = 0;
  return {
    ...{ conversation: options.conversation, timers: options.timers, assistantName: options.assistantName ?? 'Parley' },
    now: options.now ?? (() => new Date()),
    timeZone: options.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    random: options.random ?? Math.random,
    // Round and round, not by chance: the same session can be replayed.
    vary: (lines) => lines[turn++ % lines.length] ?? lines[0],
  };
}

function createModelResponder(options: ResponseOptions): Responder {
  const { conversation, settings, clock } = options;
  const { llm, response_generation: generation } = settings;
  const responder = createLlmResponder({
    ...{ engine: options.engine, settings: llm, conversation },
    onFault: options.onFault ?? (() => undefined),
  });
  if (!generation.cache.enabled) return responder;
  const cache =
    options.cache ?? new ReplyCache(clock, { size: generation.cache.size, ttlMs: generation.cache.ttl * 1000 });
  const modelId = options.modelId ?? llm.model;
  const config = createHash('sha256')
    .update(JSON.stringify([modelId, llm.system_prompt, llm.max_tokens, llm.temperature]))
    .digest('hex');
  return cached(responder, {
    cache,
    keyOf: ({ normalised, transcript }) =>
      standsAlone(normalised) && !isPassing(normalised)
        ? JSON.stringify([normalised, transcript.language, config])
        : undefined,
    // With a history the model has read more than the question, and nobody knows what it took from there.
    mayStore: () => conversation.history().length === 0,
  });
}

/** Worth calling again when a turn is over: the model then reads the conversation before the next question comes. */
async function warmUp({ engine, settings, conversation }: ResponseOptions, signal: AbortSignal): Promise<void> {
  loadCalculator();
  if (engine === undefined) return;
  await engine.ready(signal);
  await readAlong({ engine, settings, conversation }, '', signal);
}

/** Lets the model read the conversation and how the next question begins. */
async function readAlong(
  { engine, settings, conversation }: Pick<ResponseOptions, 'engine' | 'settings' | 'conversation'>,
  beginning: string,
  signal: AbortSignal,
): Promise<void> {
  if (engine === undefined) return;
  const args: WarmUpArgs = {
    ...{ system: settings.llm.system_prompt, messages: historyMessages(conversation) },
    ...(beginning === '' ? {} : { beginning }),
  };
  await drain(engine.call('warmUp', args, { signal }));
}
