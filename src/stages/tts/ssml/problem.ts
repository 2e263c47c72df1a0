/** What is wrong with an SSML text, in one line with its place. */

export class SsmlError extends Error {
  override readonly name = 'SsmlError';
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;

  /** @param at position in `xml`, in UTF-16 code units */
  constructor(text: string, xml: string, at: number) {
    const before = xml.slice(0, at).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    super(`SSML line ${before.length}, column ${column}: ${text}`);
    this.line = before.length;
    this.column = column;
  }
}

const shownChars = 40;

/** A value of the text as it may be shown on a terminal: quoted, short, without control or direction marks. */
export function shown(value: string): string {
  const short = value.length > shownChars ? `${value.slice(0, shownChars)}…` : value;
  return JSON.stringify(short).replace(/[\p{Cc}\p{Cf}]/gu, (mark) => `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`);
}
