/** The files that captions are written to as they come: subtitles, and the last lines as text. */
import type { CaptionsSettings } from '../config/captions.js';
import type { CaptionEvent } from '../pipeline/captions.js';
import type { FileOptions } from './files/growing-file.js';
import { SubtitleFile, type SubtitleOptions } from './files/subtitle-file.js';
import { TextFile } from './files/text-file.js';

/** One file. */
export interface CaptionWriter {
  /** Where it is really written: another name than the one asked for where that file existed; '' until it begins. */
  readonly path: string;
  /** Never waits, never throws: a disk that fails is told of in a notice, and tried again. */
  take(event: CaptionEvent): void;
  /** Writes what is left. */
  close(): Promise<void>;
}

/** Those that the settings ask for. Each event goes to all of them. */
export async function openCaptionWriters(settings: CaptionsSettings, options: FileOptions): Promise<CaptionWriter[]> {
  const writers: CaptionWriter[] = [];
  for (const format of ['srt', 'vtt'] as const) {
    if (settings[format] === '') continue;
    const common = { ...options, format, path: settings[format], lineWidth: settings.line_chars };
    const first = settings.show === 'translation' ? 'translation' : 'original';
    writers.push(new SubtitleFile({ ...common, show: first }));
    if (settings.show === 'both') writers.push(new SecondSubtitles({ ...common, show: 'translation' }));
  }
  if (settings.text_file !== '') writers.push(new TextFile(settings, options));
  return writers;
}

/** Captions that a translation file begins with when the first translation comes late; they stand in the other file. */
const EARLY = 500;

/** The translation beside the original, as players look for it: `talk.en.srt` for `talk.srt`, once its language is known. */
class SecondSubtitles implements CaptionWriter {
  readonly #options: SubtitleOptions;
  /** What came before. */
  readonly #early: CaptionEvent[] = [];
  #file: SubtitleFile | undefined;

  constructor(options: SubtitleOptions) {
    this.#options = options;
  }

  get path(): string {
    return this.#file?.path ?? '';
  }

  take(event: CaptionEvent): void {
    if (this.#file === undefined && event.kind === 'translation' && event.translation.source !== 'none') {
      const path = this.#options.path.replace(/(\.[^./\\]*)?$/, `.${event.translation.language}$&`);
      this.#file = new SubtitleFile({ ...this.#options, path });
      for (const early of this.#early.splice(0)) this.#file.take(early);
    }
    if (this.#file !== undefined) this.#file.take(event);
    else if (event.kind !== 'caption' || event.caption.committed) this.#keep(event);
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }

  #keep(event: CaptionEvent): void {
    this.#early.push(event);
    if (this.#early.length > EARLY) this.#early.shift();
  }
}
