/** The stage that makes sentences of the reply's deltas. */
import type { Settings } from '../../config/schema.js';
import type { ReplyDelta, Sentence } from '../../pipeline/messages.js';
import type { Stage } from '../../pipeline/stage.js';
import { untilTurnEnds } from './input.js';
import { defaultSplitter, SentenceSplitter } from './sentence-splitter.js';

export type SplitSettings = Pick<Settings['tts'], 'sentence_splitting'>;

/** With `sentence_splitting: false` the whole reply is one sentence. Joined, the sentences are the reply. */
export function createSplitStage(settings: SplitSettings): Stage<ReplyDelta, Sentence> {
  return {
    name: 'split',
    async *run(input, scope) {
      let index = 0;
      for await (const text of pieces(untilTurnEnds(input, scope.signal), settings.sentence_splitting)) {
        yield { index, text };
        index += 1;
      }
    },
  };
}

async function* pieces(input: AsyncIterable<ReplyDelta>, isSplit: boolean): AsyncGenerator<string, void, undefined> {
  const splitter = new SentenceSplitter(isSplit ? defaultSplitter : { longestChars: Infinity, firstClause: false });
  let whole = '';
  for await (const delta of input) {
    if (isSplit) yield* splitter.push(delta.text);
    else whole += delta.text;
  }
  if (whole !== '') yield whole;
  yield* splitter.flush();
}
