/** The tokens that tell Whisper's decoder what to do, and which tokens it may answer with. */
import type { Description } from './description.js';

export interface PromptOptions {
  /** ISO 639-1 code that the model knows; ignored by an English-only one. */
  readonly language: string;
  /** `translate` writes English whatever is spoken. */
  readonly task: 'transcribe' | 'translate';
  /** Text tokens of what was said before, or might have been; none when not given. */
  readonly context?: readonly number[];
}

/** From `<|startoftranscript|>` to `<|notimestamps|>`, behind the context where there is one. */
export function buildPrompt(description: Description, { context = [], ...options }: PromptOptions): number[] {
  const { startOfPrevious } = description.vocabulary.special;
  const start = buildStart(description, options);
  return startOfPrevious === undefined || context.length === 0 ? start : [startOfPrevious, ...context, ...start];
}

function buildStart({ vocabulary, multilingual }: Description, { language, task }: PromptOptions): number[] {
  const { special, languages } = vocabulary;
  if (!multilingual) return [special.startOfTranscript, special.noTimestamps];
  const token = languages.get(language);
  if (token === undefined)
    throw new Error(`speech language: got ${language}, wanted ${[...languages.keys()].join(', ')}`);
  return [special.startOfTranscript, token, special[task], special.noTimestamps];
}

/** 1 for each token that may be chosen: text and the end, less what the model's makers suppress. */
export function allowedTokens(description: Description, atStart: boolean): Uint8Array {
  const { vocabulary, suppressed, suppressedFirst } = description;
  const allowed = new Uint8Array(vocabulary.special.endOfText + 1).fill(1);
  for (const token of [...suppressed, ...(atStart ? suppressedFirst : [])]) {
    if (token < allowed.length) allowed[token] = 0;
  }
  // The files list the end among the first suppressed; for a silent clip it is the right answer.
  allowed[vocabulary.special.endOfText] = 1;
  return allowed;
}
