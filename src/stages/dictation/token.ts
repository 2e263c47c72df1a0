/** What was heard, cut into words; every character of it is in exactly one of them. */

/** One word with the marks that the recogniser wrote around it. */
export interface Token {
  /** Marks in front: an opening quote or bracket. */
  readonly pre: string;
  /** The word itself, as it was heard; may have marks inside ("p.m", "3.5", "mother-in-law"). */
  readonly core: string;
  /** Marks behind. */
  readonly post: string;
  /** `core` for comparisons. */
  readonly key: string;
}

const EDGES = /^([^\p{L}\p{N}]*)(.*?)([^\p{L}\p{N}]*)$/su;
/** Marks that belong to what stands before or behind them. */
const OWN_START = /[$€£¥@#+-]+$/u;
const OWN_END = /^(?:%|°[CF]?|\+\+|[€$£#])/u;

/** Stands for a word of its own: "Smith & Sons". */
const SYMBOL = /^[@#&%+=*/_<>|~$€£\\^§©®°]+$/u;

/** Words of the text in order; marks that stand alone go to the word before them, or to the first one. */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  let stray = '';
  for (const piece of text.split(/\s+/u)) {
    if (piece === '') continue;
    const token = cut(piece);
    if (SYMBOL.test(piece)) {
      tokens.push({ pre: stray, core: piece, post: '', key: piece });
      stray = '';
      continue;
    }
    if (/^[«„“([{¿¡]+$/u.test(piece)) {
      stray += piece === '«' ? '«\u00a0' : piece;
      continue;
    }
    if (token.core !== '') {
      tokens.push({ ...token, pre: stray + token.pre });
      stray = '';
      continue;
    }
    const last = tokens.pop();
    if (last === undefined) stray += piece;
    else tokens.push({ ...last, post: last.post + blankBefore(piece) + piece });
  }
  return tokens;
}

/** A word of ours, put in for others. */
export function tokenOf(core: string, like: Pick<Token, 'pre' | 'post'> = { pre: '', post: '' }): Token {
  return { pre: like.pre, core, post: like.post, key: keyOf(core) };
}

/** Lower case, straight apostrophes. */
export function keyOf(word: string): string {
  return word.toLowerCase().replace(/[’‘]/gu, "'");
}

export function isDash(text: string): boolean {
  return /^[-–—]+$/u.test(text);
}

/** A dash that stands alone keeps its blank, and so do the high marks of French. */
function blankBefore(piece: string): string {
  if (isDash(piece)) return ' ';
  return /^[?!:;»%]/u.test(piece) ? '\u00a0' : '';
}

/** Whether the recogniser ended a sentence behind this word. */
export function endsSentence({ post }: Token): boolean {
  return /[?!]|(?<!\.)\.(?!\.)/u.test(post);
}

/** Whether the recogniser heard a break behind this word. */
export function hasBreak({ post }: Token): boolean {
  return /[.,;:?!…–—]/u.test(post);
}

function cut(piece: string): Token {
  let [, pre = '', core = '', post = ''] = EDGES.exec(piece) ?? [];
  if (core === '') return { pre: '', core: '', post: piece, key: '' };
  const start = OWN_START.exec(pre)?.[0] ?? '';
  // A hyphen in front of a word is a dash that lost its blank; in front of a digit it is a sign.
  if (start !== '' && (!/^[-+]/u.test(start) || /^\d/u.test(core))) {
    pre = pre.slice(0, pre.length - start.length);
    core = start + core;
  }
  const end = OWN_END.exec(post)?.[0] ?? '';
  core += end;
  post = post.slice(end.length);
  // "p.m." and "U.S." keep their last point with them, so that it is not taken for the end of a sentence.
  if (post.startsWith('.') && /^(?:\p{L}\.)+\p{L}$/u.test(core)) {
    core += '.';
    post = post.slice(1);
  }
  return { pre, core, post, key: keyOf(core) };
}
