/** Where a sentence ends, judged by what stands before the white space and by the one character behind it. */

/** Always followed by a name or a number: the dot belongs to the word. */
const beforeName = new Set(
  'mr mrs ms dr prof st gen capt sgt lt col cmdr adm sen rep gov rev hon pres mt ft vs fig vol ch sec pp approx dept est eg ie cf ca al viz'.split(
    ' ',
  ),
);
/** The dot ends the sentence only where a large letter follows. */
const mayEnd = new Set('etc inc ltd co corp jr sr bros ave blvd rd ed phd am pm'.split(' '));
const beforeNumber = new Set('no nos jan feb mar apr jun jul aug sep sept oct nov dec p art'.split(' '));

const closers = /["'”’)\]}»*_`~]+$/;
const endMarks = /[.!?…。！？]+$/;

/**
 * True when `head` ends a sentence. `head` ends with the white space (if any) before `next`, the first character behind.
 * Decided by these two alone, so that it does not matter in what pieces the text arrived.
 */
export function endsSentence(head: string, next: string): boolean {
  const written = head.trimEnd();
  if (!/[\p{L}\p{N}]/u.test(written)) return false;
  if (isListMarker(written)) return false;
  if (head.slice(written.length).includes('\n')) return true;
  const core = written.replace(closers, '');
  const marks = endMarks.exec(core)?.[0];
  if (marks === undefined) return false;
  const small = /\p{Ll}/u.test(next);
  // "Really?" he asked. He said "Stop." and left.
  if (small && core.length < written.length) return false;
  if (marks === '.') return dotEnds(core, next);
  if (/[!?！？。]/.test(marks)) return true;
  // A thought that … goes on.
  return !small;
}

function dotEnds(core: string, next: string): boolean {
  const word = (/[^\s"'“‘([{«*_]+$/.exec(core)?.[0] ?? core).slice(0, -1);
  const bare = word.toLowerCase();
  const large = /[\p{Lu}"“‘'([*_]/u.test(next);
  // "J. Smith", but "So am I. And you?"
  if (/^\p{L}$/u.test(word)) return word === 'I' && large;
  if (/^(?:\p{L}\.)+\p{L}$/u.test(word)) return (bare === 'a.m' || bare === 'p.m') && large;
  if (beforeName.has(bare)) return false;
  if (beforeNumber.has(bare)) return !/\d/.test(next) && (large || bare === 'no' || bare === 'art');
  return mayEnd.has(bare) ? large : true;
}

/** "1." or "-" at the start of a line belongs to what follows. */
function isListMarker(written: string): boolean {
  return /(?:^|\n)[ \t]*(?:\(?\d{1,3}[.)]|[a-z][.)]|[-*•#]+)$/i.test(written) && !/\bI\.$/.test(written);
}

const clauseEnd = /(?:[,;:]["'”’)\]*_]*|[—–]| -+)$/;
const joining = new Set(
  'and but or so because which while when where who if that although though since then unless until'.split(' '),
);
/** A breath after one of these sounds broken. */
const clinging = new Set(
  'a an the of to in on at by for with from my your his her its our their is are was were be and or but not as into about very more some any no'.split(
    ' ',
  ),
);

export interface ClauseLimits {
  /** Words before a comma that may already be spoken. */
  readonly commaWords: number;
  /** Words before a joining word ("because …"). */
  readonly joinWords: number;
  /** After so many words any gap will do, and after `longestWords` even one behind "the". */
  readonly gapWords: number;
  readonly longestWords: number;
}

export const defaultClause: ClauseLimits = { commaWords: 3, joinWords: 5, gapWords: 12, longestWords: 16 };

/** Length of the clause that `head` begins with once it may be spoken before its sentence is whole; else 0. */
export function firstClauseLength(head: string, limits: ClauseLimits): number {
  const written = head.trimEnd();
  if (written.includes('```')) return 0;
  const words = written.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  if (clauseEnd.test(written)) return words.length >= limits.commaWords ? head.length : 0;
  const last = words.at(-1)?.toLowerCase() ?? '';
  if (joining.has(last) && words.length > limits.joinWords) return written.length - last.length;
  if (words.length < limits.gapWords || (clinging.has(last) && words.length < limits.longestWords)) return 0;
  return head.length;
}
