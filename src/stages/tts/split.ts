/** The stage that makes sentences of the reply's deltas. */
import type { Settings } from '../../config/schema.js';
import type { ReplyDelta, Sentence } from '../../pipeline/messages.js';
import type { Stage } from '../../pipeline/stage.js';
import { untilTurnEnds } from './input.js';
import { SentenceSplitter } from './sentence-splitter.js';
import { Arrivals } from './split/arrivals.js';
import { SentenceJoiner } from './split/joiner.js';

export type SplitSettings = Pick<Settings['tts'], 'sentence_splitting'>;

/** With `sentence_splitting: false` the whole reply is one sentence. Joined, the sentences are the reply. */
export function createSplitStage(settings: SplitSettings): Stage<ReplyDelta, Sentence> {
  return {
    name: 'split',
    async *run(input, scope) {
      let index = 0;
      const deltas = untilTurnEnds(input, scope.signal);
      for await (const text of settings.sentence_splitting ? pieces(deltas) : whole(deltas)) {
        yield { index, text };
        index += 1;
      }
    },
  };
}

async function* whole(input: AsyncIterable<ReplyDelta>): AsyncGenerator<string, void, undefined> {
  let text = '';
  for await (const delta of input) text += delta.text;
  if (text !== '') yield text;
}

/**
 * Where sentences may be cut depends on the text alone; which of them are joined, on what is there already: a finished
 * sentence never waits for one that is still to be made.
 */
async function* pieces(input: AsyncGenerator<ReplyDelta, void>): AsyncGenerator<string, void, undefined> {
  const splitter = new SentenceSplitter();
  const joiner = new SentenceJoiner();
  const arrivals = new Arrivals(input);
  try {
    while (true) {
      const delta = await arrivals.next();
      const sentences = delta === undefined ? splitter.flush() : splitter.push(delta.text);
      for (const sentence of sentences) yield* joiner.add(sentence);
      if (delta === undefined) break;
      if (joiner.isHolding && !(await arrivals.isMoreThere())) yield* joiner.take();
    }
    yield* joiner.take();
  } finally {
    await arrivals.close();
  }
}
