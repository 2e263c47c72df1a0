/** The older part of a conversation in a few sentences, in the place of what no longer fits. */
import type { Exchange } from './conversation.js';

export interface Told {
  /** Of what was said before the exchanges; empty for nothing. */
  readonly summary: string;
  /** Oldest first. */
  readonly exchanges: readonly Exchange[];
}

export class Digest {
  #summary = '';
  #through: Exchange | undefined;
  /** Exchanges that were there together with the summary: as long as one is left, it is the same conversation. */
  #companions = new WeakSet<Exchange>();

  /** What is to be told of this history. One that holds nothing of the conversation summarised forgets the summary. */
  read(history: readonly Exchange[]): Told {
    if (this.#through === undefined) return { summary: '', exchanges: history };
    const at = history.indexOf(this.#through);
    if (at < 0 && !history.some((exchange) => this.#companions.has(exchange))) {
      this.clear();
      return { summary: '', exchanges: history };
    }
    const exchanges = history.slice(at + 1);
    for (const exchange of exchanges) this.#companions.add(exchange);
    return { summary: this.#summary, exchanges };
  }

  /** From now on the summary stands for everything up to and including this exchange. */
  write(summary: string, through: Exchange): void {
    this.#summary = summary;
    this.#through = through;
    this.#companions = new WeakSet([through]);
  }

  clear(): void {
    this.#summary = '';
    this.#through = undefined;
  }
}
