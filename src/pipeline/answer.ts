/** From the words of a turn to the sound of its answer. */
import { observe } from './chain.js';
import type { FinalTranscript, ReplyDelta, SpokenAudio } from './messages.js';
import { readAhead } from './read-ahead.js';
import type { ReplyText } from './reply-text.js';
import type { Scope } from './stage.js';
import { once } from './streams.js';
import type { TurnStages } from './turn-options.js';

/** What runs on behalf of one answer. */
export interface AnswerRun {
  readonly stages: TurnStages;
  readonly scope: Scope;
  readonly reply: ReplyText;
}

export function answerWords(final: FinalTranscript, run: AnswerRun): AsyncIterable<SpokenAudio> {
  return speakText(observe(run.stages.responder, once(final), run.scope), run);
}

export function speakText(
  deltas: AsyncIterable<ReplyDelta>,
  { stages, scope, reply }: AnswerRun,
): AsyncIterable<SpokenAudio> {
  const { splitter, synthesizer, ahead } = stages;
  const sentences = observe(splitter, reply.tap(deltas), scope);
  const audio = observe(synthesizer, ahead > 0 ? readAhead(sentences, ahead, scope.signal) : sentences, scope);
  return ahead > 0 ? readAhead(audio, soundAhead(stages), scope.signal) : audio;
}

/** Messages of sound that may lie ready: windows are small, so several for each sentence that may lie ahead. */
export function soundAhead({ ahead }: TurnStages): number {
  return Math.max(1, ahead * 8);
}
