/** The last lines of what is said: they fill up word by word, and only the last one grows. */
import { joinsSentences, tokensOf, type Token } from '../subtitles/tokens.js';
import { widthOf } from '../subtitles/unit.js';

export interface RollingOptions {
  readonly lines: number;
  /** Columns of a line. */
  readonly lineWidth: number;
}

/** What follows sooner than this goes on in the same line. */
const PAUSE_MS = 1500;

export interface SaidText {
  readonly text: string;
  readonly language: string;
  readonly startMs: number;
  readonly endMs: number;
}

export class RollingLines {
  readonly #options: RollingOptions;
  /** Of final texts; the last one may still grow. */
  #lines: readonly string[] = [];
  #last: SaidText | undefined;

  constructor(options: RollingOptions) {
    this.#options = options;
  }

  /** A text that will not change any more. */
  add(said: SaidText): void {
    this.#lines = this.#flow(said);
    this.#last = said;
  }

  /** The lines with a text behind them that may still change. */
  withGrowing(said: SaidText | undefined): readonly string[] {
    return said === undefined || said.text === '' ? this.#lines : this.#flow(said);
  }

  clear(): void {
    this.#lines = [];
    this.#last = undefined;
  }

  #flow(said: SaidText): readonly string[] {
    const { lines, lineWidth } = this.#options;
    const last = this.#last;
    const goesOn = last?.language === said.language && said.startMs - last.endMs < PAUSE_MS;
    const all = [...this.#lines];
    let line = goesOn ? (all.pop() ?? '') : '';
    const [first, ...rest] = tokensOf(said.text, said.language).flatMap((token) => cut(token, lineWidth));
    if (first === undefined) return this.#lines;
    const space = line === '' || joinsSentences(said.language) ? '' : ' ';
    for (const token of [{ ...first, space }, ...rest]) {
      if (line !== '' && widthOf(line + token.space + token.text) > lineWidth) {
        all.push(line);
        line = token.text;
      } else line += (line === '' ? '' : token.space) + token.text;
    }
    return [...all, line].slice(-lines);
  }
}

/** A word that is longer than a line goes on in the next. */
function cut(token: Token, lineWidth: number): Token[] {
  const parts: string[] = [''];
  for (const character of token.text) {
    const part = (parts.pop() ?? '') + character;
    if (parts.length > 0 || widthOf(part) <= lineWidth) parts.push(part);
    else parts.push(part.slice(0, -character.length), character);
  }
  return parts.map((text, i) => ({ text, space: i === 0 ? token.space : '' }));
}
