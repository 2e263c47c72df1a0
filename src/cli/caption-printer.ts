/** Prints captions and their translations: a line for each one that is committed, or one JSON object for each change. */
import { styleText } from 'node:util';
import type { Caption, CaptionEvent, Translation } from '../pipeline/captions.js';
import { printable, type Io } from './io.js';

/** What `--json` prints; `atMs` is monotonic. A committed segment is never changed: at most its translation is told behind it. */
interface SegmentLine {
  readonly type: 'segment';
  readonly id: number;
  readonly text: string;
  readonly stable: string;
  readonly language: string;
  readonly committed: boolean;
  readonly startMs: number;
  readonly endMs: number;
  readonly translation?: Translation;
  /** Why there is no translation. */
  readonly untranslated?: string;
  readonly atMs: number;
}

export interface CaptionPrinterOptions {
  readonly io: Io;
  readonly now: () => number;
  readonly json: boolean;
  /** Stands in front of each line where several are spoken. */
  readonly showsLanguage: boolean;
  /** Only the translation is of interest. */
  readonly hidesOriginal: boolean;
}

/** Takes the events of one stream. */
export interface CaptionPrinter {
  push(event: CaptionEvent): void;
  /** A line that is no caption. */
  note(text: string): void;
}

export function createCaptionPrinter(options: CaptionPrinterOptions): CaptionPrinter {
  return options.json ? new JsonCaptions(options) : new CaptionLines(options);
}

/** A translation that comes so many captions later has no caption any more. */
const MOST_OPEN = 256;

class JsonCaptions implements CaptionPrinter {
  readonly #options: CaptionPrinterOptions;
  /** Committed, and its translation has not been told. */
  readonly #open = new Map<number, Caption>();

  constructor(options: CaptionPrinterOptions) {
    this.#options = options;
  }

  push(event: CaptionEvent): void {
    if (event.kind === 'caption') {
      if (event.caption.committed) this.#keep(event.caption);
      this.#write(event.caption, {});
      return;
    }
    const caption = this.#open.get(event.id);
    if (caption === undefined) return;
    this.#open.delete(event.id);
    this.#write(
      caption,
      event.kind === 'translation' ? { translation: event.translation } : { untranslated: event.reason },
    );
  }

  /** Where nobody translates, none of them is asked for again. */
  #keep(caption: Caption): void {
    this.#open.set(caption.id, caption);
    for (const id of this.#open.keys()) if (id <= caption.id - MOST_OPEN) this.#open.delete(id);
  }

  note(text: string): void {
    this.#options.io.stdout.write(`${JSON.stringify({ type: 'notice', text, atMs: this.#atMs() })}\n`);
  }

  #write(caption: Caption, more: Pick<SegmentLine, 'translation' | 'untranslated'>): void {
    const { id, text, stable, language, committed, startMs, endMs } = caption;
    const place = { startMs: Math.round(startMs), endMs: Math.round(endMs) };
    const line: SegmentLine = {
      ...{ type: 'segment', id, text, stable, language, committed, ...place, ...more, atMs: this.#atMs() },
    };
    this.#options.io.stdout.write(`${JSON.stringify(line)}\n`);
  }

  #atMs(): number {
    return Math.round(this.#options.now() * 10) / 10;
  }
}

/** For people; what is still open is shown on a terminal only, and redrawn there. */
class CaptionLines implements CaptionPrinter {
  readonly #options: CaptionPrinterOptions;
  #partial = '';

  constructor(options: CaptionPrinterOptions) {
    this.#options = options;
  }

  push(event: CaptionEvent): void {
    switch (event.kind) {
      case 'caption':
        this.#caption(event.caption);
        break;
      case 'translation':
        if (event.translation.source !== 'none')
          this.#line(`${this.#language(event.translation)}${this.#paint('green', printable(event.translation.text))}`);
        else if (this.#options.hidesOriginal) this.#line(printable(event.translation.text));
        break;
      case 'untranslated':
        this.#line(this.#paint('yellow', `   not translated: ${printable(event.reason)}`));
        break;
    }
  }

  note(text: string): void {
    this.#line(this.#paint('yellow', printable(text)));
  }

  #caption({ text, language, committed }: Caption): void {
    if (!committed) this.#show(text);
    else if (this.#options.hidesOriginal) this.#show('');
    else this.#line(`${this.#language({ language })}${printable(text.trim())}`);
  }

  #language({ language }: { readonly language: string }): string {
    return this.#options.showsLanguage ? `${this.#paint('dim', language.padEnd(3))} ` : '';
  }

  #show(text: string): void {
    if (!this.#options.io.isTTY) return;
    this.#partial = printable(text.trim());
    const width = Math.max(20, process.stdout.columns || 80) - 4;
    const tail = this.#partial.length > width ? `…${this.#partial.slice(1 - width)}` : this.#partial;
    this.#options.io.stdout.write(`\r\u001b[K${tail === '' ? '' : this.#paint('dim', tail)}`);
  }

  /** The open caption moves below the line. */
  #line(text: string): void {
    const open = this.#partial;
    this.#options.io.stdout.write(`${this.#options.io.isTTY ? '\r\u001b[K' : ''}${text}\n`);
    this.#partial = '';
    if (open !== '' && !text.includes(open)) this.#show(open);
  }

  #paint(style: 'dim' | 'green' | 'yellow', text: string): string {
    return this.#options.io.isTTY ? styleText(style, text) : text;
  }
}
