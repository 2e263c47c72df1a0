/** The first pass over a written text: takes out what is no text, and keeps the way back to the written words. */

interface CleanText {
  /** Letters, marks, digits, punctuation and signs, parted by spaces and line feeds; no control character. */
  readonly text: string;
  /** For each UTF-16 unit of `text` the number of the written word it stands in; white space counts to the word before. */
  readonly wordAt: readonly number[];
}

/** The commonest names; any other `&name;` is read as written. */
const entities: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', mdash: '—', ndash: '–', hellip: '…' },
    ...{ lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', deg: '°', euro: '€', pound: '£', yen: '¥', cent: '¢' },
    ...{ copy: '©', reg: '®', trade: '™', times: '×', divide: '÷', plusmn: '±', rarr: '→', bull: '•' },
    ...{ frac12: '½', frac14: '¼', frac34: '¾' },
  }),
);

/** Tags after which people pause; any other tag leaves no trace. */
const blockTag = /^<\/?(?:address|blockquote|br|dd|div|dl|dt|h[1-6]|hr|li|ol|p|pre|section|table|td|th|tr|ul)\b/i;
const attribute = String.raw`\s{1,20}[\w:.-]{1,40}\s{0,9}=\s{0,9}(?:"[^"<>]{0,400}"|'[^'<>]{0,400}'|[^\s"'<>=]{1,400})`;

/** One alternative for each kind of thing that is taken out or put differently; tried from left to right. */
const special = new RegExp(
  [
    // Colours and other orders to a terminal, real or written out.
    String.raw`(?<ansi>(?:\x1b\[|\x9b|(?:\\(?:e|033|x1[bB]|u001[bB])|&#(?:27|[xX]1[bB]);)\[)[0-?]{0,40}[ -/]{0,4}[@-~]|\x1b\][^\x07\x1b]{0,400}(?:\x07|\x1b\\)|\x1b[@-_])`,
    '(?<block>```[^]*?(?:```|$)|<!--[^]*?(?:-->|$))',
    String.raw`(?<script><(?<name>script|style)\b[^<>]{0,400}>[^]*?(?:</\k<name>\s{0,9}>|$))`,
    String.raw`(?<tag></?[a-zA-Z][\w:-]{0,40}(?:${attribute}){0,20}\s{0,9}/?>|<[?!][^<>\n]{0,200}>)`,
    String.raw`(?<entity>&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,7});)`,
    String.raw`(?<code>\\(?:u[\da-fA-F]{4}|x[\da-fA-F]{2}))`,
    String.raw`(?<escape>\\[nrt](?![a-z])|\\[\\\x60*_{}[\]()#+.!|~>"'-])`,
    // Thin and unbreakable spaces inside a number.
    String.raw`(?<gap>(?<=\d)[\u00A0\u2009\u202F](?=\d{3}))`,
    // Some places among the styled letters are empty.
    String.raw`(?<styled>(?!\p{Cn})[\u{1D400}-\u{1D7FF}\uFF01-\uFF5E\uFB00-\uFB06\u2460-\u2473\u2080-\u2089])`,
    String.raw`(?<accents>\p{L}\p{M}+)`,
    String.raw`(?<line>\r\n?|[\v\f\x85\u2028\u2029])`,
    String.raw`(?<space>[^\S \n]|\u200C)`,
    String.raw`(?<hidden>[\p{Cf}\p{Cs}\p{Co}\p{Cn}\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180E\u3164\uFE00-\uFE0F\u20E3\u{E0100}-\u{E01EF}])`,
    String.raw`(?<control>(?!\n)\p{Cc})`,
  ].join('|'),
  'gu',
);
/** Of more marks on one letter than any language has the rest is ornament. */
const mostMarks = 6;

/** They choose how a letter looks. */
const selectors = /[\u034F\u180B-\u180F\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/gu;

/** Linear in the length of the text: every alternative is of bounded length or goes to where it ends. */
export function cleanText(written: string): CleanText {
  const numbers = wordNumbers(written);
  const pieces: string[] = [];
  const wordAt: number[] = [];
  const put = (piece: string, from: number, step: 0 | 1): void => {
    pieces.push(piece);
    for (let index = 0; index < piece.length; index += 1) wordAt.push(numbers[from + index * step] ?? 0);
  };
  let from = 0;
  for (const match of written.matchAll(special)) {
    put(written.slice(from, match.index), from, 1);
    put(replacementFor(match), match.index, 0);
    from = match.index + match[0].length;
  }
  put(written.slice(from), from, 1);
  return { text: pieces.join(''), wordAt };
}

/** For each unit of the text the number of its word; white space before the first word counts to that. */
function wordNumbers(written: string): number[] {
  let word = -1;
  let inWord = false;
  return Array.from({ length: written.length }, (_, at) => {
    const isSpace = /\s/.test(written.charAt(at));
    if (!isSpace && !inWord) word += 1;
    inWord = !isSpace;
    return Math.max(0, word);
  });
}

function replacementFor({ 0: found, groups = {} }: RegExpExecArray): string {
  if (groups['block'] !== undefined || groups['script'] !== undefined || groups['line'] !== undefined) return '\n';
  if (groups['space'] !== undefined || groups['control'] !== undefined) return ' ';
  if (groups['tag'] !== undefined) return blockTag.test(found) ? '\n' : /^<sup>/i.test(found) ? '^' : '';
  if (groups['entity'] !== undefined) return entity(found.slice(1, -1)) ?? found;
  if (groups['code'] !== undefined) return visible(Number.parseInt(found.slice(2), 16));
  if (groups['escape'] !== undefined) return escaped(found.charAt(1));
  if (groups['styled'] !== undefined) return found.normalize('NFKC');
  if (groups['accents'] !== undefined) {
    return Array.from(found.replace(selectors, ''))
      .slice(0, mostMarks + 1)
      .join('')
      .normalize('NFC');
  }
  return '';
}

function entity(name: string): string | undefined {
  if (!name.startsWith('#')) return entities.get(name.toLowerCase());
  return visible(/^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1)));
}

/** A code that would bring back what this pass takes out says nothing. */
function visible(code: number): string {
  const letter = code <= 0x10ffff ? String.fromCodePoint(code) : '';
  return /[\p{L}\p{N}\p{P}\p{Sc}\p{Sm}]/u.test(letter) ? letter : ' ';
}

function escaped(letter: string): string {
  return letter === 'n' || letter === 'r' ? '\n' : letter === 't' ? ' ' : letter;
}
