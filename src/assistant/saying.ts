/** Speaks what is not an answer: a text, a text that is still being read, or stretches with a delivery of their own. */
import type { Delivery, ReplyDelta, Sentence, SpokenAudio } from '../pipeline/messages.js';
import { readAhead } from '../pipeline/read-ahead.js';
import type { Scope, Stage } from '../pipeline/stage.js';
import { once } from '../pipeline/streams.js';
import type { SpeechPiece } from '../stages/tts/ssml/pieces.js';

export { looksLikeSsml, parseSsml } from '../stages/tts/ssml/parse.js';
export { SsmlError } from '../stages/tts/ssml/problem.js';
export type { SpeechPiece } from '../stages/tts/ssml/pieces.js';

/** A text; pieces of one, each spoken as it says; or one text that arrives in parts, wherever it is cut. */
export type Speech = string | readonly SpeechPiece[] | AsyncIterable<string>;

export interface SayingStages {
  readonly splitter: Stage<ReplyDelta, Sentence>;
  readonly synthesizer: Stage<Sentence, SpokenAudio>;
}

/** Messages of sound that may lie ready: about the windows of one sentence. */
const SOUND_AHEAD = 16;

/** The sound of `speech`. `delivery` holds for all of it, and that of a piece on top of it. */
export function saySpeech(
  speech: Speech,
  stages: SayingStages,
  scope: Scope,
  delivery: Delivery = {},
): AsyncIterable<SpokenAudio> {
  const sentences =
    typeof speech === 'string' || Symbol.asyncIterator in speech
      ? withDelivery(stages.splitter.run(toDeltas(speech), scope), delivery)
      : sentencesOf(speech, { splitter: stages.splitter, scope, delivery });
  return readAhead(stages.synthesizer.run(sentences, scope), SOUND_AHEAD, scope.signal);
}

async function* toDeltas(text: string | AsyncIterable<string>): AsyncGenerator<ReplyDelta, void, undefined> {
  if (typeof text === 'string') yield { text, source: 'skill' };
  else for await (const part of text) yield { text: part, source: 'skill' };
}

interface PieceParts {
  readonly splitter: SayingStages['splitter'];
  readonly scope: Scope;
  readonly delivery: Delivery;
}

/** Each piece is split on its own; its silence stands behind its last sentence. */
async function* sentencesOf(
  pieces: readonly SpeechPiece[],
  { splitter, scope, delivery }: PieceParts,
): AsyncGenerator<Sentence, void, undefined> {
  let index = 0;
  for (const { text, delivery: own = {}, pauseAfterMs } of pieces) {
    const how = joinDeliveries(delivery, own);
    let held: Sentence | undefined;
    for await (const sentence of withDelivery(splitter.run(once<ReplyDelta>({ text, source: 'skill' }), scope), how)) {
      if (held !== undefined) yield held;
      held = { ...sentence, index };
      index += 1;
    }
    if (pauseAfterMs === undefined) {
      if (held !== undefined) yield held;
      continue;
    }
    yield { ...(held ?? { text: '', index }), pauseAfterMs };
    if (held === undefined) index += 1;
  }
}

async function* withDelivery(
  sentences: AsyncIterable<Sentence>,
  delivery: Delivery,
): AsyncGenerator<Sentence, void, undefined> {
  const isPlain = Object.keys(delivery).length === 0;
  for await (const sentence of sentences) yield isPlain ? sentence : { ...sentence, delivery };
}

/** Factors multiply, within what engines take; the rest of `inner` wins. */
function joinDeliveries(outer: Delivery, inner: Delivery): Delivery {
  const joined = { ...outer, ...inner };
  const volume = Math.min(4, (outer.volume ?? 1) * (inner.volume ?? 1));
  const speed = (outer.speed ?? 1) * (inner.speed ?? 1);
  const variation = (outer.variation ?? 1) * (inner.variation ?? 1);
  return {
    ...joined,
    ...(joined.volume === undefined ? {} : { volume }),
    ...(joined.speed === undefined ? {} : { speed }),
    ...(joined.variation === undefined ? {} : { variation }),
  };
}
