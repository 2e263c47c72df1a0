/** Answers given again: a question that was answered in these words, or in others that mean the same, is answered at once. */
import { whenCertain } from '../../pipeline/certainty.js';
import type { Understood } from '../../pipeline/intent.js';
import type { ReplyDelta } from '../../pipeline/messages.js';
import type { Scope } from '../../pipeline/stage.js';
import { Hurried } from './cache/hurried.js';
import { isLasting } from './cache/lasting.js';
import { questionOf, type Question, type QuestionOptions } from './cache/question.js';
import type { Claim, Made, Making, ReplyCache } from './cache/reply-cache.js';

export { ReplyCache, type CacheStats } from './cache/reply-cache.js';
export { ReplyFile } from './cache/reply-file.js';

/** Answers what was understood. */
export type Responder = (understood: Understood, scope: Scope) => AsyncIterable<ReplyDelta>;

export interface CachedOptions extends Omit<QuestionOptions, 'context'> {
  readonly cache: ReplyCache;
  /** All that the reply depends on besides the question: model, persona, settings, known facts. Asked for every question. */
  readonly context: (understood: Understood) => string;
  /**
   * Whether something was said before this question. What is answered then is not kept, since nobody knows what it took
   * from there; and only a question that names its subject is answered from what was kept.
   */
  readonly hasHistory: (understood: Understood) => boolean;
  /** Asked when the reply is whole: a tool had a part in it, so that it is neither kept nor given to anybody else. */
  readonly usedTools: (scope: Scope) => boolean;
}

/**
 * The responder with the cache in front of it. Kept are whole replies of the language model, of certain turns, to
 * questions that depend on nothing but their words.
 */
export function cached(responder: Responder, options: CachedOptions): Responder {
  return async function* (understood, scope) {
    const question = questionOf(understood, { ...options, context: options.context(understood) });
    const hasHistory = options.hasHistory(understood);
    const claim = question === undefined ? undefined : await claimFor(question, { ...options, hasHistory }, scope);
    if (question === undefined || claim === undefined) {
      yield* responder(understood, scope);
    } else if (claim.kind === 'found') {
      scope.probe.count('cache-hit');
      yield { text: claim.reply, source: 'cache' };
    } else {
      scope.probe.count('cache-miss');
      const reply = responder(understood, scope);
      yield* claim.kind === 'make'
        ? keep(reply, { question, scope, making: claim, usedTools: options.usedTools })
        : reply;
    }
  };
}

let isRead = false;

/** Takes up what was kept before, and reads a first question, which takes longer than any other. Never rejects. */
export async function warmUpCache(cache: ReplyCache): Promise<void> {
  if (!isRead) readFirstQuestion();
  await cache.restore();
}

/** Compiles the patterns: once for the whole process. */
function readFirstQuestion(): void {
  isRead = true;
  const transcript = { kind: 'final', text: 'What is the capital of Nowhereland?', language: 'en', words: [] } as const;
  questionOf({ transcript, normalised: '' }, { context: '', near: true, names: [] });
}

/** Undefined where no kept answer may be given. */
async function claimFor(
  question: Question,
  { cache, hasHistory }: { readonly cache: ReplyCache; readonly hasHistory: boolean },
  scope: Scope,
): Promise<Claim | undefined> {
  if (!hasHistory) return cache.claim(question, scope.signal);
  if (!question.namesSubject) return undefined;
  const reply = cache.find(question);
  return reply === undefined ? { kind: 'alone' } : { kind: 'found', reply };
}

interface Keeping {
  readonly question: Question;
  readonly scope: Scope;
  readonly making: Making;
  readonly usedTools: (scope: Scope) => boolean;
}

async function* keep(reply: AsyncIterable<ReplyDelta>, keeping: Keeping): AsyncGenerator<ReplyDelta> {
  const { scope, making } = keeping;
  const state = { text: '', isGenuine: true, isRead: false, isLasting: false };
  const noted = note(reply, (delta) => {
    state.text += delta.text;
    state.isGenuine &&= delta.source === 'llm';
  });
  const hurried = new Hurried(noted, (isWhole) => {
    const made = madeOf(isWhole && state.isGenuine ? state.text : '', keeping);
    state.isLasting = typeof made === 'object' && made.isLasting;
    // Those who wait need not wait for the reader of this one.
    making.close(made);
  });
  making.onJoin(() => {
    hurried.hurry();
  });
  try {
    for (let delta = await hurried.next(); delta !== undefined; delta = await hurried.next()) yield delta;
    state.isRead = true;
  } finally {
    making.close(undefined);
    await hurried.leave();
    if (state.isRead && state.isLasting && !scope.signal.aborted) {
      whenCertain(scope, () => {
        making.keep(state.text);
      });
    }
  }
}

/** `text`: empty for a reply that is not whole, or an apology. */
function madeOf(text: string, { question, scope, usedTools }: Keeping): Made {
  if (scope.signal.aborted) return undefined;
  if (text === '') return 'failed';
  if (usedTools(scope)) return 'own';
  return { reply: text, wording: question.wording, isLasting: isLasting(text, question.isRoundabout) };
}

async function* note(reply: AsyncIterable<ReplyDelta>, see: (delta: ReplyDelta) => void): AsyncGenerator<ReplyDelta> {
  for await (const delta of reply) {
    see(delta);
    yield delta;
  }
}
