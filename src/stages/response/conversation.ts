/** What was said and heard so far: forgotten after a while, never longer than it may be. */
import type { Clock } from '../../pipeline/stage.js';
import type { Expectation, LastRequest } from '../../skills/skill.js';

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

export interface ConversationIdentity {
  /** Who it is with; undefined for whoever speaks to the microphone. */
  readonly speaker?: string;
}

/** What a turn leaves behind once it is over. */
export interface Beginning {
  /** As the user said it. */
  readonly user: string;
  /** False for small talk that no later answer of the language model depends on. */
  readonly remembered: boolean;
  /** What a skill was asked, for "and tomorrow"; absent where none was. */
  readonly request?: LastRequest;
  /** Reads the answer to what was asked back. */
  readonly expects?: Expectation;
}

/** Turns that were begun and whose end has not been told yet; more than this are turns that never end. */
const MOST_OPEN = 16;
/** Shorter answers ("Yes.") may well be right twice. */
const FEWEST_WORDS = 4;

export class Conversation {
  /** Keeps what the language model has read of it apart from what it read of others. */
  readonly id: string;
  readonly #clock: Clock;
  #options: ConversationOptions;
  #exchanges: Exchange[] = [];
  readonly #open = new Map<string, Beginning>();
  #before: Beginning | undefined;
  #lastHeard = '';
  #lastAtMs: number;

  constructor(clock: Clock, options: ConversationOptions & ConversationIdentity) {
    this.id = options.speaker ?? 'main';
    this.#clock = clock;
    this.#options = options;
    this.#lastAtMs = clock.now();
  }

  /** New limits, from now on. */
  configure(options: ConversationOptions): void {
    this.#options = options;
    this.#trim();
  }

  /** The responder begins to answer, or knows more of its answer. Counts when the turn is over. */
  begin(turnId: string, beginning: Beginning): void {
    this.#open.delete(turnId);
    this.#open.set(turnId, beginning);
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
    if (turn !== undefined) this.#before = turn;
    if (turn?.remembered === true) this.#remember({ user: turn.user, assistant: heard });
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

  /** What the user said in the turn before, or an empty text. */
  lastSaid(): string {
    this.#expire();
    return this.#before?.user ?? '';
  }

  /** What a skill was asked in the turn before, if one was. */
  get last(): LastRequest | undefined {
    this.#expire();
    return this.#before?.request;
  }

  /** Reads the answer to what was asked in the turn before, if anything was. */
  get expects(): Expectation | undefined {
    this.#expire();
    return this.#before?.expects;
  }

  clear(): void {
    this.#exchanges = [];
    this.#before = undefined;
    this.#lastHeard = '';
  }

  /** An answer that was given to another question already is no answer: a small model that sees it would go on giving it. */
  #remember(exchange: Exchange): void {
    const { user, assistant } = exchange;
    const isStuck = (other: Exchange): boolean =>
      other.assistant === assistant && other.user !== user && assistant.split(' ').length >= FEWEST_WORDS;
    if (this.#exchanges.some(isStuck)) this.#exchanges = this.#exchanges.filter((other) => !isStuck(other));
    else this.#exchanges.push(exchange);
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
