/** Whisper's vocabulary: what each token means, text from tokens and tokens from text. */
import { encodeText } from './byte-pairs.js';

/** Tokens that steer the decoder instead of being text. */
export interface SpecialTokens {
  readonly endOfText: number;
  readonly startOfTranscript: number;
  readonly transcribe: number;
  readonly translate: number;
  readonly noSpeech: number;
  readonly noTimestamps: number;
  /** What stands behind it was said before; absent where the vocabulary has no such token. */
  readonly startOfPrevious?: number;
  /** Tokens from here on are times. */
  readonly firstTimestamp: number;
}

/** GPT-2's alphabet: printable bytes stand for themselves, the others for code points from 256 on. */
function byteAlphabet(): Map<number, number> {
  const bytes = new Map<number, number>();
  let spare = 256;
  for (let byte = 0; byte < 256; byte++) {
    const printable = (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || byte >= 174;
    bytes.set(printable ? byte : spare++, byte);
  }
  return bytes;
}

export class Vocabulary {
  readonly size: number;
  readonly special: SpecialTokens;
  /** ISO code → token; empty in English-only models. */
  readonly languages: ReadonlyMap<string, number>;
  readonly #tokens: readonly string[];
  readonly #ids: ReadonlyMap<string, number>;
  readonly #alphabet = byteAlphabet();

  /** `tokens` in order of their ids. Throws one line that names `source` when a special token is missing. */
  constructor(tokens: readonly string[], multilingual: boolean, source = 'of whisper') {
    const ids = new Map(tokens.map((token, id) => [token, id]));
    const find = (...names: readonly string[]): number => {
      for (const name of names) {
        const id = ids.get(name);
        if (id !== undefined) return id;
      }
      throw new Error(`vocabulary ${source}: no token ${names.join(' or ')}, wanted Whisper's vocabulary`);
    };
    this.#tokens = tokens;
    this.#ids = ids;
    const startOfPrevious = ids.get('<|startofprev|>');
    this.size = tokens.length;
    this.special = {
      endOfText: find('<|endoftext|>'),
      startOfTranscript: find('<|startoftranscript|>'),
      transcribe: find('<|transcribe|>'),
      translate: find('<|translate|>'),
      noSpeech: find('<|nocaptions|>', '<|nospeech|>'),
      noTimestamps: find('<|notimestamps|>'),
      ...(startOfPrevious === undefined ? {} : { startOfPrevious }),
      firstTimestamp: find('<|0.00|>'),
    };
    const first = this.special.startOfTranscript + 1;
    const languages = tokens
      .slice(first, this.special.translate)
      .map((token, i) => [token.slice(2, -2), first + i] as const);
    this.languages = new Map(multilingual ? languages : []);
  }

  /** Whether the token is text. */
  isText(token: number): boolean {
    return token < this.special.endOfText;
  }

  /** Whether a word begins with this token: it opens with a space. */
  startsWord(token: number): boolean {
    return this.isText(token) && (this.#tokens[token] ?? '').startsWith('Ġ');
  }

  /** Whether the token is punctuation and nothing else. */
  isMark(token: number): boolean {
    return this.isText(token) && /^[\p{P}\p{S}]+$/u.test(this.#tokens[token] ?? '');
  }

  /** Tokens of a text, none of them special. The first word of a transcript has a space before it. */
  encode(text: string): number[] {
    const letters = new Map([...this.#alphabet].map(([codePoint, byte]) => [byte, String.fromCodePoint(codePoint)]));
    const idOf = (token: string): number | undefined => {
      const id = this.#ids.get(token);
      return id !== undefined && this.isText(id) ? id : undefined;
    };
    return encodeText(text, idOf, (byte) => letters.get(byte) ?? '');
  }

  /** Text of the tokens; special ones are left out, and an unfinished UTF-8 character at the end too. */
  decode(tokens: readonly number[]): string {
    // `stream` holds an unfinished character back instead of writing a replacement sign.
    return new TextDecoder().decode(this.#bytes(tokens), { stream: true });
  }

  /** Whether the tokens end with a whole character. */
  isWhole(tokens: readonly number[]): boolean {
    const bytes = this.#bytes(tokens);
    return new TextDecoder().decode(bytes, { stream: true }) === new TextDecoder().decode(bytes);
  }

  #bytes(tokens: readonly number[]): Uint8Array {
    const bytes: number[] = [];
    for (const token of tokens) {
      if (!this.isText(token)) continue;
      for (const char of this.#tokens[token] ?? '') {
        const byte = this.#alphabet.get(char.codePointAt(0) ?? -1);
        if (byte !== undefined) bytes.push(byte);
      }
    }
    return Uint8Array.from(bytes);
  }
}

/** Tokens of `vocabulary.txt`: one a line, in order of their ids. */
export function parseVocabulary(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => (line.endsWith('\r') ? line.slice(0, -1) : line));
}
