/** The text of a reply on its way to the splitter: told to the world at once, or, in a draft, when the draft is certain. */
import type { Emit, SessionNews } from './events.js';
import type { ReplyDelta, ReplySource } from './messages.js';

export class ReplyText {
  readonly #turn: string;
  readonly #emit: Emit;
  /** News that wait for `release`; undefined when nothing has to wait. */
  #held: SessionNews[] | undefined;
  #text = '';
  #source: ReplySource | undefined;

  constructor(turn: string, emit: Emit, held: boolean) {
    this.#turn = turn;
    this.#emit = emit;
    this.#held = held ? [] : undefined;
  }

  get text(): string {
    return this.#text.trim();
  }

  get source(): ReplySource | undefined {
    return this.#source;
  }

  /** Passes the deltas on and remembers them. */
  async *tap(deltas: AsyncIterable<ReplyDelta>): AsyncGenerator<ReplyDelta, void, undefined> {
    for await (const delta of deltas) {
      this.#text += delta.text;
      this.#source = delta.source;
      this.#tell({ type: 'reply.delta', turn: this.#turn, text: delta.text });
      yield delta;
    }
    if (this.#source !== undefined) {
      this.#tell({ type: 'reply', turn: this.#turn, text: this.text, source: this.#source });
    }
  }

  /** Tells what was held back; from now on nothing waits. */
  release(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const news of held) this.#emit(news);
  }

  #tell(news: SessionNews): void {
    if (this.#held === undefined) this.#emit(news);
    else this.#held.push(news);
  }
}
