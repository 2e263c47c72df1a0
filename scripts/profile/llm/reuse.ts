/** What of a prompt need not be read again after a draft, a turn taken back, a barge-in, and a long conversation. */
import type { ChatArgs, ChatEnd, ChatMessage } from '../../../src/stages/response/chat.js';
import type { LanguageModel } from './model.js';
import { questionOf } from './questions.js';

/** Tokens read for a question, of all tokens of its prompt: `12 of 345`. */
export async function measureReuse(model: LanguageModel, system: string): Promise<Readonly<Record<string, string>>> {
  const conversation = 'reuse';
  const ask = async (messages: readonly ChatMessage[], maxTokens = 2): Promise<readonly [string, string]> => {
    const args: ChatArgs = { system, messages, maxTokens, temperature: 0, conversation };
    const { end, text } = await model.ask(args);
    return [costOf(end), text];
  };
  const user = (text: string): ChatMessage => ({ role: 'user', text });
  const past = Array.from({ length: 9 }, (_, index): ChatMessage[] => [
    user(questionOf(index + 1)),
    { role: 'assistant', text: 'That is a long story, and I like it.' },
  ]).flat();
  await model.forget(conversation);
  const [cold] = await ask([user(questionOf(1))]);
  const [sameAgain] = await ask([user(questionOf(1))]);
  const [goesOn] = await ask([user(`${questionOf(1).slice(0, -1)}, and about its colour?`)]);
  const [, said] = await ask([user(questionOf(2))], 24);
  const heard = said.split(' ').slice(0, 5).join(' ');
  const [bargeIn] = await ask([user(questionOf(2)), { role: 'assistant', text: heard }, user('And its size?')]);
  await model.warmUp({ system, messages: past, conversation });
  const [tenth] = await ask([...past, user(questionOf(10))]);
  return { cold, droppedDraft: sameAgain, reopenedTurn: goesOn, bargeIn, tenthTurn: tenth };
}

function costOf({ promptTokens, reusedTokens }: ChatEnd): string {
  return `${promptTokens - reusedTokens} of ${promptTokens}`;
}
