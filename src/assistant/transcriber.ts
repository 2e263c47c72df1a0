/** Speech to text without a conversation: the stretches of speech in a stream, each once it is read. */
import type { AudioFrame } from '../audio/frame.js';
import type { Word } from '../pipeline/messages.js';
import { hearPassages, type PassageParts } from '../stages/captions/passages.js';

/** What was said in one stretch of speech. Times count from the start of the audio. */
export type Segment =
  | { readonly kind: 'partial'; readonly text: string; readonly stable: string }
  | {
      readonly kind: 'segment';
      readonly startMs: number;
      readonly endMs: number;
      readonly text: string;
      /** Of the text. */
      readonly language: string;
      /** What was spoken, where the text is a translation of it. */
      readonly spoken?: string;
      readonly words: readonly Word[];
    };

/** Reads as fast as the recogniser can, in memory that does not grow. Stretches without a voice cost only the detector. */
export async function* transcribeFrames(
  frames: AsyncIterable<AudioFrame>,
  parts: PassageParts,
): AsyncGenerator<Segment, void, undefined> {
  for await (const heard of hearPassages(frames, parts)) {
    if (heard.kind === 'over') continue;
    const { startMs, transcript } = heard;
    const { kind, text } = transcript;
    if (kind === 'partial') yield { kind, text, stable: transcript.stable };
    else if (text !== '') {
      const words = transcript.words.map((word) => ({
        ...word,
        startMs: word.startMs + startMs,
        endMs: word.endMs + startMs,
      }));
      const [first, last] = [words[0], words.at(-1)];
      yield {
        ...{ kind: 'segment', startMs: first?.startMs ?? startMs, endMs: last?.endMs ?? startMs },
        ...{ text, language: transcript.language, words },
        ...(transcript.spoken === undefined ? {} : { spoken: transcript.spoken }),
      };
    }
  }
}
