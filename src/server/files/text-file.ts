/** The last lines as a plain text file, for whatever shows such a file, like a text source of OBS. */
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { printable } from '../../assistant/printable.js';
import type { CaptionsSettings } from '../../config/captions.js';
import type { Caption, CaptionEvent } from '../../pipeline/captions.js';
import type { FileOptions } from './growing-file.js';
import { RollingLines } from './rolling-lines.js';
import { describeWriteFault } from './write-fault.js';

/** Somebody may be reading it, and where that forbids replacing it, only for a moment. */
const RETRY_MS = 500;
const UNTRANSLATED = 50;

export class TextFile {
  readonly #settings: CaptionsSettings;
  readonly #options: FileOptions;
  readonly #original: RollingLines;
  readonly #translation: RollingLines;
  readonly #ending = new AbortController();
  /** Committed captions that may still be translated. */
  readonly #untranslated = new Map<number, Caption>();
  #growing: Caption | undefined;
  #silence = new AbortController();
  #wanted = '';
  #written: string | undefined;
  #work: Promise<void> = Promise.resolve();
  #isWorking = false;
  #hasFailed = false;

  constructor(settings: CaptionsSettings, options: FileOptions) {
    this.#settings = settings;
    this.#options = options;
    const shape = { lines: settings.lines, lineWidth: settings.line_chars };
    this.#original = new RollingLines(shape);
    this.#translation = new RollingLines(shape);
    this.#replace('');
  }

  get path(): string {
    return this.#settings.text_file;
  }

  take(event: CaptionEvent): void {
    if (event.kind === 'caption') this.#takeCaption(event.caption);
    else this.#takeTranslation(event);
    this.#show();
    void this.#clearAfterSilence();
  }

  /** Leaves it empty: nobody speaks any more. */
  async close(): Promise<void> {
    this.#silence.abort(new Error('closed'));
    this.#ending.abort(new Error('closed'));
    await this.#work;
    this.#replace('');
    await this.#work;
  }

  #takeCaption(caption: Caption): void {
    this.#growing = caption.committed ? undefined : caption;
    if (!caption.committed) return;
    this.#original.add(caption);
    if (this.#settings.show === 'original') return;
    this.#untranslated.set(caption.id, caption);
    for (const id of this.#untranslated.keys())
      if (this.#untranslated.size > UNTRANSLATED) this.#untranslated.delete(id);
  }

  #takeTranslation(event: Exclude<CaptionEvent, { kind: 'caption' }>): void {
    const caption = this.#untranslated.get(event.id);
    if (caption === undefined) return;
    this.#untranslated.delete(event.id);
    const { startMs, endMs } = caption;
    const isBoth = this.#settings.show === 'both';
    // Whoever sees the original does not need it twice.
    if (event.kind === 'untranslated') {
      if (!isBoth) this.#translation.add(caption);
    } else if (!isBoth || event.translation.source !== 'none') {
      this.#translation.add({ ...event.translation, startMs, endMs });
    }
  }

  #show(): void {
    const { show, partial } = this.#settings;
    const original = show === 'translation' ? [] : this.#original.withGrowing(partial ? this.#growing : undefined);
    const translation = show === 'original' ? [] : this.#translation.withGrowing(undefined);
    this.#replace([...original, ...translation].map((line) => `${printable(line)}\n`).join(''));
  }

  async #clearAfterSilence(): Promise<void> {
    this.#silence.abort(new Error('somebody speaks'));
    const silence = new AbortController();
    this.#silence = silence;
    await this.#options.clock.sleep(this.#settings.hold_seconds * 1000, silence.signal).catch(() => undefined);
    if (silence.signal.aborted) return;
    this.#original.clear();
    this.#translation.clear();
    this.#growing = undefined;
    this.#replace('');
  }

  /** Only the latest text counts: what was not written in time is not written at all. */
  #replace(text: string): void {
    this.#wanted = text;
    if (this.#isWorking) return;
    this.#isWorking = true;
    this.#work = this.#write();
  }

  async #write(): Promise<void> {
    const path = this.#settings.text_file;
    const part = `${path}.part`;
    while (this.#written !== this.#wanted) {
      const text = this.#wanted;
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(part, text);
        await rename(part, path);
        this.#written = text;
        if (this.#hasFailed) this.#options.onNotice(`${path}: is written again`);
        this.#hasFailed = false;
      } catch (error) {
        await rm(part, { force: true }).catch(() => undefined);
        if (!this.#hasFailed) {
          this.#options.onNotice(`${path}: cannot be written: ${describeWriteFault(error)}; captions go on without it`);
        }
        this.#hasFailed = true;
        if (this.#ending.signal.aborted) break;
        await this.#options.clock.sleep(RETRY_MS, this.#ending.signal).catch(() => undefined);
      }
    }
    this.#isWorking = false;
  }
}
