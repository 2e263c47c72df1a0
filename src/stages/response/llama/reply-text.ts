/** What of the generated text is given out, and when the reply is over. */
import type { ChatEnd, Sampling } from '../chat.js';
import { ReplyShaper } from './shaper.js';
import { StopText } from './stops.js';

/** Behind a sentence that ends this late, no further one is begun: it would hardly be finished. */
const NEARLY_ALL = 0.9;

export interface ReplyTextOptions extends Pick<Sampling, 'stop'> {
  readonly maxTokens: number;
}

export class ReplyText {
  readonly #shaper = new ReplyShaper();
  readonly #stops: StopText;
  readonly #maxTokens: number;
  #began = false;
  #stopReason: ChatEnd['stopReason'] | undefined;

  /** @param templateStops what the model's template ends a reply with, where that is plain text */
  constructor(templateStops: readonly string[], { stop = [], maxTokens }: ReplyTextOptions) {
    this.#stops = new StopText([...templateStops, ...stop]);
    this.#maxTokens = maxTokens;
  }

  /** Nothing more is worth generating. */
  get isOver(): boolean {
    return this.#stopReason !== undefined;
  }

  /** `end` where the model itself came to an end. */
  get stopReason(): ChatEnd['stopReason'] {
    return this.#stopReason ?? 'end';
  }

  /** @param tokens generated up to and with this text */
  push(text: string, tokens: number): string {
    const shaper = this.#shaper;
    const wasBetween = shaper.isBetween;
    const begun = this.#began ? text : text.trimStart();
    this.#began ||= begun !== '';
    const said = shaper.push(this.#stops.push(begun));
    // A space tells that a sentence is over: the one behind it is held until it is whole, and nobody need wait for that.
    const isBetween = shaper.isBetween && (!wasBetween || said !== '');
    if (shaper.looped) this.#stopReason = 'loop';
    else if (this.#stops.isOver) this.#stopReason = 'stop';
    else if (tokens >= this.#maxTokens || (isBetween && tokens >= this.#maxTokens * NEARLY_ALL)) {
      this.#stopReason = 'length';
    }
    return isBetween ? `${said} ` : said;
  }

  /** What may still be said. */
  finish(): string {
    const isCut = this.#stopReason === 'length';
    const held = this.#stops.finish();
    const said = isCut ? '' : this.#shaper.push(held);
    return said + this.#shaper.finish(isCut);
  }
}
