/** The language model as an engine of the inference host: streamed chat with the conversation kept in the KV cache. */
import type { LlamaContextSequence, LlamaModel, SequenceEvaluateOptions, Token } from 'node-llama-cpp';
import type { Engine, EngineCall } from '../../models/host/engine.js';
import { buildPrompt, prefixTokens, type ChatMessage } from './llama/prompt.js';
import { loadRuntime, type LlamaEngineOptions, type Runtime } from './llama/runtime.js';
import { ReplyShaper } from './llama/shaper.js';

export type { ChatMessage } from './llama/prompt.js';
export type { LlamaEngineOptions } from './llama/runtime.js';

/** Arguments of the method `chat`. */
export interface ChatArgs {
  readonly system: string;
  /** Oldest first; the last one is the user's question. */
  readonly messages: readonly ChatMessage[];
  readonly maxTokens: number;
  /** 0…2; 0 always takes the likeliest token. */
  readonly temperature: number;
  readonly seed?: number;
}

/** Arguments of the method `warmUp`. */
export interface WarmUpArgs extends Pick<ChatArgs, 'system' | 'messages'> {
  /** How the next question begins, as far as is known. */
  readonly beginning?: string;
}

/** What `chat` yields: deltas, then one end. */
export type ChatResult =
  | { readonly kind: 'delta'; readonly text: string }
  | {
      readonly kind: 'end';
      /** Tokens generated. */
      readonly tokens: number;
      /** Tokens of the prompt, and how many of them lay in the KV cache already. */
      readonly promptTokens: number;
      readonly reusedTokens: number;
      readonly stopReason: 'end' | 'length' | 'loop';
    };

/** Prompt tokens evaluated between two looks at the cancel cell. */
const PREFILL_TOKENS = 64;
/** Tokens within which repetition is made less likely. */
const PENALTY_TOKENS = 64;
/** Room that is kept for the answer even when more was asked for than the context holds. */
const LEAST_ANSWER = 0.25;
/** A character may be spread over this many tokens. */
const LONGEST_CHARACTER = 4;

/** Loads the model named by `LlamaEngineOptions`. Methods: `chat`, `warmUp`, `info`. */
export async function createEngine(options: unknown): Promise<Engine> {
  const runtime = await loadRuntime(options as LlamaEngineOptions);
  let tail: Promise<void> = Promise.resolve();
  // One KV cache: calls take turns, so that a call that gives up is out of it before the next one begins.
  const takeTurn = async (): Promise<() => void> => {
    const before = tail;
    let release = (): void => undefined;
    tail = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    return release;
  };
  return {
    methods: {
      chat: (args, call) => inTurn(takeTurn, () => chat(runtime, args as ChatArgs, call)),
      warmUp: (args, call) => inTurn(takeTurn, () => warmUp(runtime, args as WarmUpArgs, call)),
      info: () => info(runtime),
    },
    close: async () => {
      await tail;
      await runtime.close();
    },
  };
}

async function* inTurn<T>(takeTurn: () => Promise<() => void>, work: () => AsyncIterable<T>): AsyncGenerator<T> {
  const release = await takeTurn();
  try {
    yield* work();
  } finally {
    release();
  }
}

async function* info({ model, context, device, wrapper }: Runtime): AsyncGenerator {
  yield {
    ...{ device, template: wrapper.wrapperName, contextTokens: context.contextSize, sizeBytes: model.size },
    ...{ threads: context.currentThreads, name: model.fileInfo.metadata.general.name ?? model.filename ?? '' },
  };
}

/** Evaluates the system prompt and the conversation so far, so that the next question pays for neither. */
async function* warmUp(runtime: Runtime, args: WarmUpArgs, call: EngineCall): AsyncGenerator {
  const prefix = prefixTokens(runtime.model, runtime.wrapper, args);
  // A conversation that hardly fits is shortened when the question is known.
  if (prefix.length > runtime.sequence.contextSize / 2) return;
  const reusedTokens = await prefill(runtime.sequence, prefix, call);
  yield { promptTokens: prefix.length, reusedTokens };
}

async function* chat(runtime: Runtime, args: ChatArgs, call: EngineCall): AsyncGenerator<ChatResult> {
  const { model, sequence } = runtime;
  const room = sequence.contextSize - 1;
  const limit = Math.max(Math.floor(room * (1 - LEAST_ANSWER)), room - args.maxTokens);
  const { tokens } = buildPrompt(model, runtime.wrapper, { system: args.system, messages: args.messages, limit });
  if (call.cancelled()) return;
  const reusedTokens = await prefill(sequence, tokens.slice(0, -1), call);
  if (call.cancelled()) return;
  const budget = Math.min(args.maxTokens, room - tokens.length);
  const shaper = new ReplyShaper();
  const generated: Token[] = [];
  let stopReason: 'end' | 'length' | 'loop' = 'end';
  for await (const text of generate(runtime, tokens.slice(-1), { args, budget, generated })) {
    if (call.cancelled()) return;
    const wasBetween = shaper.isBetween;
    const said = shaper.push(generated.length === 1 ? text.trimStart() : text);
    // A space tells that a sentence is over: the one behind it is held until it is whole, and nobody need wait for that.
    const isOver = shaper.isBetween && (!wasBetween || said !== '');
    if (said !== '' || isOver) yield { kind: 'delta', text: isOver ? `${said} ` : said };
    if (shaper.looped) stopReason = 'loop';
    else if (generated.length >= budget) stopReason = 'length';
    if (stopReason !== 'end' || call.cancelled()) break;
  }
  if (call.cancelled()) return;
  const rest = shaper.finish(stopReason === 'length');
  if (rest !== '') yield { kind: 'delta', text: rest };
  yield { kind: 'end', tokens: generated.length, promptTokens: tokens.length, reusedTokens, stopReason };
}

/** Brings the KV cache to exactly these tokens, evaluating only those that are new. Returns how many were there already. */
async function prefill(sequence: LlamaContextSequence, tokens: readonly Token[], call: EngineCall): Promise<number> {
  await sequence.adaptStateToTokens([...tokens], false);
  const reused = sequence.nextTokenIndex;
  for (let at = reused; at < tokens.length && !call.cancelled(); at += PREFILL_TOKENS) {
    await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(at, at + PREFILL_TOKENS));
  }
  return reused;
}

interface Generation {
  readonly args: ChatArgs;
  readonly budget: number;
  /** Filled as tokens come. */
  readonly generated: Token[];
}

/** Text token by token, joined where one character spans several; empty while one is incomplete. */
async function* generate(runtime: Runtime, last: Token[], generation: Generation): AsyncGenerator<string> {
  const { model, sequence } = runtime;
  const { generated, budget } = generation;
  let pending: Token[] = [];
  for await (const token of sequence.evaluate(last, sampling(generation))) {
    generated.push(token);
    pending.push(token);
    const text = detokenise(model, pending, generated);
    const whole = !text.endsWith('\uFFFD') || pending.length >= LONGEST_CHARACTER || generated.length >= budget;
    yield whole ? text : '';
    if (whole) pending = [];
    if (generated.length >= budget) return;
  }
}

function detokenise(model: LlamaModel, pending: readonly Token[], generated: readonly Token[]): string {
  // The tokens before tell the detokeniser whether a leading space is a space.
  return model.detokenize(pending, false, generated.slice(0, -pending.length));
}

function sampling({ args, generated }: Generation): SequenceEvaluateOptions {
  return {
    temperature: args.temperature,
    ...{ topK: 40, topP: 0.9, minP: 0.05 },
    ...(args.seed === undefined ? {} : { seed: args.seed }),
    repeatPenalty: {
      punishTokens: () => generated.slice(-PENALTY_TOKENS),
      maxPunishTokens: PENALTY_TOKENS,
      penalty: 1.1,
    },
  };
}
