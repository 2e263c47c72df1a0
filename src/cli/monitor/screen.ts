/** A terminal that is drawn on as a whole, and left as it was. */
import escapes from 'ansi-escapes';
import { renderLine, widthOf, type Line } from './line.js';

/** The part of `process.stdout` that is used. */
export type ScreenOutput = Pick<NodeJS.WriteStream, 'write' | 'columns' | 'rows' | 'hasColors' | 'writableNeedDrain'>;

/** Of a terminal that does not know its size and says 0. */
const COLUMNS = 80;
const ROWS = 24;

export class Screen {
  readonly #output: ScreenOutput;
  #shown = '';
  #isOpen = false;
  readonly #restore = (): void => {
    this.close();
  };

  constructor(output: ScreenOutput) {
    this.#output = output;
  }

  get size(): { readonly columns: number; readonly rows: number } {
    return { columns: this.#output.columns || COLUMNS, rows: this.#output.rows || ROWS };
  }

  open(): void {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#output.write(escapes.enterAlternativeScreen + escapes.cursorHide);
    // Whatever ends the process, the terminal is as before.
    process.on('exit', this.#restore);
  }

  /** Each line is written over the one before it and all of them at once, so that nothing flickers. */
  draw(lines: readonly Line[]): void {
    const { columns } = this.size;
    const text = lines.map((line) => this.#render(line, columns)).join('\r\n');
    // A slow line gets the next view instead.
    if (!this.#isOpen || text === this.#shown || this.#output.writableNeedDrain) return;
    this.#shown = text;
    const { beginSynchronizedOutput, endSynchronizedOutput, cursorTo, eraseDown } = escapes;
    this.#output.write(beginSynchronizedOutput + cursorTo(0, 0) + text + eraseDown + endSynchronizedOutput);
  }

  /** A line as wide as the terminal leaves nothing to erase; erasing would take its last character. */
  #render(line: Line, columns: number): string {
    const text = renderLine(line, columns, this.#output.hasColors());
    return widthOf(text) < columns ? text + escapes.eraseEndLine : text;
  }

  /** After a resize nothing is where it was. */
  forget(): void {
    this.#shown = '';
    if (this.#isOpen) this.#output.write(escapes.eraseScreen);
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    process.off('exit', this.#restore);
    this.#output.write(escapes.cursorShow + escapes.exitAlternativeScreen);
  }
}
