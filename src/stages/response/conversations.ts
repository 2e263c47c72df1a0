/** One conversation for each speaker: what one said is never told to another. */
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../pipeline/stage.js';
import { Conversation, type ConversationOptions } from './conversation.js';

/** Speakers remembered at once; who was silent for longest is forgotten first. */
const MOST_SPEAKERS = 64;

export class Conversations {
  readonly #clock: Clock;
  #options: ConversationOptions;
  readonly #others = new LRUCache<string, Conversation>({ max: MOST_SPEAKERS });
  /** Of whoever speaks to the microphone. */
  readonly main: Conversation;

  constructor(clock: Clock, options: ConversationOptions) {
    this.#clock = clock;
    this.#options = options;
    this.main = new Conversation(clock, options);
  }

  /** That of a speaker, begun where there is none yet; of the microphone's where nobody is named. */
  of(speaker: string | undefined): Conversation {
    if (speaker === undefined) return this.main;
    const known = this.#others.get(speaker);
    if (known !== undefined) return known;
    const conversation = new Conversation(this.#clock, { ...this.#options, speaker });
    this.#others.set(speaker, conversation);
    return conversation;
  }

  /** Forgets what was said by anybody. */
  clear(): void {
    this.main.clear();
    for (const conversation of this.#others.values()) conversation.clear();
  }

  /** New limits, from now on. */
  configure(options: ConversationOptions): void {
    this.#options = options;
    for (const conversation of [this.main, ...this.#others.values()]) conversation.configure(options);
  }
}
