/** A decoder whose next token follows from those before it by a rule of the test, and a text decoded with it. */
import { createEffort, type Effort } from '../../../src/models/whisper/effort.js';
import type { DecoderStep } from '../../../src/models/whisper/decoder.js';
import type { EncodedAudio } from '../../../src/models/whisper/encoder.js';
import { Greedy, type Decoded, type Feed, type GreedyOptions } from '../../../src/models/whisper/greedy.js';

/** Tokens below are text; the last words of it are punctuation, and one word is never allowed. */
export const END = 20;
export const MARKS = [17, 18] as const;
export const SUPPRESSED = 19;
/** Allowed, but not as the first. */
export const NOT_FIRST = 0;
export const PROMPT = [21, 22] as const;
const NO_SPEECH = 23;
const VOCABULARY = 24;

/** Where a token's attention lies, and how much of it in the silence behind the sound. */
export interface Place {
  readonly position: number;
  readonly silentShare: number;
}

export interface Script {
  /** What follows these tokens of text. */
  readonly next: (text: readonly number[]) => number;
  readonly place: (text: readonly number[]) => Place;
}

/** 20 ms each: eight seconds. */
export const POSITIONS = 400;
const KEYS = POSITIONS + 1;

export const audio: EncodedAudio = { positions: POSITIONS, keys: KEYS, bias: new Float32Array(KEYS), feeds: {} };

/** Forward by three positions a token: slow enough for anybody's ear. */
export const steady = (text: readonly number[]): Place => ({ position: 3 * text.length, silentShare: 0.1 });

/** Says a text and ends. Away from it, it finds its way back by its last token. */
export function saying(said: readonly number[]): Script {
  const next = (text: readonly number[]): number => {
    if (text.every((token, i) => token === said[i])) return said[text.length] ?? END;
    return said[said.lastIndexOf(text.at(-1) ?? -1) + 1] ?? END;
  };
  return { next, place: steady };
}

export interface Outcome extends Decoded {
  readonly tokens: readonly number[];
  readonly feeds: readonly Feed[];
  readonly effort: Effort;
}

export function decode(script: Script, options: Partial<GreedyOptions> = {}): Outcome {
  const effort = createEffort();
  const allowed = Uint8Array.from({ length: END + 1 }, (_, token) => (token === SUPPRESSED ? 0 : 1));
  const greedy = new Greedy(
    {
      audio,
      prompt: PROMPT,
      draft: [],
      special: {
        endOfText: END,
        startOfTranscript: PROMPT[0],
        noTimestamps: PROMPT[1],
        noSpeech: NO_SPEECH,
        transcribe: -1,
        translate: -1,
        firstTimestamp: VOCABULARY,
      },
      allowed,
      allowedFirst: allowed.map((value, token) => (token === NOT_FIRST ? 0 : value)),
      isMark: (token) => MARKS.some((mark) => mark === token),
      stop: () => false,
      ...options,
    },
    effort,
  );
  const feeds: Feed[] = [];
  let seen: readonly number[] = [];
  for (let { feed } = greedy; feed !== undefined; { feed } = greedy) {
    feeds.push(feed);
    const step = answer(script, seen, feed);
    const standing = greedy.accept(step);
    seen = [...seen, ...feed.tokens].slice(0, standing);
  }
  const { result } = greedy;
  return { ...result, tokens: result.trace.map(({ token }) => token), feeds, effort };
}

function answer(script: Script, seen: readonly number[], { tokens, rows }: Feed): DecoderStep {
  const all = [...seen, ...tokens];
  const textUpTo = (row: number): number[] => all.slice(PROMPT.length, seen.length + row + 1);
  const logits = new Float32Array(rows.length * VOCABULARY);
  for (const [i, row] of rows.entries()) {
    const scores = logits.subarray(i * VOCABULARY, (i + 1) * VOCABULARY);
    const text = textUpTo(row);
    // What must not be chosen stands above what is.
    scores.fill(9, END + 1);
    scores[SUPPRESSED] = 9;
    if (text.length === 0) scores[NOT_FIRST] = 9;
    scores[script.next(text)] = 5 + (text.length % 3);
  }
  const attention = new Float32Array(tokens.length * KEYS);
  for (const row of tokens.keys()) {
    const { position, silentShare } = script.place(textUpTo(row));
    attention[row * KEYS + Math.min(position, POSITIONS - 1)] = 1 - silentShare;
    attention[row * KEYS + POSITIONS] = silentShare;
  }
  return { logits, attention };
}
