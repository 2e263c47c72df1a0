/** Greedy decoding with a draft that is checked in one pass, a loop guard and a budget. */
import type { Decoder, DecoderStep } from './decoder.js';
import { POSITION_MS, type EncodedAudio } from './encoder.js';
import { findLoop, type TokenTrace } from './loop-guard.js';
import type { SpecialTokens } from './vocabulary.js';

export interface GreedyOptions {
  readonly audio: EncodedAudio;
  /** From `<|startoftranscript|>` to `<|notimestamps|>`. */
  readonly prompt: readonly number[];
  /** Tokens that are likely, e.g. those of the partial before. */
  readonly draft: readonly number[];
  readonly special: SpecialTokens;
  /** 1 for each token that may be chosen, at the start and later. */
  readonly allowedFirst: Uint8Array;
  readonly allowed: Uint8Array;
  /** Asked between steps. */
  readonly stop: () => boolean;
}

export interface Decoded {
  /** Text tokens, without the end. */
  readonly trace: readonly TokenTrace[];
  /** Mean log probability of the tokens and the end. */
  readonly averageLogProb: number;
  /** Probability that nothing is said at all, 0…1. */
  readonly noSpeechProb: number;
  readonly ended: 'end' | 'loop' | 'budget' | 'stopped';
  /** Runs of the decoder that it took. */
  readonly passes: number;
}

/** The quickest speech, in any language, has fewer tokens a second. */
const MOST_TOKENS_PER_SECOND = 15;
const SPARE_TOKENS = 12;
/** Further below the best score a token's share of the sum is nothing. */
const NEGLIGIBLE = 16;

interface State {
  readonly trace: TokenTrace[];
  logProb: number;
  chosen: number;
}

/** Decodes `options.audio` from the start. Leaves the decoder's past with the prompt and the text. */
export async function decodeGreedily(decoder: Decoder, options: GreedyOptions): Promise<Decoded> {
  const { prompt, special } = options;
  const budget = tokenBudget(options.audio, prompt.length);
  const draft = options.draft.slice(0, budget);
  decoder.begin(options.audio);
  const first = await decoder.run([...prompt, ...draft], [0, ...range(prompt.length - 1, draft.length + 1)]);
  const vocabulary = first.logits.length / (draft.length + 2);
  const noSpeechProb = probability(first.logits.subarray(0, vocabulary), special.noSpeech);
  const state: State = { trace: [], logProb: 0, chosen: -1 };
  let passes = 1;
  const result = (ended: Decoded['ended'], keep = state.trace.length): Decoded => ({
    trace: state.trace.slice(0, keep),
    averageLogProb: state.logProb / (state.trace.length + 1),
    noSpeechProb,
    ended,
    passes,
  });

  const accepted = checkDraft(state, { options, draft, step: first, vocabulary });
  decoder.truncate(prompt.length + accepted);
  for (;;) {
    if (state.chosen === special.endOfText) return result('end');
    const loop = findLoop(state.trace, options.audio.positions);
    if (loop !== undefined) return result('loop', loop.keep);
    if (state.trace.length >= budget) return result('budget');
    if (options.stop()) return result('stopped');
    const token = state.chosen;
    const step = await decoder.run([token], [0]);
    passes++;
    state.trace.push(traceOf(step, { row: 0, token, audio: options.audio }));
    choose(state, step.logits, options.allowed);
  }
}

/** Takes over the draft's tokens as long as the decoder would have chosen them; returns how many. */
function checkDraft(
  state: State,
  {
    options,
    draft,
    step,
    vocabulary,
  }: { options: GreedyOptions; draft: readonly number[]; step: DecoderStep; vocabulary: number },
): number {
  for (let i = 0; ; i++) {
    const row = step.logits.subarray((i + 1) * vocabulary, (i + 2) * vocabulary);
    choose(state, row, i === 0 ? options.allowedFirst : options.allowed);
    if (i === draft.length || state.chosen !== draft[i]) return i;
    state.trace.push(traceOf(step, { row: options.prompt.length + i, token: state.chosen, audio: options.audio }));
  }
}

function tokenBudget(audio: EncodedAudio, promptTokens: number): number {
  const seconds = (audio.positions * POSITION_MS) / 1000;
  return Math.min(Math.ceil(seconds * MOST_TOKENS_PER_SECOND) + SPARE_TOKENS, 224 - promptTokens);
}

/** The best allowed token into `state.chosen`, and its log probability on top. */
function choose(state: State, logits: Float32Array, allowed: Uint8Array): void {
  let best = -1;
  let peak = -Infinity;
  for (let token = 0; token < allowed.length; token++) {
    const score = logits[token] as number;
    if (score > peak && allowed[token] === 1) {
      best = token;
      peak = score;
    }
  }
  let sum = 0;
  for (let token = 0; token < allowed.length; token++) {
    const below = (logits[token] as number) - peak;
    if (below > -NEGLIGIBLE && allowed[token] === 1) sum += Math.exp(below);
  }
  state.chosen = best;
  state.logProb -= Math.log(sum);
}

function probability(logits: Float32Array, token: number): number {
  let peak = -Infinity;
  for (const score of logits) if (score > peak) peak = score;
  let sum = 0;
  for (const score of logits) if (score - peak > -NEGLIGIBLE) sum += Math.exp(score - peak);
  return Math.exp((logits[token] ?? -Infinity) - peak) / sum;
}

function traceOf(step: DecoderStep, at: { row: number; token: number; audio: EncodedAudio }): TokenTrace {
  const { keys, positions } = at.audio;
  const row = step.attention.subarray(at.row * keys, (at.row + 1) * keys);
  let real = 0;
  let weight = 0;
  let moment = 0;
  for (let i = 0; i < positions; i++) {
    const share = row[i] as number;
    real += share;
    // Squared, so that the peak counts and the thin spread over the whole sound does not.
    weight += share * share;
    moment += share * share * i;
  }
  return { token: at.token, position: weight > 0 ? moment / weight : positions, silentShare: Math.max(0, 1 - real) };
}

function range(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + i);
}
