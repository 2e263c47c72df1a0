/** Calls of tools: noticed in what the model writes, then forced into the list of tools and their schemas. */
import type { LlamaContextSequence, LlamaGrammar, LlamaText, Token } from 'node-llama-cpp';
import type { EngineCall } from '../../../models/host/engine.js';
import type { ChatCall, ChatTool, Sampling } from '../chat.js';
import { generate, prefill, type Piece } from './generation.js';
import type { Runtime } from './runtime.js';
import { toGrammarSchema, withoutNulls } from './schema.js';

/** Arguments that take more are no arguments any more. */
const MOST_ARGUMENT_TOKENS = 300;
const MOST_NAME_TOKENS = 64;

/** What a call begins with in this model's own format. */
export function callOpening({ library, wrapper }: Runtime): LlamaText {
  const { functions } = wrapper.settings;
  return library.LlamaText([functions.parallelism?.call.sectionPrefix ?? '', functions.call.prefix]);
}

/** Holds back what may be the beginning of a call; everything else flows through. */
export class CallWatch {
  readonly #opening: string;
  #held: Piece[] = [];

  /** @param opening of a call, as text with marks */
  constructor(opening: string) {
    // Models differ in the spaces that they put behind the first line.
    this.#opening = squash(opening.trim().split('\n')[0] ?? '');
  }

  /** What is no call, and whether what is held is one. */
  push(piece: Piece): { readonly free: readonly Piece[]; readonly isCall: boolean } {
    this.#held.push(piece);
    const free: Piece[] = [];
    while (this.#held.length > 0) {
      const text = squash(this.#held.map(({ marked }) => marked).join(''));
      if (text.startsWith(this.#opening)) return { free, isCall: true };
      if (this.#opening.startsWith(text)) break;
      const [first] = this.#held.splice(0, 1);
      if (first !== undefined) free.push(first);
    }
    return { free, isCall: false };
  }

  /** What is still held. */
  finish(): readonly Piece[] {
    const held = this.#held;
    this.#held = [];
    return held;
  }
}

function squash(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

export interface CallOptions {
  readonly sequence: LlamaContextSequence;
  /** All tokens before the call: the prompt and what was said. */
  readonly before: readonly Token[];
  readonly tools: readonly ChatTool[];
  readonly sampling: Sampling;
  readonly call: EngineCall;
}

/** Lets the model fill in a call. Undefined when the caller gave up, or the arguments never came to an end. */
export async function forceCall(runtime: Runtime, options: CallOptions): Promise<Omit<ChatCall, 'id'> | undefined> {
  const { LlamaText } = runtime.library;
  const { paramsPrefix } = runtime.wrapper.settings.functions.call;
  const name = await chooseName(runtime, options);
  const tool = options.tools.find((each) => each.name === name);
  if (tool === undefined) return undefined;
  const schema = toGrammarSchema(tool.parameters);
  if (!('properties' in schema) || Object.keys(schema.properties ?? {}).length === 0)
    return { name: tool.name, args: {} };
  const filled = LlamaText(paramsPrefix).mapValues((value) =>
    typeof value === 'string' ? value.replaceAll('{{functionName}}', tool.name) : value,
  );
  const grammar = await runtime.llama.createGrammarForJsonSchema(schema);
  const opening = LlamaText([callOpening(runtime), tool.name, filled]);
  const text = await constrained(runtime, options, { opening, grammar, budget: MOST_ARGUMENT_TOKENS, isDone: isJson });
  if (!isJson(text)) return undefined;
  return { name: tool.name, args: withoutNulls(JSON.parse(text) as Record<string, unknown>, tool.parameters) };
}

async function chooseName(runtime: Runtime, options: CallOptions): Promise<string | undefined> {
  const names = options.tools.map(({ name }) => name);
  const fits = (text: string): readonly string[] => names.filter((name) => name.startsWith(text.trimStart()));
  if (names.length === 1) return names[0];
  const space = runtime.wrapper.settings.functions.call.optionalPrefixSpace ? '[ ]? ' : '';
  const choices = names.map((name) => JSON.stringify(name)).join(' | ');
  const grammar = await runtime.llama.createGrammar({ grammar: `root ::= ${space}(${choices}) [\\n]` });
  const opening = callOpening(runtime);
  // One name may be the beginning of another: only the line break behind it tells then.
  const isDone = (text: string): boolean => text.endsWith('\n') || fits(text).length === 1;
  const text = await constrained(runtime, options, { opening, grammar, budget: MOST_NAME_TOKENS, isDone });
  return names.find((name) => name === text.trim()) ?? (fits(text).length === 1 ? fits(text)[0] : undefined);
}

interface Constraint {
  /** Of the call, up to where the model goes on. */
  readonly opening: LlamaText;
  readonly grammar: LlamaGrammar;
  readonly budget: number;
  readonly isDone: (text: string) => boolean;
}

async function constrained(runtime: Runtime, options: CallOptions, constraint: Constraint): Promise<string> {
  const { sequence, sampling, call } = options;
  const { opening, grammar, isDone } = constraint;
  const tokens = [...options.before, ...opening.tokenize(runtime.model.tokenizer)];
  await prefill(sequence, tokens.slice(0, -1), call);
  const budget = Math.min(constraint.budget, sequence.contextSize - tokens.length - 1);
  if (call.cancelled() || budget < 1) return '';
  let text = '';
  const generation = { runtime, sequence, last: tokens.slice(-1), sampling, grammar, generated: [], budget };
  for await (const piece of generate(generation)) {
    text += piece.text;
    if (call.cancelled() || isDone(text)) break;
  }
  return text;
}

function isJson(text: string): boolean {
  if (!text.trimEnd().endsWith('}')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
