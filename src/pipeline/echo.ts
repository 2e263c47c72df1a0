/** Tells the assistant's own voice, come back through the microphone, from a person's. */

/** Share of the heard words that must come from the reply for it to be called an echo. */
const ECHO_SHARE = 0.6;
/** Short calls that must get through even when the reply happens to contain the word. */
const CALLS = new Set(['stop', 'wait', 'cancel', 'quiet', 'enough']);
const LONGEST_CALL_WORDS = 3;

/**
 * True when what was heard is mostly what is being said.
 * @param heard the recogniser's text of the possible interruption
 * @param spoken the text of the reply so far, what is still to come included
 */
export function soundsLikeEcho(heard: string, spoken: string): boolean {
  const words = toWords(heard);
  if (words.length === 0) return false;
  if (words.length <= LONGEST_CALL_WORDS && words.some((word) => CALLS.has(word))) return false;
  const said = new Set(toWords(spoken));
  const own = words.filter((word) => said.has(word) || resemblesAny(word, said)).length;
  return own / words.length >= ECHO_SHARE;
}

function toWords(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** A recogniser hears `timers` for `timer`: long words that share most of their beginning count as the same. */
function resemblesAny(word: string, said: ReadonlySet<string>): boolean {
  if (word.length < 5) return false;
  const stem = word.slice(0, -2);
  for (const other of said) if (other.length >= 5 && other.startsWith(stem)) return true;
  return false;
}
