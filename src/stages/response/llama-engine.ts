/** The language model as an engine of the inference host: streamed chat with every conversation kept in the KV cache. */
import type { Token } from 'node-llama-cpp';
import type { Engine, EngineCall } from '../../models/host/engine.js';
import type { ChatArgs, ChatEnd, ChatInfo, ChatPrefix, ChatResult, WarmUpArgs, WarmUpResult } from './chat.js';
import { callOpening, CallWatch, forceCall } from './llama/calls.js';
import { generate, prefill } from './llama/generation.js';
import { languagesOf } from './llama/languages.js';
import { buildPrompt, prefixTokens, type Prompt } from './llama/prompt.js';
import { loadRuntime, type LlamaEngineOptions, type Runtime, type Session } from './llama/runtime.js';
import { ReplyText } from './llama/reply-text.js';

export type { ChatArgs, ChatMessage, ChatResult, WarmUpArgs } from './chat.js';
export type { LlamaEngineOptions } from './llama/runtime.js';

/** Room that is kept for the answer even when more was asked for than the context holds. */
const LEAST_ANSWER = 0.25;

/** Loads the model named by `LlamaEngineOptions`. Methods: `chat`, `warmUp`, `info`. */
export async function createEngine(options: unknown): Promise<Engine> {
  const runtime = await loadRuntime(options as LlamaEngineOptions);
  return {
    methods: {
      chat: (args, call) => inSession(runtime, args as ChatArgs, (session) => chat(runtime, session, { args, call })),
      warmUp: (args, call) =>
        inSession(runtime, args as WarmUpArgs, (session) => warmUp(runtime, session, { args, call })),
      info: () => info(runtime),
    },
    close: async () => {
      await runtime.sessions.idle();
      await runtime.close();
    },
  };
}

/** A call as it came over the border. */
interface Request {
  readonly args: unknown;
  readonly call: EngineCall;
}

/** Calls of one conversation take turns, so that one that gives up is out of the KV cache before the next begins. */
async function* inSession<T>(
  { sessions }: Runtime,
  { conversation = '' }: ChatPrefix,
  work: (session: Session) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const lease = await sessions.take(conversation);
  const session = lease.value;
  if (session.window?.owner !== conversation) session.window = { owner: conversation, start: undefined };
  try {
    yield* work(session);
  } finally {
    lease.release();
  }
}

async function* info({ model, context, device, wrapper }: Runtime): AsyncGenerator<ChatInfo & Record<string, unknown>> {
  const { general } = model.fileInfo.metadata;
  const names = [general.name, general.basename, model.filename];
  yield {
    ...{ device, template: wrapper.wrapperName, contextTokens: context.contextSize, sizeBytes: model.size },
    ...{ threads: context.currentThreads, name: general.name ?? model.filename ?? '' },
    ...{ sessions: context.totalSequences, memoryBytes: context.memoryUsage.ram + context.memoryUsage.vram },
    parameters: model.fileInsights.totalParameters,
    languages: languagesOf({ languages: (general as { readonly languages?: unknown }).languages, names }),
  };
}

/** Evaluates the system prompt and the conversation so far, so that the next question pays for neither. */
async function* warmUp(runtime: Runtime, session: Session, request: Request): AsyncGenerator<WarmUpResult> {
  const { call } = request;
  const limit = Math.floor((session.sequence.contextSize - 1) * (1 - LEAST_ANSWER));
  if (call.cancelled()) return;
  const prefix = keepStart(
    session,
    prefixTokens(runtime, { ...(request.args as WarmUpArgs), ...windowOf(session, limit) }),
  );
  const reusedTokens = await prefill(session.sequence, prefix.tokens, call, { isPatient: true });
  yield { promptTokens: prefix.tokens.length, reusedTokens };
}

function windowOf({ window }: Session, limit: number): Pick<Parameters<typeof buildPrompt>[1], 'limit' | 'start'> {
  return { limit, start: window?.start };
}

function keepStart(session: Session, prompt: Prompt): Prompt {
  session.window = { owner: session.window?.owner ?? '', start: prompt.start };
  return prompt;
}

/** Numbers the calls of tools. */
let callsMade = 0;

async function* chat(runtime: Runtime, session: Session, request: Request): AsyncGenerator<ChatResult> {
  const { call } = request;
  const args = request.args as ChatArgs;
  const { sequence } = session;
  if (call.cancelled()) return;
  const room = sequence.contextSize - 1;
  const limit = Math.max(Math.floor(room * (1 - LEAST_ANSWER)), room - args.maxTokens);
  const prompt = keepStart(session, buildPrompt(runtime, { ...args, ...windowOf(session, limit) }));
  const { tokens, dropped } = prompt;
  const reusedTokens = await prefill(sequence, tokens.slice(0, -1), call);
  if (call.cancelled()) return;
  const generated: Token[] = [];
  const reply = { ...{ args, call, prompt, generated }, budget: Math.min(args.maxTokens, room - tokens.length) };
  const stopReason = yield* speak(runtime, session, reply);
  if (call.cancelled()) return;
  const promptTokens = tokens.length;
  yield { kind: 'end', tokens: generated.length, promptTokens, reusedTokens, dropped, stopReason };
}

interface Reply {
  readonly args: ChatArgs;
  readonly call: EngineCall;
  readonly prompt: Prompt;
  readonly budget: number;
  /** Filled as tokens come. */
  readonly generated: Token[];
}

/** What is said and which tool is called; returns why it ended. */
async function* speak(
  runtime: Runtime,
  { sequence }: Session,
  { args, call, prompt, budget, generated }: Reply,
): AsyncGenerator<ChatResult, ChatEnd['stopReason']> {
  const { tools = [] } = args;
  const watch = tools.length === 0 ? undefined : new CallWatch(callOpening(runtime).toString());
  const text = new ReplyText(runtime.stops, { ...args, maxTokens: budget });
  const said: Token[] = [];
  let isCall = false;
  const generation = { ...{ runtime, sequence, generated, budget }, last: prompt.tokens.slice(-1), sampling: args };
  for await (const piece of generate(generation)) {
    if (call.cancelled()) return 'end';
    const watched = watch?.push(piece) ?? { free: [piece], isCall: false };
    for (const free of watched.free) {
      said.push(...free.tokens);
      yield* deltaOf(text.push(free.text, generated.length));
    }
    isCall = watched.isCall;
    if (isCall || text.isOver || call.cancelled()) break;
  }
  if (call.cancelled()) return 'end';
  if (!isCall) for (const { text: held } of watch?.finish() ?? []) yield* deltaOf(text.push(held, generated.length));
  yield* deltaOf(text.finish());
  if (!isCall) return text.stopReason;
  const before = [...prompt.tokens, ...said];
  const made = await forceCall(runtime, { sequence, before, tools, sampling: args, call });
  if (made === undefined) return 'length';
  yield { kind: 'call', id: `call-${++callsMade}`, ...made };
  return 'call';
}

function* deltaOf(text: string): Generator<ChatResult> {
  if (text !== '') yield { kind: 'delta', text };
}
