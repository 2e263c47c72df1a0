/** An answer that is begun before the user has surely finished: held back, and thrown away unless the words still fit. */
import { childController, TurnAborted } from './abort.js';
import type { SpokenAudio } from './messages.js';
import { readAhead } from './read-ahead.js';
import type { ReplyText } from './reply-text.js';
import { Tally } from './report.js';
import type { Scope } from './stage.js';

const certainties = new WeakMap<Scope, Promise<void>>();

/**
 * For stages whose work has effects: resolves when the turn of this scope is certain, never when it is dropped (the
 * scope's signal fires then). Undefined when it is certain already.
 */
export function certaintyOf(scope: Scope): Promise<void> | undefined {
  return certainties.get(scope);
}

export interface DraftOptions {
  /** The words that it answers. */
  readonly text: string;
  /** The scope of the turn. */
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
  /** What the draft's stages mark and count until it is certain; then it is the turn's. */
  #held: Tally | undefined = new Tally();
  readonly #probe: Scope['probe'];
  readonly #first: Promise<IteratorResult<SpokenAudio>>;
  readonly #audio: AsyncIterator<SpokenAudio>;
  readonly #drop: () => void;
  readonly #commit: () => void;

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
    let commit = (): void => undefined;
    certainties.set(
      scope,
      new Promise((resolve) => {
        commit = resolve;
      }),
    );
    this.#commit = commit;
    this.#drop = () => {
      release();
      controller.abort(new TurnAborted('superseded'));
    };
    this.#audio = readAhead(options.answer(scope, reply), options.ahead, scope.signal);
    // The first pull sets all stages to work; a failure is told to whoever plays the draft, not to nobody.
    this.#first = this.#audio.next();
    this.#first.catch(() => undefined);
  }

  /** True when the final words are the draft's, whatever their case and punctuation. */
  fits(text: string): boolean {
    const words = (of: string): string => (of.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []).join(' ');
    return words(text) === words(this.text);
  }

  /** The turn is certain: what was held back is told, and the sound may be played. */
  async *commit(): AsyncGenerator<SpokenAudio, void, undefined> {
    this.#held?.tell(this.#probe);
    this.#held = undefined;
    this.#commit();
    this.reply.release();
    try {
      for (let next = await this.#first; next.done !== true; next = await this.#audio.next()) yield next.value;
    } finally {
      this.#drop();
    }
  }

  /** The words have changed, or the turn is over: nothing of the draft remains. */
  drop(): void {
    this.#drop();
  }
}
