/** What has to be typed and deleted so that one text becomes another. */
import type { TextEdit } from '../../pipeline/dictation.js';

const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** A character never needs more of the text in front of it to be known as one. */
const LOOK_BACK = 64;

/** Both have the cursor at their end. */
export function editsBetween(before: string, after: string, newline: 'enter' | 'shift-enter'): TextEdit[] {
  const kept = commonStart(before, after);
  const gone = [...characters.segment(before.slice(kept))].length;
  const text = after.slice(kept);
  return [
    ...(gone === 0 ? [] : [{ kind: 'delete', characters: gone } as const]),
    ...(text === '' ? [] : [insertion(text, newline)]),
  ];
}

function insertion(text: string, newline: 'enter' | 'shift-enter'): TextEdit {
  const insert = { kind: 'insert', text } as const;
  return newline === 'shift-enter' && text.includes('\n') ? { ...insert, breaks: newline } : insert;
}

/** Length of what both begin with, in whole characters of either. */
function commonStart(before: string, after: string): number {
  const most = Math.min(before.length, after.length);
  let kept = 0;
  while (kept < most && before.charCodeAt(kept) === after.charCodeAt(kept)) kept++;
  while (kept > 0 && !(isBoundary(before, kept) && isBoundary(after, kept))) kept--;
  return kept;
}

function isBoundary(text: string, at: number): boolean {
  if (at >= text.length) return true;
  const from = Math.max(0, at - LOOK_BACK);
  return characters.segment(text.slice(from, at + LOOK_BACK)).containing(at - from)?.index === at - from;
}
