/** The recogniser's own marks beside those that were said: one of two stays. */
import type { Item } from './reader.js';
import type { Mark } from './table.js';

/** What leaves something in the text. */
type Written = Exclude<Item, { kind: 'command' }>;

const ALL = /[\s.,;:?!…–—-]+$/gu;
const PAUSES = /[\s,;:–—-]+$/gu;
/** Fewer words than this in front of a line break are an item of a list or a greeting, not a sentence. */
export const SHORTEST_SENTENCE_WORDS = 4;
const SAYING = /^(?:said|says|say|asked|asks|wrote|writes|replied|answered|shouted|added|explained)$/u;

/**
 * Which marks count.
 * @param punctuation `spoken` drops all that the recogniser wrote between words
 */
export function settleMarks(items: readonly Item[], punctuation: 'both' | 'spoken' | 'written'): Item[] {
  const kept = punctuation === 'spoken' ? items.map(withoutMarks) : items;
  let sentenceWords = 0;
  return kept.map((item, at) => {
    sentenceWords = item.kind === 'word' || item.kind === 'text' ? sentenceWords + 1 : sentenceWords;
    const settled = settleOwn(settleBefore(item, kept[at + 1], sentenceWords));
    if (item.isEnd || (item.kind !== 'word' && item.kind !== 'text')) sentenceWords = 0;
    return settled;
  });
}

/** Quotes and brackets stay: no pause is heard as one. */
function withoutMarks(item: Item): Item {
  if (item.kind === 'command') return item;
  return withPost(item, postOf(item).replace(/[\s.,;:?!…–—-]+/gu, ''));
}

/** What stands in front of a mark or a command loses the mark that the recogniser heard instead. */
function settleBefore(item: Item, next: Item | undefined, words: number): Item {
  if (item.kind === 'command' || next === undefined || postOf(item) === '') return item;
  if (next.kind === 'mark') return withPost(item, beforeMark(item, next));
  if (next.kind !== 'command') return item;
  switch (next.name) {
    case 'new-line':
    case 'new-paragraph':
    case 'tab':
    case 'press-enter':
      return withPost(item, beforeBreak(postOf(item), words));
    case 'no-space':
      return withPost(item, postOf(item).replace(ALL, ''));
    default:
      return item;
  }
}

function beforeMark(item: Written, next: Item & { readonly kind: 'mark' }): string {
  const post = postOf(item);
  const { text, joins } = next.mark;
  if (joins === 'right' || joins === 'pair') {
    const isSaying = item.kind === 'word' && SAYING.test(item.token.key);
    return /["“„«]/u.test(text) && isSaying ? post : post.replace(PAUSES, '');
  }
  if (joins === 'line') return beforeBreak(post, SHORTEST_SENTENCE_WORDS);
  // The end of the sentence goes behind the bracket, where it was heard again.
  return isCloser(next.mark) && !/[.?!]/u.test(next.post) && !/[)\]}]/u.test(text)
    ? post.replace(PAUSES, '')
    : post.replace(ALL, '');
}

function beforeBreak(post: string, words: number): string {
  const rest = post.replace(PAUSES, '');
  return words < SHORTEST_SENTENCE_WORDS ? rest.replace(/\.+$/u, '') : rest;
}

function isCloser({ text }: Mark): boolean {
  return /["”“»)\]}'%°€]$/u.test(text);
}

/** What the recogniser wrote behind a mark that was said is that mark again, but for the end of a sentence behind a bracket. */
function settleOwn(item: Item): Item {
  if (item.kind !== 'mark') return item;
  const { joins } = item.mark;
  const keeps = (joins === 'left' || joins === 'pair') && isCloser(item.mark);
  return { ...item, post: keeps ? item.post.replace(PAUSES, '') : '' };
}

function postOf(item: Written): string {
  return item.kind === 'word' ? item.token.post : item.post;
}

function withPost(item: Written, post: string): Written {
  return item.kind === 'word' ? { ...item, token: { ...item.token, post } } : { ...item, post };
}
