/** One question in writing, answered in writing, as a turn of a conversation. */
import type { FinalTranscript, ReplyDelta } from '../pipeline/messages.js';
import type { Scope, Stage } from '../pipeline/stage.js';
import { once } from '../pipeline/streams.js';
import type { Conversation } from '../stages/response/conversation.js';

export interface AskingParts {
  readonly responder: Stage<FinalTranscript, ReplyDelta>;
  readonly conversation: Conversation;
  readonly scope: Scope;
}

/** All of the answer counts as heard; of one that is given up, what was handed out. */
export async function* askText(
  question: Pick<FinalTranscript, 'text' | 'language'>,
  { responder, conversation, scope }: AskingParts,
): AsyncGenerator<ReplyDelta, void, undefined> {
  let reply = '';
  try {
    for await (const delta of responder.run(once({ kind: 'final', words: [], ...question }), scope)) {
      reply += delta.text;
      yield delta;
    }
  } finally {
    if (reply === '') conversation.drop(scope.id);
    else conversation.recordHeard(scope.id, reply);
  }
}
