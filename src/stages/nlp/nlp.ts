/** The understanding stage: the final words of a turn become normalised text and, where a rule fits, an intent. */
import type { FinalTranscript } from '../../pipeline/messages.js';
import type { Intent, Understood } from '../../pipeline/intent.js';
import type { Stage } from '../../pipeline/stage.js';
import { matchIntent } from './match.js';
import { normalise } from './text.js';

export interface NlpOptions {
  /** What the assistant is called; any case. */
  readonly names: readonly string[];
}

/** The rules are English; words in another language go on without an intent. */
export function createNlpStage(options: NlpOptions): Stage<FinalTranscript, Understood> {
  const names = options.names.map((name) => name.toLowerCase());
  return {
    name: 'nlp',
    warmUp: async () => {
      // The first match compiles the patterns and reads the zone list.
      understand({ kind: 'final', text: 'What time is it in Nowhereland?', language: 'en', words: [] }, names);
    },
    async *run(input, scope) {
      for await (const transcript of input) {
        scope.signal.throwIfAborted();
        yield understand(transcript, names);
      }
    },
  };
}

/** A request that had to be mended to fit a skill may be half of another one. */
const LEAST_CONFIDENCE = 0.9;

/** Whether a skill could act on English words as they are. `names` in lower case. */
export function isUnderstood(text: string, names: readonly string[]): boolean {
  return (intentOf(normalise(text, { names }), names)?.confidence ?? 0) >= LEAST_CONFIDENCE;
}

function understand(transcript: FinalTranscript, names: readonly string[]): Understood {
  const normalised = normalise(transcript.text, { names });
  const intent = transcript.language === 'en' ? intentOf(normalised, names) : undefined;
  return { transcript, normalised, ...(intent === undefined ? {} : { intent }) };
}

/** Who is only called by name is greeted back. */
function intentOf(normalised: string, names: readonly string[]): Intent | undefined {
  return names.includes(normalised) ? { name: 'greeting', slots: {}, confidence: 1 } : matchIntent(normalised);
}
