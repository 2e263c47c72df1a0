/** Subtitles that are written while somebody speaks: whole cues only, so that the file can be read at any moment. */
import type { Caption, CaptionEvent } from '../../pipeline/captions.js';
import { CueStream } from '../subtitles/cue.js';
import { renderSrt, renderVtt, vttHeader } from '../subtitles/render.js';
import { spokenOf, type Stretch } from '../subtitles/tokens.js';
import { GrowingFile, type FileOptions } from './growing-file.js';

export interface SubtitleOptions extends FileOptions {
  readonly path: string;
  readonly format: 'srt' | 'vtt';
  readonly show: 'original' | 'translation';
  /** Columns of a line. */
  readonly lineWidth: number;
}

/** Captions that may still be translated; older ones are written as they were said. */
const UNTRANSLATED = 50;

export class SubtitleFile {
  readonly #options: SubtitleOptions;
  readonly #cues: CueStream;
  readonly #file: GrowingFile;
  readonly #untranslated = new Map<number, Caption>();
  #count = 0;

  constructor(options: SubtitleOptions) {
    this.#options = options;
    this.#cues = new CueStream({ lineWidth: options.lineWidth, live: true });
    this.#file = new GrowingFile(options.path, options);
    this.#file.append(options.format === 'vtt' ? vttHeader : '');
  }

  get path(): string {
    return this.#file.path;
  }

  take(event: CaptionEvent): void {
    if (event.kind === 'caption') {
      if (event.caption.committed) this.#takeCaption(event.caption);
      return;
    }
    const caption = this.#untranslated.get(event.id);
    if (caption === undefined) return;
    // Captions are translated in order: whoever was left out before this one is not translated any more.
    this.#writeOriginals((id) => id < event.id);
    this.#untranslated.delete(event.id);
    if (event.kind === 'untranslated') this.#write(caption);
    else {
      const { startMs, endMs } = caption;
      this.#write({ startMs, endMs, ...event.translation });
    }
  }

  async close(): Promise<void> {
    this.#writeOriginals(() => true);
    await this.#file.close();
  }

  #takeCaption(caption: Caption): void {
    if (this.#options.show === 'original') {
      this.#write(caption);
      return;
    }
    this.#untranslated.set(caption.id, caption);
    const left = this.#untranslated.size - UNTRANSLATED;
    if (left > 0) this.#writeOriginals((id) => id <= caption.id - UNTRANSLATED);
  }

  #writeOriginals(isMeant: (id: number) => boolean): void {
    for (const [id, caption] of this.#untranslated) {
      if (!isMeant(id)) continue;
      this.#untranslated.delete(id);
      this.#write(caption);
    }
  }

  #write(stretch: Stretch): void {
    const cues = this.#cues.push(spokenOf(stretch));
    const isSrt = this.#options.format === 'srt';
    const text = cues.map((cue) => (isSrt ? renderSrt(cue, ++this.#count) : renderVtt(cue, false)));
    if (text.length > 0) this.#file.append(text.join(''));
  }
}
