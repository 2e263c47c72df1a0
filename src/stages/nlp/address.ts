/** Somebody called by name at an end of a request: "What is the weather, Ada?" */
import { zoneOf } from '../../skills/language/places.js';

/** As recognisers and people write names. */
const NAME = /^\p{Lu}\p{Ll}+$/u;
/** Words at the end of a request that take it back, or say more of it: nobody is called so. */
const NO_NAMES = new Set(
  (
    'no not never nope none nothing wait stop cancel quit actually sorry instead except unless only maybe yes yeah ' +
    'again now today tonight tomorrow yesterday later soon everything everyone all both please thanks ' +
    'monday tuesday wednesday thursday friday saturday sunday january february march april june july august ' +
    'september october november december morning afternoon evening night noon midnight weekend ' +
    'what who when where why which how celsius fahrenheit kelvin'
  ).split(' '),
);
/** Words of a wake word's id that are not the name: "openwakeword-hey_jarvis_v0.1.onnx". */
const NOT_THE_NAME = /^(?:openwakeword|hey|hi|hello|ok|okay|model|v?\d.*|onnx|tflite)$/;

/**
 * The text without a name, or "my friend", behind a mark at its end, or before a comma at its beginning; undefined where
 * nothing of the kind is there. Recognisers write some names as two words, and the first of them is often "my".
 */
export function withoutAddress(text: string): string | undefined {
  const words = text.trim().split(/\s+/);
  const [first = '', last = ''] = [words[0], words.at(-1)];
  const isMarked = (word = ''): boolean => /[,.?!;]$/.test(word);
  if (isMarked(words.at(-2)) && isName(last.replace(/[.!?]+$/, ''))) return words.slice(0, -1).join(' ');
  if (isMarked(words.at(-3)) && /^my \p{L}+[.!?]*$/iu.test(words.slice(-2).join(' ')))
    return words.slice(0, -2).join(' ');
  if (words.length > 1 && first.endsWith(',') && isName(first.slice(0, -1))) return words.slice(1).join(' ');
  return undefined;
}

/** What wake words call the assistant: "jarvis" for "openwakeword-hey_jarvis". @param words ids or paths of models */
export function namesOfWakeWords(words: readonly string[]): string[] {
  return words.flatMap((word) => {
    const parts = (word.split(/[\\/]/).at(-1) ?? '')
      .toLowerCase()
      .replace(/\.\w+$/, '')
      .split(/[-_ ]+/);
    const name = parts.filter((part) => part !== '' && !NOT_THE_NAME.test(part));
    return name.length === 1 ? name : [];
  });
}

/** A word for a place or a time says more about the request. */
function isName(word: string): boolean {
  const plain = word.toLowerCase();
  return NAME.test(word) && !NO_NAMES.has(plain) && zoneOf(plain, 'exact') === undefined;
}
