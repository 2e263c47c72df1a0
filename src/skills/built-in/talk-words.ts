/** How several things, and what the user said of themselves, are put into an answer. */
import { capitalise } from '../language/say-when.js';

/** "milk", "milk and eggs", "milk, eggs and bread". */
export function joinWords(parts: readonly string[], and = 'and'): string {
  if (parts.length < 2) return parts[0] ?? '';
  return `${parts.slice(0, -1).join(', ')} ${and} ${parts.at(-1) ?? ''}`;
}

/** "ada lovelace" → "Ada Lovelace". */
export function titleCase(text: string): string {
  return text.replaceAll(/(?<=^|[ -])\p{L}/gu, (letter) => letter.toUpperCase());
}

const OTHER_SIDE: Readonly<Record<string, string>> = {
  ...{ i: 'you', me: 'you', my: 'your', mine: 'yours', myself: 'yourself' },
  ...{ we: 'you', us: 'you', our: 'your', ours: 'yours', ourselves: 'yourselves' },
  ...{ you: 'me', your: 'my', yours: 'mine', yourself: 'myself' },
};

/** What the user said, said back: "my keys are where I am" → "your keys are where you are". */
export function sayBack(text: string): string {
  const verbs = text.replaceAll(/\b(?:you are|i am)\b/g, (words) => (words === 'i am' ? 'i are' : 'I am'));
  return verbs
    .replaceAll(/\bi was\b/g, 'i were')
    .split(' ')
    .map((word) => OTHER_SIDE[word] ?? word)
    .join(' ');
}

const PROPER = new Map(
  (
    'january february march april june july august september october november december monday tuesday wednesday ' +
    'thursday friday saturday sunday english french german spanish italian christmas easter i'
  )
    .split(' ')
    .map((word) => [word, capitalise(word)]),
);

/** Words that are always written large: names of months, of days, and "I". "may" and "march" only beside a number. */
export function writeNames(text: string): string {
  return text
    .replaceAll(/\b(?:may|march)(?= \d)|(?<=\d(?:st|nd|rd|th)?(?: of)? )(?:may|march)\b/g, capitalise)
    .replaceAll(/\p{L}+/gu, (word) => (word === 'march' ? word : (PROPER.get(word) ?? word)));
}
