/** A point in time inside a sentence: "call mum tomorrow at 6" → "call mum" and when. */
import { parseWhen, type When, type WhenOptions } from './when.js';

export interface TextWithWhen {
  /** The words without the time. */
  readonly rest: string;
  readonly when?: When;
}

/** A time begins with one of these; "buy 7" and "the second may" do not. */
const MARKER =
  /^(?:at|on|in|by|around|after|for|from|tomorrow|today|tonight|this|next|every|each|daily|weekdays|weekends|half|quarter|noon|midday|midnight|the|day|(?:sun|mon|tues|wednes|thurs|fri|satur)days?|\d+|a|early|during|christmas|new)$/;
/** What may begin a time only with more behind it than a number: "at 6", "7 am", but not "the 6" or "for 2". */
const WEAK = /^(?:for \d+(?: \d+)?|\d+(?: \d+)?|the \d+)$/;

/** The longest time at the end of `text`; all of `text` may be one. */
export function splitTail(text: string, options: WhenOptions): TextWithWhen {
  const words = text.split(' ');
  for (let at = 0; at < words.length; at++) {
    if (!MARKER.test(words[at] ?? '')) continue;
    const tail = words.slice(at).join(' ');
    const when = WEAK.test(tail) || isStretchOnly(tail) ? undefined : parseWhen(tail, options);
    if (when !== undefined) return { rest: words.slice(0, at).join(' '), when };
  }
  return { rest: text };
}

/** "for 10 minutes", "2 days": how long something takes, not when it is. */
function isStretchOnly(tail: string): boolean {
  return /^(?:for )?(?:\d|a |half )/.test(tail) && /(?:seconds?|minutes?|hours?|days?|weeks?)$/.test(tail);
}
