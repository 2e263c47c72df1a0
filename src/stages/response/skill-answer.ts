/** Answers by a skill: when it may run, what is asked first, and what it leaves behind for the next turn. */
import { untilCertain, untilTaken, whenCertain, whenTrusted } from '../../pipeline/certainty.js';
import type { ReplyDelta } from '../../pipeline/messages.js';
import type { Scope } from '../../pipeline/stage.js';
import type { SkillContext } from '../../skills/context.js';
import { readYesOrNo } from '../../skills/dialogue.js';
import type { AnySkill, Expectation, SkillReply, SkillRequest } from '../../skills/skill.js';
import type { SkillAnswers } from './cache/skill-answers.js';
import type { Beginning, Conversation } from './conversation.js';

export interface SkillTurn {
  readonly scope: Scope;
  readonly context: SkillContext;
  readonly conversation: Conversation;
  /** Answers that may be given again. */
  readonly answers: SkillAnswers;
  /** As the user said it. */
  readonly user: string;
  /** Told of what the user only hears as an apology. */
  readonly onFault: (error: Error) => void;
}

/** What is asked of a skill. */
export interface Asked {
  readonly skill: AnySkill;
  readonly slots: object;
  /** The user has said yes to what it asks first. */
  readonly isConfirmed?: boolean;
}

const FAILED = 'Sorry, that did not work.';
/** Said when a guess was wrong. */
const NOT_MEANT = 'All right. Say it again in other words, please.';

/** The answer of a skill. What it throws becomes an apology; only the signal's reason goes on. */
export async function* answerBySkill(
  { skill, slots, isConfirmed = false }: Asked,
  turn: SkillTurn,
): AsyncGenerator<ReplyDelta> {
  const { scope, context } = turn;
  const question = isConfirmed ? undefined : skill.confirm?.(slots, context);
  if (question !== undefined) {
    const reply = { text: question, expects: onYes({ run: skill.name, slots }) };
    yield* tell(each([reply]), turn, { remembered: true });
    return;
  }
  const remembered = skill.remembered ?? true;
  const beginning = { remembered, request: { skill: skill.name, slots } };
  const asked = { skill, slots, language: context.language };
  const kept = turn.answers.find(asked);
  if (kept !== undefined) {
    yield* tell(each(kept), turn, beginning);
    return;
  }
  if (skill.runs === 'taken') await untilTaken(scope);
  else if (skill.runs === 'certain') await untilCertain(scope);
  yield* tell(
    turn.answers.keep(
      replies(() => skill.answer(slots, context)),
      asked,
      scope,
    ),
    turn,
    beginning,
  );
}

/** What the words mean as an answer to what was asked in the turn before; undefined when they are none. */
export function answerToQuestion(normalised: string, turn: SkillTurn): AsyncIterable<ReplyDelta> | undefined {
  const { context, conversation } = turn;
  const reply = conversation.expects?.(normalised, context);
  if (reply === undefined) return undefined;
  if (isRequest(reply)) return answerRequest(reply, turn);
  const before = conversation.last;
  return tell(
    replies(() => reply),
    turn,
    { remembered: true, ...(before === undefined ? {} : { request: before }) },
  );
}

/** Asks whether this was meant. */
export function suggest(text: string, request: SkillRequest, turn: SkillTurn): AsyncIterable<ReplyDelta> {
  const expects: Expectation = (answer) => {
    const isMeant = readYesOrNo(answer);
    if (isMeant === undefined) return undefined;
    return isMeant ? request : NOT_MEANT;
  };
  return tell(each([{ text: `Did you mean: ${text}?`, expects }]), turn, { remembered: false });
}

function onYes(request: SkillRequest): Expectation {
  return (answer, { vary }) => {
    const isYes = readYesOrNo(answer);
    if (isYes === undefined) return undefined;
    return isYes ? request : vary(["Okay, I won't.", 'All right, I leave it.']);
  };
}

function answerRequest({ run, slots, asksFirst }: SkillRequest, turn: SkillTurn): AsyncIterable<ReplyDelta> {
  const skill = turn.context.skills.find(({ name }) => name === run);
  if (skill === undefined) return tell(each([`I can't do that any more.`]), turn, { remembered: false });
  return answerBySkill({ skill, slots, isConfirmed: asksFirst !== true }, turn);
}

async function* tell(
  source: AsyncIterable<SkillReply>,
  { scope, conversation, user, onFault }: SkillTurn,
  beginning: Omit<Beginning, 'user'>,
): AsyncGenerator<ReplyDelta> {
  let left: Beginning = { user, ...beginning };
  conversation.begin(scope.id, left);
  let said = '';
  try {
    for await (const reply of source) {
      const { text, effect, undo, result, expects } = typeof reply === 'string' ? { text: reply } : reply;
      if (effect !== undefined && undo !== undefined) whenTrusted(scope, { effect, undo }, onFault);
      else if (effect !== undefined) whenCertain(scope, effect, onFault);
      const { request } = left;
      left = {
        ...left,
        ...(expects === undefined ? {} : { expects }),
        ...(result === undefined || request === undefined ? {} : { request: { ...request, result } }),
      };
      conversation.begin(scope.id, left);
      if (text === '') continue;
      yield { text: said === '' || said.endsWith(' ') ? text : ` ${text}`, source: 'skill' };
      said += text;
    }
  } catch (error) {
    scope.signal.throwIfAborted();
    onFault(error instanceof Error ? error : new Error(String(error)));
    scope.probe.count('skill-failed');
    yield { text: said === '' || said.endsWith(' ') ? FAILED : ` ${FAILED}`, source: 'fallback' };
  }
}

function isRequest(reply: NonNullable<ReturnType<Expectation>>): reply is SkillRequest {
  return typeof reply === 'object' && 'run' in reply;
}

/** Asked only when it is listened to: what is thrown at once is an answer that failed, too. */
async function* replies(
  ask: () => SkillReply | Promise<SkillReply> | AsyncIterable<SkillReply>,
): AsyncGenerator<SkillReply> {
  const reply = ask();
  if (typeof reply === 'object' && Symbol.asyncIterator in reply) for await (const piece of reply) yield closed(piece);
  else yield await reply;
}

/** The space behind tells that the sentence is over: it is spoken at once, whenever the next one comes. */
function closed(piece: SkillReply): SkillReply {
  return typeof piece === 'string' ? `${piece} ` : { ...piece, text: piece.text === '' ? '' : `${piece.text} ` };
}

async function* each(given: readonly SkillReply[]): AsyncGenerator<SkillReply> {
  yield* given;
}
