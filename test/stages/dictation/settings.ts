/** Dictation's settings as shipped, with what a test changes. */
import type { DictationText } from '../../../src/config/dictation-text.js';
import { DictationWriter } from '../../../src/stages/dictation/writer.js';

export const shipped: DictationText = {
  ...{ punctuation: 'both', commands: true, capitals: true, numbers: 'prose', times: 'dotted' },
  ...{ start: 'sentence', trailing_space: false, newline: 'enter', symbols: {}, words: [], replacements: {} },
  profiles: [],
  clean_up: { enabled: false, engine: 'auto', timeout_ms: 2000, prompt: '' },
};

export function writerWith(change: Partial<DictationText> = {}): DictationWriter {
  return new DictationWriter({ ...shipped, ...change });
}

/** The text after these utterances. */
export function typed(utterances: string | readonly string[], change: Partial<DictationText> = {}, language = 'en') {
  const writer = writerWith(change);
  for (const text of [utterances].flat()) writer.write({ text, language });
  return writer.text;
}
