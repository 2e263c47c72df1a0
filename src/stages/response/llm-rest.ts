/** What happens while nobody waits: what soon would not fit is summed up, and the model reads what is left. */
import { childController } from '../../pipeline/abort.js';
import { drain } from '../../pipeline/streams.js';
import type { EngineHandle } from '../../models/host/engine.js';
import type { ChatArgs, ChatPrefix, ChatResult } from './chat.js';
import type { Exchange } from './conversation.js';
import { messagesOf } from './llm-prompt.js';

/** From this share of the room on, the older half is summed up. */
const FULL = 0.6;
/** Exchanges that are never summed up: what "it" and "that" refer to. */
const KEPT_EXCHANGES = 2;
const SUMMARY_TOKENS = 80;
const REQUEST =
  'Sum up our conversation so far in one or two short sentences: what I told you about myself, and what I asked.';
/** Characters of quotes that stand for the past. */
const LONGEST_QUOTES = 400;
/** Who says this tells of themselves, which is worth more later than what they asked. */
const OF_ONESELF = /\b(?:i|i'm|i've|my|mine|we|our|me|us)\b/i;
/** Characters of a token, about, where nobody counts tokens. */
const TOKEN_CHARACTERS = 3.5;

export interface Room {
  /** Tokens of the last prompt and its reply; 0 when nobody counted. */
  readonly used: number;
  /** Tokens that a prompt may take. */
  readonly room: number;
}

/** How many of the oldest exchanges are to be summed up; 0 while there is room. */
export function countOld({ messages, system }: ChatPrefix, exchanges: number, { used, room }: Room): number {
  const characters = messages.reduce((sum, { text }) => sum + text.length, system.length);
  const tokens = Math.max(used, characters / TOKEN_CHARACTERS);
  if (tokens < room * FULL) return 0;
  return Math.max(0, Math.min(Math.ceil(exchanges / 2), exchanges - KEPT_EXCHANGES));
}

export interface SummaryOptions {
  readonly prefix: ChatPrefix;
  readonly old: readonly Exchange[];
  readonly signal: AbortSignal;
}

/** What the model makes of the old exchanges; empty when it is of no use. Throws what the engine throws. */
export async function sumUp(engine: EngineHandle, { prefix, old, signal }: SummaryOptions): Promise<string> {
  const { system, conversation } = prefix;
  const args: ChatArgs = {
    ...{ system, messages: [...messagesOf(old), { role: 'user', text: REQUEST }] },
    ...(conversation === undefined ? {} : { conversation }),
    ...{ maxTokens: SUMMARY_TOKENS, temperature: 0 },
  };
  let summary = '';
  for await (const result of engine.call('chat', args, { signal })) {
    const { kind, ...rest } = result as ChatResult & { readonly text?: string };
    if (kind === 'delta') summary += rest.text ?? '';
    // What goes round in circles says nothing about the conversation.
    else if (kind === 'end' && 'stopReason' in rest && rest.stopReason === 'loop') return '';
  }
  signal.throwIfAborted();
  return summary.trim();
}

/**
 * What the user said of themselves in the old exchanges, word for word, behind what stood there before; the latest of it,
 * as far as there is room. For models too small to sum up: what those write about a conversation is not what was said.
 */
export function quote(old: readonly Exchange[], before: string): string {
  const said = old
    .map(({ user }) => user.replaceAll(/["“”\s]+/g, ' ').trim())
    .filter((text) => OF_ONESELF.test(text) && !text.endsWith('?'));
  const earlier = before.match(/"[^"]*"/g) ?? [];
  const quotes: string[] = [];
  let left = LONGEST_QUOTES;
  for (const text of [...earlier, ...said.map((each) => `"${each}"`)].reverse()) {
    left -= text.length + 1;
    if (left < 0) break;
    quotes.unshift(text);
  }
  return quotes.length === 0 ? '' : `The user said: ${quotes.join(' ')}`;
}

/** Lets the engine read ahead. */
export async function readPrefix(
  engine: EngineHandle,
  {
    prefix,
    beginning,
    signal,
  }: { readonly prefix: ChatPrefix; readonly beginning: string; readonly signal: AbortSignal },
): Promise<void> {
  await drain(engine.call('warmUp', { ...prefix, ...(beginning === '' ? {} : { beginning }) }, { signal }));
}

/** Work that ends as soon as anything more urgent comes. */
export class Idle {
  #running: AbortController | undefined;

  /** Ends what runs. */
  stop(): void {
    this.#running?.abort(new Error('something more urgent came'));
    this.#running = undefined;
  }

  /** Resolves when it is done or was stopped; rejects with what `work` throws otherwise. */
  async run(signal: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.stop();
    const { controller, release } = childController(signal);
    this.#running = controller;
    try {
      await work(controller.signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!controller.signal.aborted) throw error;
    } finally {
      release();
      if (this.#running === controller) this.#running = undefined;
    }
  }
}
