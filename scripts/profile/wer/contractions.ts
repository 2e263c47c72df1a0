/** English short forms and titles written out, as Whisper's evaluation does. */

/** Whole words. */
const words: Readonly<Record<string, string>> = {
  ...{ "won't": 'will not', "can't": 'can not', "let's": 'let us', "ain't": 'aint', "y'all": 'you all' },
  ...{ wanna: 'want to', gotta: 'got to', gonna: 'going to', "i'ma": 'i am going to', imma: 'i am going to' },
  ...{ woulda: 'would have', coulda: 'could have', shoulda: 'should have', "ma'am": 'madam' },
};

const titles: Readonly<Record<string, string>> = {
  ...{ mr: 'mister', mrs: 'missus', st: 'saint', dr: 'doctor', prof: 'professor', capt: 'captain' },
  ...{ gov: 'governor', ald: 'alderman', gen: 'general', sen: 'senator', rep: 'representative' },
  ...{ pres: 'president', rev: 'reverend', hon: 'honorable', asst: 'assistant', assoc: 'associate' },
  ...{ lt: 'lieutenant', col: 'colonel', jr: 'junior', sr: 'senior', esq: 'esquire' },
};

/** Endings, in the order tried: before a participle 'd and 's are had and has. */
const endings: readonly (readonly [RegExp, string])[] = [
  [/'d (been|gone|done)\b/g, ' had $1'],
  [/'s (been|gone|done|got)\b/g, ' has $1'],
  [/n't\b/g, ' not'],
  [/'re\b/g, ' are'],
  [/'s\b/g, ' is'],
  [/'d\b/g, ' would'],
  [/'ll\b/g, ' will'],
  [/'t\b/g, ' not'],
  [/'ve\b/g, ' have'],
  [/'m\b/g, ' am'],
];

const wholeWord = new RegExp(`\\b(?:${Object.keys(words).join('|')})\\b`, 'g');
// A title is one only where a name can follow or the text ends.
const title = new RegExp(`\\b(${Object.keys(titles).join('|')})(?=[.\\s]|$)`, 'g');

/** @param text in lower case */
export function expandShortForms(text: string): string {
  const straight = text.replace(/[\u2018\u2019]/g, "'").replace(/\s+'/g, "'");
  const named = straight
    .replace(wholeWord, (word) => words[word] ?? word)
    .replace(title, (word) => titles[word] ?? word);
  return endings.reduce((result, [pattern, full]) => result.replace(pattern, full), named);
}
