/** What was said and heard so far: forgotten after a while, never longer than it may be. */
import type { Clock } from '../../pipeline/stage.js';

export interface Exchange {
  readonly user: string;
  /** Only what was heard; empty when the reply was cut off before its first word. */
  readonly assistant: string;
}

export interface ConversationOptions {
  /** Exchanges remembered; 0 remembers nothing. */
  readonly maxHistory: number;
  /** Silence after which the conversation is forgotten. */
  readonly timeoutMs: number;
}

/** Turns that were begun and whose end has not been told yet; more than this are turns that never end. */
const MOST_OPEN = 16;

export class Conversation {
  readonly #clock: Clock;
  #options: ConversationOptions;
  #exchanges: Exchange[] = [];
  readonly #open = new Map<string, { readonly user: string; readonly remembered: boolean }>();
  #lastHeard = '';
  #lastAtMs: number;

  constructor(clock: Clock, options: ConversationOptions) {
    this.#clock = clock;
    this.#options = options;
    this.#lastAtMs = clock.now();
  }

  /** New limits, from now on. */
  configure(options: ConversationOptions): void {
    this.#options = options;
    this.#trim();
  }

  /** The responder begins to answer. `remembered` is false for small talk that no later answer depends on. */
  begin(turnId: string, user: string, remembered: boolean): void {
    this.#open.delete(turnId);
    this.#open.set(turnId, { user, remembered });
    for (const id of this.#open.keys()) {
      if (this.#open.size <= MOST_OPEN) break;
      this.#open.delete(id);
    }
  }

  /** The session tells what was heard of a turn's reply, once, when the turn is over. Unasked speech has no user text. */
  recordHeard(turnId: string, text: string): void {
    this.#expire();
    const heard = text.trim();
    const turn = this.#open.get(turnId);
    this.#open.delete(turnId);
    if (heard !== '') this.#lastHeard = heard;
    if (turn?.remembered === true) this.#exchanges.push({ user: turn.user, assistant: heard });
    if (turn !== undefined || heard !== '') this.#lastAtMs = this.#clock.now();
    this.#trim();
  }

  /** The turn came to nothing: it was never answered. */
  drop(turnId: string): void {
    this.#open.delete(turnId);
  }

  /** Oldest first; at most `maxHistory`. */
  history(): readonly Exchange[] {
    this.#expire();
    return [...this.#exchanges];
  }

  /** What the user heard last, or an empty text. */
  lastHeard(): string {
    this.#expire();
    return this.#lastHeard;
  }

  clear(): void {
    this.#exchanges = [];
    this.#lastHeard = '';
  }

  #expire(): void {
    if (this.#clock.now() - this.#lastAtMs > this.#options.timeoutMs) this.clear();
  }

  #trim(): void {
    const { maxHistory } = this.#options;
    if (maxHistory === 0) this.#exchanges = [];
    // Half at a time: a window that slides with every turn would make the model read all of it again every time.
    else if (this.#exchanges.length > maxHistory) this.#exchanges = this.#exchanges.slice(-Math.ceil(maxHistory / 2));
  }
}
