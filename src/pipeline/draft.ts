/** An answer that is begun before the user has surely finished: held back, and thrown away unless the words still fit. */
import { childController, TurnAborted } from './abort.js';
import { openCertainty, type Certainty } from './certainty.js';
import type { SpokenAudio } from './messages.js';
import { readAhead } from './read-ahead.js';
import type { ReplyText } from './reply-text.js';
import { Tally } from './report.js';
import { sameWords } from './same-words.js';
import type { Scope } from './stage.js';

export interface DraftOptions {
  /** The words that it answers. */
  readonly text: string;
  /** The scope of the answer that it may become. */
  readonly scope: Scope;
  readonly reply: ReplyText;
  /** Starts the answer. */
  readonly answer: (scope: Scope, reply: ReplyText) => AsyncIterable<SpokenAudio>;
  /** Sound made ahead of the decision, in messages. */
  readonly ahead: number;
}

export class Draft {
  readonly text: string;
  readonly reply: ReplyText;
  /** What its work may do to the world, and when. */
  readonly certainty: Certainty;
  /** What the draft's stages mark and count until it is played; then it is the turn's. */
  #held: Tally | undefined = new Tally();
  readonly #probe: Scope['probe'];
  readonly #first: Promise<IteratorResult<SpokenAudio>>;
  readonly #audio: AsyncIterator<SpokenAudio>;
  readonly #stop: () => void;
  #readyAtMs: number | undefined;

  /** Begins to work at once. */
  constructor(options: DraftOptions) {
    const { scope: turn, reply } = options;
    this.text = options.text;
    this.reply = reply;
    const { controller, release } = childController(turn.signal);
    this.#probe = turn.probe;
    const probe: Scope['probe'] = {
      mark: (name, atMs) => {
        (this.#held ?? turn.probe).mark(name, atMs);
      },
      count: (name, by) => {
        (this.#held ?? turn.probe).count(name, by);
      },
    };
    const scope: Scope = { ...turn, signal: controller.signal, probe };
    this.certainty = openCertainty(scope);
    this.#stop = () => {
      release();
      controller.abort(new TurnAborted('superseded'));
      // Stages that wait for a reader of what they have made do not hear the signal.
      void this.#audio.return?.().catch(() => undefined);
    };
    this.#audio = readAhead(options.answer(scope, reply), options.ahead, scope.signal);
    // The first pull sets all stages to work; a failure is told to whoever plays the draft, not to nobody.
    this.#first = this.#audio.next();
    this.#first.then(
      () => {
        this.#readyAtMs = turn.clock.now();
      },
      () => undefined,
    );
  }

  /** When its first sound lay ready; undefined until then. */
  get readyAtMs(): number | undefined {
    return this.#readyAtMs;
  }

  /** True when the final words are the draft's, whatever their case and punctuation. */
  fits(text: string): boolean {
    return sameWords(text, this.text);
  }

  /** The turn is taken: what was held back is told, and the sound may be played. */
  async *play(): AsyncGenerator<SpokenAudio, void, undefined> {
    this.#held?.tell(this.#probe);
    this.#held = undefined;
    this.certainty.take();
    this.reply.release();
    try {
      for (let next = await this.#first; next.done !== true; next = await this.#audio.next()) yield next.value;
    } finally {
      this.#stop();
    }
  }

  /** The words have changed, or the turn is over: nothing of the draft remains. */
  drop(): void {
    this.certainty.drop();
    this.#stop();
  }
}
