/** The answering stage: a skill where the intent is clear, else a kept reply, else the language model. */
import type { Intent, Understood } from '../../pipeline/intent.js';
import type { ReplyDelta } from '../../pipeline/messages.js';
import type { Scope, Stage } from '../../pipeline/stage.js';
import type { SkillContext } from '../../skills/context.js';
import type { AnySkill } from '../../skills/skill.js';
import { loadCalculator } from '../../skills/language/calculator.js';
import type { SkillAnswers } from './cache/skill-answers.js';
import type { Conversation } from './conversation.js';
import { answerBySkill, answerToQuestion, suggest, type SkillTurn } from './skill-answer.js';
import type { ModelAnswers } from './model-answers.js';

export interface ResponseOptions {
  readonly conversation: Conversation;
  /** Those that can answer now. */
  readonly skills: () => readonly AnySkill[];
  /** What skills may reach, of this very turn. */
  readonly contextOf: (understood: Understood, scope: Scope) => SkillContext;
  /** Answers of skills that may be given again. */
  readonly answers: SkillAnswers;
  /** Answers what no skill does. */
  readonly model: ModelAnswers;
  /** Told of every failure that the user only hears as an apology. */
  readonly onFault: (error: Error) => void;
}

/** Empty input gets no reply. Whatever the reply changes waits until its turn is certain. */
export function createResponseStage(options: ResponseOptions): Stage<Understood, ReplyDelta> {
  const { conversation, model } = options;
  return {
    name: 'response',
    warmUp: async (signal) => {
      loadCalculator();
      await model.warmUp(signal);
    },
    async prepare(input, scope) {
      for await (const { normalised, intent, suggestion, transcript } of input) {
        // What a skill answers, the model need not read.
        const isForModel = normalised !== '' && intent === undefined && suggestion === undefined;
        if (isForModel && conversation.expects === undefined) await model.readAlong(transcript, scope.signal);
      }
    },
    async *run(input, scope) {
      for await (const understood of input) {
        scope.signal.throwIfAborted();
        if (understood.normalised !== '') yield* answer(understood, scope, options);
      }
    },
  };
}

function answer(understood: Understood, scope: Scope, options: ResponseOptions): AsyncIterable<ReplyDelta> {
  const { conversation, contextOf, answers, model, onFault } = options;
  const { normalised, suggestion } = understood;
  const user = understood.transcript.text.trim();
  const turn: SkillTurn = { scope, context: contextOf(understood, scope), conversation, answers, user, onFault };
  const reply = answerToQuestion(normalised, turn);
  if (reply !== undefined) return reply;
  const asked = skillFor(understood.intent, options);
  if (asked !== undefined) return answerBySkill(asked, turn);
  if (suggestion !== undefined) {
    const { name, slots } = suggestion.intent;
    return suggest(suggestion.text, { run: name, slots, asksFirst: true }, turn);
  }
  return model.answer(understood, scope);
}

/** Undefined when the skill went away since the words were understood. */
function skillFor(
  intent: Intent | undefined,
  { skills }: ResponseOptions,
): { readonly skill: AnySkill; readonly slots: object } | undefined {
  if (intent === undefined) return undefined;
  const skill = skills().find(({ name }) => name === intent.name);
  return skill === undefined ? undefined : { skill, slots: intent.slots };
}
