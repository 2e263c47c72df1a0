/** The keys of `captions`: who may read along, what they see, and the files that are written as it goes. */
import { z } from 'zod';
import { listenerKeys } from './listener.js';

/** Which text is shown or written: what was said, its translation, or both. */
export const shownTexts = ['original', 'translation', 'both'] as const;

export const captionsSchema = z.strictObject({
  /** Of the page and the feed. */
  ...listenerKeys,
  /** Pages of other addresses that may read along. */
  origins: z
    .array(
      z
        .string()
        .regex(/^https?:\/\/[^\s/?#@]+$/)
        .describe('an address without a path, such as https://example.org'),
    )
    .max(100),
  show: z.enum(shownTexts),
  /** Subtitle files; '' for none. */
  srt: z.string(),
  vtt: z.string(),
  /** The last lines as plain text; '' for none. */
  text_file: z.string(),
  /** Lines shown at a time. */
  lines: z.number().int().min(1).max(6),
  /** Characters of a line; scripts with wide characters get fewer. */
  line_chars: z.number().int().min(16).max(120),
  /** What is shown disappears after so much silence. */
  hold_seconds: z.number().min(1).max(600),
  /** Whether text is shown while it is still growing. */
  partial: z.boolean(),
  /** Speech without a sentence's end becomes a caption of its own once it is longer than either. */
  longest_chars: z.number().int().min(20).max(1000),
  longest_seconds: z.number().min(2).max(120),
  /** A shorter silence parts nothing. */
  bridged_ms: z.number().int().min(0).max(2000),
  /** What lasted so long is over at the next end of speech, however short the silence. */
  enough_ms: z.number().int().min(0).max(30_000),
  /** Captions that whoever joins late is told. */
  history: z.number().int().min(1).max(1000),
});

export type CaptionsSettings = z.infer<typeof captionsSchema>;
