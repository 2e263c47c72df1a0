/** Lines for a terminal: pieces of text, each with its look, cut to a width in columns. */
import { styleText } from 'node:util';
import stringWidth from 'string-width';

export type Style = Parameters<typeof styleText>[0];

export interface Piece {
  /** Must not hold anything that steers a terminal. */
  readonly text: string;
  readonly style?: Style;
}

export type Line = readonly Piece[];

/** In columns: an ideograph takes two, an accent none. */
export const widthOf = stringWidth;

const graphemes = new Intl.Segmenter();

/** The first columns of a text, with `…` where something was left out. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  if (width < 1) return '';
  let kept = '';
  let left = width - 1;
  for (const { segment } of graphemes.segment(text)) {
    left -= widthOf(segment);
    if (left < 0) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** The last columns of a text: what grows is read at its end. */
export function cutStart(text: string, width: number): string {
  const parts = [...graphemes.segment(text)].map(({ segment }) => segment);
  let dropped = 0;
  let left = widthOf(text) - width;
  if (left <= 0) return text;
  for (left += 1; left > 0 && dropped < parts.length; dropped++) left -= widthOf(parts[dropped] ?? '');
  return `…${parts.slice(dropped).join('')}`;
}

/** Exactly so wide. */
export function pad(text: string, width: number, side: 'left' | 'right' = 'left'): string {
  const fitted = cut(text, width);
  const room = ' '.repeat(Math.max(0, width - widthOf(fitted)));
  return side === 'left' ? fitted + room : room + fitted;
}

/** Words on lines of at most so many columns. */
export function wrap(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(/ +/)) {
    const last = lines.at(-1) ?? '';
    const longer = last === '' ? word : `${last} ${word}`;
    if (last !== '' && widthOf(longer) > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.map((line) => cut(line, width));
}

/** As bytes for the terminal. */
export function renderLine(line: Line, width: number, hasColors: boolean): string {
  let left = width;
  return line
    .map(({ text, style }) => {
      const fitted = cut(text, left);
      left -= widthOf(fitted);
      return style !== undefined && hasColors && fitted !== '' ? styleText(style, fitted, plain) : fitted;
    })
    .join('');
}

/** Whether there are colours was decided before. */
const plain = { validateStream: false };
