/** Captions and live translation: frames → captions → translations → everybody who reads along, while the speaker goes on. */
import type { Assistant } from '../assistant/assistant.js';
import type { CaptionOptions } from '../assistant/reading.js';
import type { AudioFrame } from '../audio/frame.js';
import type { CaptionEvent } from '../pipeline/captions.js';

/** Who reads along: a screen, a page, a file, a voice. */
export interface Reader {
  /** Every event in its order; the next one waits for it. Must not throw: one reader's trouble is not the others'. */
  take(event: CaptionEvent): Promise<void> | void;
}

export interface ReadAlongParts {
  readonly assistant: Assistant;
  /** Mono at 16 kHz. */
  readonly frames: AsyncIterable<AudioFrame>;
  readonly readers: readonly Reader[];
  readonly captions?: CaptionOptions;
  /** Each committed caption is translated as the settings say. */
  readonly isTranslated: boolean;
  readonly onNotice: (line: string) => void;
}

/** Runs until the frames end and all of it was told, or the signal fires. */
export async function readAlong(parts: ReadAlongParts, signal: AbortSignal): Promise<void> {
  const { assistant, frames, readers, captions, isTranslated, onNotice } = parts;
  const { events, sound } = assistant.reading.caption(assistant.watch.hear(frames), signal, captions);
  const told = isTranslated ? assistant.reading.translate(events, signal, { sound, onNotice }) : events;
  for await (const event of told) {
    assistant.watch.takeCaption(event);
    for (const reader of readers) await reader.take(event);
  }
}
