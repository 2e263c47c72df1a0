/** Where a sentence ends, judged by what stands before the gap and by the one word behind it. */
import {
  beforeName,
  beforeNumber,
  beforeOrdinal,
  markedNames,
  mayEnd,
  mayNameGoOn,
  monthsAndDays,
  starters,
  timeZones,
} from './vocabulary.js';

/** `wait`: the word behind the gap decides, and it is not all there yet. */
export type Verdict = 'end' | 'inside' | 'wait';

/** What follows a gap, as far as it has arrived; `isLast` when nothing more will. */
export interface Ahead {
  readonly text: string;
  readonly isLast: boolean;
}

// A French closing mark has a space before it; signs of feeling stand behind the mark they belong to.
const closers =
  /(?:[\s\u00a0\u202f]*[»›]|["'”’“‘«‹)\]}」』）】》〉*_`~]|\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{RI}|[\ufe0f\u200d])+$/u;
const endMarks = /(?:[\p{Sentence_Terminal}…]|(?<=\p{Script=Greek})[;\u037e])+$/u;
const firstCloser = /^[\u00a0\u202f]?[»›”’)\]}」』）】》〉]/u;
/** So much of what follows is looked at: longer than any word whose kind matters here. */
export const longestAheadChars = 14;

/** Nor do more marks than so many change anything. */
const longestTailChars = 24;

export const isSpeakable = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/**
 * True when `written`, which white space follows, ends a sentence whatever comes next: it may be spoken at once.
 * Says no where `judgeEnd` needs to see what follows.
 */
export function endsForCertain(written: string): boolean {
  const tail = written.slice(-longestTailChars);
  if (!/[\p{L}\p{N}][\p{Sentence_Terminal}]+$/u.test(tail) && !/[ \u00a0\u202f][!?]$/.test(tail)) return false;
  if (!isSpeakable(written) || isListMarker(written)) return false;
  if (written.lastIndexOf('«') > written.lastIndexOf('»')) return false;
  const mark = endMarks.exec(tail)?.[0] ?? '';
  const word = lastWord(written.slice(0, -mark.length));
  if (/\.$/.test(mark)) return mark === '.' && isOrdinaryWord(word);
  return !markedNames.has(word.toLowerCase());
}

/** A whole word in letters, so that its dot is no abbreviation's. */
function isOrdinaryWord(word: string): boolean {
  const bare = word.toLowerCase();
  if (!/^\p{L}[\p{L}\p{M}'’-]+$/u.test(word) || beforeName.has(bare) || mayEnd.has(bare)) return false;
  return !beforeNumber.has(bare) && !isConsonants(word) && !isRoman(word);
}

/** False for a line without words, or with nothing but its marker: it belongs to the next. */
export function endsLine(line: string): boolean {
  return isSpeakable(line) && !isListMarker(line.trimEnd());
}

/** Judges the gap behind `head`, whose last characters are the gap (none in scripts without gaps). */
export function judgeEnd(head: string, ahead: Ahead): Verdict {
  const written = head.trimEnd();
  if (!isSpeakable(written) || isListMarker(written)) return 'inside';
  const tail = written.slice(-longestTailChars);
  const core = written.slice(0, written.length - tail.length) + tail.replace(closers, '');
  const mark = endMarks.exec(core.slice(-longestTailChars))?.[0];
  // ".NET" and " »" are told from their second character.
  if (mark !== undefined && !ahead.isLast && /^[.\u00a0\u202f]$/.test(ahead.text)) return 'wait';
  if (mark === undefined || firstCloser.test(ahead.text)) return 'inside';
  if (/^[\p{Sentence_Terminal}…]/u.test(ahead.text) && !/^\.\p{L}/u.test(ahead.text)) return 'inside';
  const small = /^\p{Ll}/u.test(ahead.text);
  // "Really?" he asked. He said "Stop." and left.
  if (small && core.length < written.length) return 'inside';
  if (mark === '.') return judgeDot(core.slice(0, -1), ahead);
  // A thought that … goes on.
  if (/(?:…|\.\.)$/.test(mark)) return small ? 'inside' : 'end';
  return markedNames.has(lastWord(core.slice(0, -mark.length)).toLowerCase()) ? 'inside' : 'end';
}

function judgeDot(text: string, ahead: Ahead): Verdict {
  const word = lastWord(text);
  const bare = word.toLowerCase();
  const large = /^[\p{Lu}\p{Lt}\p{Lo}"“„‘'«»([*_¿¡]|^\p{Extended_Pictographic}/u.test(ahead.text);
  if (/^\p{N}+$/u.test(word)) return judgeNumber(text, word, ahead);
  if (word === 'I' || bare === 'o’clock') return large ? 'end' : 'inside';
  if (bare === 'a.m' || bare === 'p.m' || bare === 'am' || bare === 'pm') {
    return large ? byNextWord(ahead, (next) => !timeZones.has(next) && !monthsAndDays.has(next)) : 'inside';
  }
  if (mayNameGoOn.has(bare)) return large ? byNextWord(ahead, isStarter) : 'inside';
  if (beforeName.has(bare)) return 'inside';
  // "J. Smith" and "the U.S. Army", but "Plan B. Then" and "in the U.S. It is".
  if (/^\p{L}$/u.test(word) || /^(?:\p{L}{1,2}\.)+\p{L}$/u.test(word)) {
    return large ? byNextWord(ahead, isStarter) : 'inside';
  }
  if (beforeNumber.has(bare)) return judgeBeforeNumber(bare, large, ahead);
  return mayEnd.has(bare) || isConsonants(word) || isRoman(word) ? (large ? 'end' : 'inside') : 'end';
}

function judgeBeforeNumber(bare: string, large: boolean, ahead: Ahead): Verdict {
  if (/^[\p{N}(§#]/u.test(ahead.text)) return 'inside';
  return large || bare === 'no' || bare === 'art' ? 'end' : 'inside';
}

/** "I have 5. You have 6." ends; "am 3. Mai", "im 19. Jahrhundert" and "den 5. und 6." do not. */
function judgeNumber(text: string, number: string, ahead: Ahead): Verdict {
  if (/^\p{Ll}/u.test(ahead.text)) return 'inside';
  const before = text.slice(0, -number.length).trimEnd();
  if (/:$/.test(before)) return 'inside';
  if (number.length > 2) return 'end';
  if (beforeOrdinal.has(lastWord(before).toLowerCase())) return 'inside';
  // Only months begin so: all others need not wait for their word.
  if (!/^[JFMASOND]/.test(ahead.text)) return 'end';
  return byNextWord(ahead, (next) => !monthsAndDays.has(next));
}

const isStarter = (word: string): boolean => starters.has(word);

function byNextWord(ahead: Ahead, ends: (word: string) => boolean): Verdict {
  const word = /^[^\p{L}]*([\p{L}'’]*)/u.exec(ahead.text)?.[0] ?? '';
  if (word.length === ahead.text.length && !ahead.isLast && word.length < longestAheadChars) return 'wait';
  const bare = word.replace(/^[^\p{L}]+/u, '').toLowerCase();
  return ends(bare.replace(/['’].*$/u, '')) ? 'end' : 'inside';
}

/** The word that `text` ends with, less the marks that open it. */
export function lastWord(text: string): string {
  const word = /[^\s\u00a0\u202f]*$/u.exec(text)?.[0] ?? '';
  return word.replace(/^["'“‘„«»‹›([{*_¿¡`]+/u, '');
}

/** "mfr", "Blvd", "hmm": nobody can say it as it stands, so it may be a short form. Shouted ones are acronyms. */
function isConsonants(word: string): boolean {
  return /^[a-z]{2,5}$/i.test(word) && !/[aeiouy]/i.test(word) && word !== word.toUpperCase();
}

/** "Heinrich VIII. war", of two letters or more. */
function isRoman(word: string): boolean {
  return /^[IVX]{2,6}$/.test(word);
}

/** "1." or "-" at the start of a line belongs to what follows. */
function isListMarker(written: string): boolean {
  if (!/[.)*•+#–-]$/.test(written)) return false;
  return /(?:^|\n)[ \t>]*(?:\(?\d{1,3}[.)]|[a-z][.)]|[-*•+#–]+)$/i.test(written) && !/\bI\.$/.test(written);
}
