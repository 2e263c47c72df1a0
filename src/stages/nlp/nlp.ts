/** The understanding stage: the final words of a turn become normalised text and, where a skill fits, an intent. */
import type { FinalTranscript } from '../../pipeline/messages.js';
import type { Understood } from '../../pipeline/intent.js';
import type { Stage } from '../../pipeline/stage.js';
import type { ParseContext } from '../../skills/skill.js';
import type { Understanding } from './understanding.js';

export interface NlpOptions {
  readonly understanding: Understanding;
  /** Time, place and what was asked before, at the moment of asking. */
  readonly context: () => Omit<ParseContext, 'language'>;
}

export function createNlpStage({ understanding, context }: NlpOptions): Stage<FinalTranscript, Understood> {
  const understand = (transcript: FinalTranscript): Understood => ({
    transcript,
    ...understanding.understand(transcript.text, { ...context(), language: transcript.language }),
  });
  return {
    name: 'nlp',
    warmUp: async () => {
      // The first match compiles the patterns and reads the zone list, the first slip the examples; dates have a reader of their own.
      const texts = [
        'What time is it in Nowhereland?',
        'Remind me next Friday at 7 to test.',
        'Cansel my timmer tode.',
      ];
      for (const text of texts) understand({ kind: 'final', text, language: 'en', words: [] });
    },
    async *run(input, scope) {
      for await (const transcript of input) {
        scope.signal.throwIfAborted();
        yield understand(transcript);
      }
    },
  };
}

/** A request that had to be mended to fit a skill may be half of another one. */
const LEAST_CONFIDENCE = 0.9;

/** Whether a skill could act on these words as they are. */
export function isUnderstood(understanding: Understanding, text: string, context: ParseContext): boolean {
  return (understanding.understand(text, context).intent?.confidence ?? 0) >= LEAST_CONFIDENCE;
}
