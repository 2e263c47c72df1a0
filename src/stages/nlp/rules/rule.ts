/** What a rule is: normalised text in, a meaning out, and nothing in between. */
import type { IntentName, Meaning } from '../../../pipeline/intent.js';

/** Reads the whole of `text`; words left over mean that something else was meant. */
export type Rule = (text: string) => Meaning | undefined;

/** Intents without slots. */
type Bare = Exclude<
  IntentName,
  'dice' | 'time' | 'date' | 'arithmetic' | 'convert' | 'timer-set' | 'timer-left' | 'timer-cancel'
>;

/** A rule that says nothing but which intent it is. */
export function phrases(name: Bare, pattern: RegExp): Rule {
  return (text) => (pattern.test(text) ? { name, slots: {} } : undefined);
}
