/** The assistant's side of a turn: from words to the sound of an answer, begun early where that may pay. */
import { openCertainty, type Certainty } from './certainty.js';
import { observe } from './chain.js';
import { Draft } from './draft.js';
import type { Emit } from './events.js';
import type { FinalTranscript, ReplyDelta, SpokenAudio } from './messages.js';
import { readAhead } from './read-ahead.js';
import { ReplyText } from './reply-text.js';
import { Speculation } from './speculation.js';
import type { Scope } from './stage.js';
import { once } from './streams.js';
import type { TurnOptions, TurnStages } from './turn-options.js';

export class Answer {
  readonly #options: TurnOptions;
  /** Of this answer. */
  readonly #scope: Scope;
  /** Of what is made without a draft. */
  readonly #certainty: Certainty;
  #draft: Draft | undefined;
  readonly #speculation: Speculation;
  #isPreparing = false;
  /** What is known of the turn before the draft that it takes up. */
  #isTrusted = false;
  #isSettled = false;
  #reply: ReplyText;

  constructor(options: TurnOptions, scope: Scope) {
    const { id, clock, speculation } = options;
    // A stage may ignore its signal: what it says of an answer that is over is no news.
    const emit: Emit = (news) => {
      if (!scope.signal.aborted) options.emit(news);
    };
    this.#options = { ...options, emit };
    this.#scope = scope;
    this.#certainty = openCertainty(scope);
    this.#reply = new ReplyText(id, emit, false);
    this.#speculation = new Speculation({
      ...{ ...speculation, clock },
      begin: (words) => this.#begin(words),
      prepare: (words) => {
        this.#prepare(words);
      },
    });
  }

  /** Where an answer may be begun before the endpoint, and is void when the user goes on. */
  get speculation(): Speculation {
    return this.#speculation;
  }

  /** The text of the answer, as far as it is known. */
  get reply(): ReplyText {
    return this.#reply;
  }

  /** The answer was begun before the endpoint. */
  get draftUsed(): boolean {
    return this.#draft !== undefined;
  }

  /** The sound of the answer: the draft's, if there is one and its words still stand. */
  to(final: FinalTranscript): AsyncIterable<SpokenAudio> {
    this.#draft = this.#speculation.take(final);
    this.#certainty.take();
    if (this.#isTrusted) this.#draft?.certainty.trust();
    if (this.#isSettled) this.#draft?.certainty.settle();
    if (this.#draft === undefined) return answerWords(final, this.#run());
    this.#reply = this.#draft.reply;
    return this.#draft.play();
  }

  /** The sound of a text that answers nobody. */
  announcement(text: string): AsyncIterable<SpokenAudio> {
    this.#certainty.take();
    return speakText(once<ReplyDelta>({ text, source: 'skill' }), this.#run());
  }

  /** It says nothing before it is certain that nobody takes it back. */
  get wantsCertainty(): boolean {
    return (this.#draft?.certainty ?? this.#certainty).isAwaited;
  }

  /** The user will hardly go on any more: what can be undone happens now. */
  trust(): void {
    this.#isTrusted = true;
    this.#certainty.trust();
    this.#draft?.certainty.trust();
  }

  /** Nobody will take this answer back any more: what it is to change in the world happens now. */
  settle(): void {
    this.#isSettled = true;
    this.#certainty.settle();
    this.#draft?.certainty.settle();
  }

  /** The user went on: nothing of it happens any more, and what has happened is undone. */
  takeBack(): void {
    this.#certainty.takeBack();
    this.#draft?.certainty.takeBack();
  }

  /** It was never to be: nothing of it happens, and nothing is begun any more. */
  drop(): void {
    this.#certainty.drop();
    this.#draft?.certainty.drop();
    this.#speculation.drop();
  }

  #begin(words: FinalTranscript): Draft {
    const { id, stages, emit } = this.#options;
    return new Draft({
      ...{ text: words.text, scope: this.#scope, ahead: soundAhead(stages) },
      reply: new ReplyText(id, emit, true),
      answer: (scope, reply) => answerWords(words, { stages, scope, reply }),
    });
  }

  /** One at a time: a draft must not wait behind several. */
  #prepare(words: FinalTranscript): void {
    const { responder } = this.#options.stages;
    if (responder.prepare === undefined || this.#isPreparing) return;
    this.#isPreparing = true;
    // Without it the answer comes later, and what is wrong shows there.
    const over = (): void => {
      this.#isPreparing = false;
    };
    responder.prepare(once(words), this.#scope).then(over, over);
  }

  #run(): AnswerRun {
    return { stages: this.#options.stages, scope: this.#scope, reply: this.#reply };
  }
}

/** What runs on behalf of one answer. */
export interface AnswerRun {
  readonly stages: TurnStages;
  readonly scope: Scope;
  readonly reply: ReplyText;
}

function answerWords(final: FinalTranscript, run: AnswerRun): AsyncIterable<SpokenAudio> {
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
function soundAhead({ ahead }: TurnStages): number {
  return Math.max(1, ahead * 8);
}
