/** Greedy decoding of one transcript: a draft that is checked in one pass, a loop guard and a budget. */
import type { DecoderStep } from './decoder.js';
import { resumeDraft } from './draft.js';
import type { Effort } from './effort.js';
import { POSITION_MS, type EncodedAudio } from './encoder.js';
import type { HintTrail } from './hints.js';
import { findLoop, isSaid, type TokenTrace } from './loop-guard.js';
import { choose, probability, type Choice } from './scores.js';
import type { SpecialTokens } from './vocabulary.js';

export interface GreedyOptions {
  readonly audio: EncodedAudio;
  /** Up to `<|notimestamps|>`. */
  readonly prompt: readonly number[];
  /** Tokens that are likely, e.g. those of the partial before. */
  readonly draft: readonly number[];
  readonly special: SpecialTokens;
  /** 1 for each token that may be chosen, at the start and later. */
  readonly allowedFirst: Uint8Array;
  readonly allowed: Uint8Array;
  readonly isMark: (token: number) => boolean;
  /** Favours some tokens; follows this text and no other. */
  readonly hints?: HintTrail | undefined;
  /** Asked between steps: nobody wants the text any more. */
  readonly stop: () => boolean;
}

export interface Decoded {
  /** Text tokens, without the end. */
  readonly trace: readonly TokenTrace[];
  /** Mean log probability of the chosen tokens and the end. */
  readonly averageLogProb: number;
  /** Probability that nothing is said at all, 0…1. */
  readonly noSpeechProb: number;
  readonly ended: 'end' | 'loop' | 'budget' | 'stopped';
  /** Runs of the decoder that it took. */
  readonly passes: number;
}

/** What the decoder is to run next. */
export interface Feed {
  readonly tokens: readonly number[];
  readonly rows: readonly number[];
}

/** The quickest speech, in any language, has fewer tokens a second. */
const MOST_TOKENS_PER_SECOND = 15;
const SPARE_TOKENS = 12;
/** A draft that fails so many times in a row is dropped: its tokens cost time in every pass. */
const MOST_FAILURES = 2;

export class Greedy {
  readonly #options: GreedyOptions;
  readonly #effort: Effort;
  readonly #budget: number;
  readonly #trace: TokenTrace[] = [];
  #draft: readonly number[];
  /** The token that was chosen last and is to be fed. */
  #chosen: Choice | undefined;
  #feed: Feed | undefined;
  #noSpeechProb = 0;
  #logProb = 0;
  #choices = 0;
  #passes = 0;
  #failures = 0;
  #ended: Decoded['ended'] = 'end';
  #keep: number | undefined;

  constructor(options: GreedyOptions, effort: Effort) {
    const { audio, prompt } = options;
    this.#options = options;
    this.#effort = effort;
    const start = prompt.indexOf(options.special.startOfTranscript);
    this.#budget = tokenBudget(audio, prompt.length - start);
    this.#draft = options.draft.slice(0, this.#budget);
    this.#feed = {
      tokens: [...prompt, ...this.#draft],
      rows: [start, ...Array.from({ length: this.#draft.length + 1 }, (_, i) => prompt.length - 1 + i)],
    };
  }

  /** Undefined once the text has ended. */
  get feed(): Feed | undefined {
    return this.#feed;
  }

  get result(): Decoded {
    return {
      trace: this.#trace.slice(0, this.#keep),
      averageLogProb: this.#logProb / Math.max(1, this.#choices),
      noSpeechProb: this.#noSpeechProb,
      ended: this.#ended,
      passes: this.#passes,
    };
  }

  /** Takes the decoder's answer to `feed`; returns how many of the tokens fed so far stand. */
  accept(step: DecoderStep): number {
    if (this.#passes++ === 0) this.#acceptFirst(step);
    else {
      // The first token fed is the one chosen before; the draft stands behind it.
      if (this.#chosen !== undefined) this.#push(this.#traceOf(step, 0, this.#chosen));
      this.#check(step, { firstRow: 0, firstToken: 1 });
    }
    return this.#options.prompt.length + this.#trace.length;
  }

  #acceptFirst(step: DecoderStep): void {
    const { prompt, special } = this.#options;
    const vocabulary = step.logits.length / (this.#draft.length + 2);
    this.#noSpeechProb = probability(step.logits.subarray(0, vocabulary), special.noSpeech);
    this.#check(step, { firstRow: 1, firstToken: prompt.length });
  }

  /** Takes over the draft's tokens as long as the decoder would have chosen them. */
  #check(step: DecoderStep, { firstRow, firstToken }: { firstRow: number; firstToken: number }): void {
    const { allowed, allowedFirst, hints } = this.#options;
    const draft = this.#draft;
    const vocabulary = step.logits.length / (firstRow + draft.length + 1);
    for (let i = 0; ; i++) {
      const row = step.logits.subarray((firstRow + i) * vocabulary, (firstRow + i + 1) * vocabulary);
      const choice = choose(row, this.#trace.length === 0 ? allowedFirst : allowed, hints?.favours());
      this.#logProb += choice.logProb;
      this.#choices++;
      const stands = i < draft.length && choice.token === draft[i] && choice.token !== this.#options.special.endOfText;
      // As if each token had a pass of its own.
      if (stands && findLoop(this.#trace, this.#options.audio.positions) === undefined) {
        this.#push(this.#traceOf(step, firstToken + i, choice));
        continue;
      }
      this.#effort.draftTokens += draft.length;
      this.#effort.draftAccepted += i;
      this.#goOn(choice, draft.slice(i));
      return;
    }
  }

  /** Decides what follows the accepted tokens: the end, or another pass with `chosen` and what may come behind it. */
  #goOn(choice: Choice, rest: readonly number[]): void {
    const { special, audio, stop, isMark } = this.#options;
    const chosen = choice.token;
    this.#feed = undefined;
    this.#ended = 'end';
    if (chosen === special.endOfText) return;
    const loop = findLoop(this.#trace, audio.positions);
    if (loop !== undefined) {
      this.#keep = loop.keep;
      this.#ended = isSaid(loop) ? 'end' : 'loop';
      return;
    }
    if (this.#trace.length >= this.#budget || stop()) {
      this.#ended = this.#trace.length >= this.#budget ? 'budget' : 'stopped';
      return;
    }
    this.#failures = rest.length < this.#draft.length ? 0 : this.#failures + 1;
    const usable = this.#failures < MOST_FAILURES ? resumeDraft(rest, chosen, isMark) : [];
    this.#draft = usable.slice(0, this.#budget - this.#trace.length - 1);
    this.#chosen = choice;
    const tokens = [chosen, ...this.#draft];
    this.#feed = { tokens, rows: tokens.map((_, i) => i) };
  }

  #push(token: TokenTrace): void {
    this.#trace.push(token);
    this.#options.hints?.push(token.token);
  }

  #traceOf(step: DecoderStep, row: number, { token, logProb }: Choice): TokenTrace {
    const { keys, positions } = this.#options.audio;
    const shares = step.attention.subarray(row * keys, (row + 1) * keys);
    let real = 0;
    let weight = 0;
    let moment = 0;
    for (let i = 0; i < positions; i++) {
      const share = shares[i] as number;
      real += share;
      // Squared, so that the peak counts and the thin spread over the whole sound does not.
      weight += share * share;
      moment += share * share * i;
    }
    const position = weight > 0 ? moment / weight : positions;
    return { token, position, silentShare: Math.max(0, 1 - real), logProb };
  }
}

function tokenBudget(audio: EncodedAudio, promptTokens: number): number {
  const seconds = (audio.positions * POSITION_MS) / 1000;
  return Math.min(Math.ceil(seconds * MOST_TOKENS_PER_SECOND) + SPARE_TOKENS, 224 - promptTokens);
}
