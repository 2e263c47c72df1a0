/** Tokens from the model: the prompt brought into its memory, then one token after the other. */
import type { LlamaContextSequence, LlamaGrammar, SequenceEvaluateOptions, Token } from 'node-llama-cpp';
import type { EngineCall } from '../../../models/host/engine.js';
import type { Sampling } from '../chat.js';
import type { Runtime } from './runtime.js';

/** Prompt tokens evaluated between two looks at the cancel cell. */
const PREFILL_TOKENS = 64;
/** Tokens within which repetition is made less likely. */
const PENALTY_TOKENS = 64;
/** A character may be spread over this many tokens. */
const LONGEST_CHARACTER = 4;
/** 1…5, 5 is the library's own for whatever somebody waits for. */
const PATIENT = 2;

export interface Prefill {
  /** Nobody waits for it: other conversations come first. */
  readonly isPatient?: boolean;
}

/** Brings the KV cache to exactly these tokens, evaluating only those that are new. Returns how many were there already. */
export async function prefill(
  sequence: LlamaContextSequence,
  tokens: readonly Token[],
  call: EngineCall,
  { isPatient = false }: Prefill = {},
): Promise<number> {
  await sequence.adaptStateToTokens([...tokens], false);
  const reused = sequence.nextTokenIndex;
  const options = isPatient ? { evaluationPriority: PATIENT as 2 } : {};
  for (let at = reused; at < tokens.length && !call.cancelled(); at += PREFILL_TOKENS) {
    await sequence.evaluateWithoutGeneratingNewTokens(tokens.slice(at, at + PREFILL_TOKENS), options);
  }
  // Models that cannot take back single tokens can come back to here.
  if (sequence.needsCheckpoints && !call.cancelled()) await sequence.takeCheckpoint();
  return reused;
}

export interface GenerationOptions {
  readonly runtime: Runtime;
  readonly sequence: LlamaContextSequence;
  /** Not in the KV cache yet; at least one. */
  readonly last: Token[];
  readonly sampling: Sampling;
  readonly grammar?: LlamaGrammar;
  /** Filled as tokens come. */
  readonly generated: Token[];
  /** Most tokens. */
  readonly budget: number;
}

/** A stretch of the reply. Both texts are empty while a character is incomplete. */
export interface Piece {
  readonly text: string;
  /** The same with the marks that are no text, such as those around a call. */
  readonly marked: string;
  readonly tokens: readonly Token[];
}

/** Token by token, joined where one character spans several. */
export async function* generate(options: GenerationOptions): AsyncGenerator<Piece> {
  const { runtime, sequence, last, generated, budget } = options;
  let pending: Token[] = [];
  for await (const token of sequence.evaluate(last, evaluation(options))) {
    generated.push(token);
    pending.push(token);
    // The tokens before tell the detokeniser whether a leading space is a space.
    const before = generated.slice(0, -pending.length);
    const text = runtime.model.detokenize(pending, false, before);
    const isWhole = !text.endsWith('\uFFFD') || pending.length >= LONGEST_CHARACTER || generated.length >= budget;
    if (isWhole) {
      yield { text, marked: runtime.model.detokenize(pending, true, before), tokens: pending };
      pending = [];
    } else yield { text: '', marked: '', tokens: [] };
    if (generated.length >= budget) return;
  }
}

function evaluation({ runtime, sampling, grammar, generated }: GenerationOptions): SequenceEvaluateOptions {
  const { LlamaGrammarEvaluationState } = runtime.library;
  const { temperature, topK = 40, topP = 0.9, minP = 0.05, repeatPenalty = 1.1, seed } = sampling;
  const common = { temperature, topK, topP, minP, ...(seed === undefined ? {} : { seed }) };
  if (grammar !== undefined) {
    // What a grammar wants must be repeated as often as it wants it.
    return { ...common, grammarEvaluationState: new LlamaGrammarEvaluationState({ model: runtime.model, grammar }) };
  }
  const punishTokens = (): Token[] => generated.slice(-PENALTY_TOKENS);
  return { ...common, repeatPenalty: { punishTokens, maxPunishTokens: PENALTY_TOKENS, penalty: repeatPenalty } };
}
