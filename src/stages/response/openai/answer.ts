/** What of a streamed answer is said, and how it ended: the protocol's pieces in, results of the method `chat` out. */
import type { ChatArgs, ChatEnd, ChatResult } from '../chat.js';
import { ReplyShaper } from '../llama/shaper.js';
import { StopText } from '../llama/stops.js';
import { CallCollector, type CallPiece } from './calls.js';
import { ThoughtFilter } from './thoughts.js';

/** One piece as servers send it: most of what the protocol promises is missing somewhere. */
export interface AnswerPiece {
  readonly choices?:
    | readonly {
        readonly delta?:
          | {
              readonly content?: string | null | undefined;
              readonly refusal?: string | null | undefined;
              /** Thoughts, where the server keeps them apart: two names for the same. */
              readonly reasoning_content?: string | null | undefined;
              readonly reasoning?: string | null | undefined;
              readonly tool_calls?: readonly CallPiece[] | null | undefined;
            }
          | null
          | undefined;
        readonly finish_reason?: string | null | undefined;
      }[]
    | null
    | undefined;
  readonly usage?: AnswerUsage | null | undefined;
}

export interface AnswerUsage {
  readonly prompt_tokens?: number | undefined;
  readonly completion_tokens?: number | undefined;
  readonly prompt_tokens_details?: { readonly cached_tokens?: number | undefined } | null | undefined;
}

export class AnswerReader {
  readonly #thoughts: ThoughtFilter;
  readonly #stops: StopText;
  readonly #shaper = new ReplyShaper();
  readonly #calls: CallCollector;
  #usage: AnswerUsage = {};
  #reason: string | undefined;
  #hasSaid = false;
  #isSpaced = false;
  #hasThought = false;
  #pieces = 0;

  /** @param startsInside see `ThoughtFilter` */
  constructor({ tools = [], stop = [] }: Pick<ChatArgs, 'tools' | 'stop'>, startsInside: boolean) {
    this.#thoughts = new ThoughtFilter(startsInside);
    this.#stops = new StopText(stop);
    this.#calls = new CallCollector(tools);
  }

  /** True once nothing more of the answer counts, although the server may go on. */
  get isOver(): boolean {
    return this.#stops.isOver || this.#shaper.looped;
  }

  /** True once the server has said how the answer ended. */
  get isWhole(): boolean {
    return this.#reason !== undefined;
  }

  get hasAnswered(): boolean {
    return this.#hasSaid || !this.#calls.isEmpty;
  }

  get hasThought(): boolean {
    return this.#hasThought || this.#thoughts.hasThought;
  }

  get startsInside(): boolean {
    return this.#thoughts.sawLoneEnd;
  }

  /** Text that may be said now, often none. Throws `BadCall`. */
  push({ choices, usage }: AnswerPiece): ChatResult[] {
    if (usage) this.#usage = usage;
    const [choice] = choices ?? [];
    if (choice === undefined) return [];
    if (choice.finish_reason) this.#reason = choice.finish_reason;
    const { content, refusal, tool_calls: calls, reasoning_content, reasoning } = choice.delta ?? {};
    this.#hasThought ||= Boolean(reasoning_content) || Boolean(reasoning);
    if (calls) this.#calls.push(calls);
    const text = content ?? refusal ?? '';
    if (text === '') return [];
    this.#pieces++;
    return this.#shaped(this.#stops.push(this.#thoughts.push(text)));
  }

  /** What was held back, the calls of tools, and the end. Throws `BadCall`. */
  finish(): ChatResult[] {
    const results: ChatResult[] = [];
    if (!this.isOver) results.push(...this.#shaped(this.#stops.push(this.#thoughts.finish())));
    if (!this.isOver) results.push(...this.#shaped(this.#stops.finish()));
    const rest = this.#shaper.finish(this.#reason === 'length');
    if (rest !== '') results.push(this.#delta(rest));
    const calls = this.#calls.finish();
    return [...results, ...calls.map((call) => ({ kind: 'call', ...call }) as const), this.#end(calls.length > 0)];
  }

  #shaped(text: string): ChatResult[] {
    if (text === '') return [];
    const wasBetween = this.#shaper.isBetween;
    const said = this.#shaper.push(text);
    // A space tells that a sentence is over: the one behind it is held until it is whole, and nobody need wait for that.
    const isOver = this.#shaper.isBetween && (!wasBetween || said !== '');
    return said === '' && !isOver ? [] : [this.#delta(isOver ? `${said} ` : said)];
  }

  #delta(said: string): ChatResult {
    const text = this.#isSpaced ? said.replace(/^ +/, '') : said;
    this.#isSpaced = said.endsWith(' ');
    this.#hasSaid ||= text.trim() !== '';
    return { kind: 'delta', text };
  }

  #end(called: boolean): ChatEnd {
    const { completion_tokens: tokens = this.#pieces, prompt_tokens: promptTokens = 0 } = this.#usage;
    const reusedTokens = this.#usage.prompt_tokens_details?.cached_tokens ?? 0;
    return { kind: 'end', tokens, promptTokens, reusedTokens, dropped: 0, stopReason: this.#stopReason(called) };
  }

  #stopReason(called: boolean): ChatEnd['stopReason'] {
    if (called) return 'call';
    if (this.#shaper.looped) return 'loop';
    if (this.#stops.isOver) return 'stop';
    return this.#reason === 'length' ? 'length' : 'end';
  }
}
