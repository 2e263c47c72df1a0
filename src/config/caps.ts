/**
 * Limits checked in one linear pass over the text, before the YAML parser sees it.
 *
 * The parser recurses: 1,000 nested collections exhaust the stack, and a regular expression compiled at that moment
 * ends the whole process, past any `catch`. It also spends seconds on tens of thousands of keys, commas or errors. So
 * every way of nesting is bounded here by counting what can open a level, wherever it stands: reading quotes and
 * comments as well would be a second opinion on the grammar, and the two could differ.
 */
import type { Fault } from './problem.js';

/** Larger files are refused unread. */
export const MAX_FILE_BYTES = 65_536;
const MAX_LINES = 2000;
/** `[` and `{` in the whole file: no flow collection can nest deeper than this. */
const MAX_BRACKETS = 128;
/** All flow punctuation; a long prompt holds a few hundred commas. */
const MAX_PUNCTUATION = 4000;
/** Blanks and `-`, `?`, `:` before the first other character: no block collection can nest deeper than this. */
const MAX_INDENT = 40;
/** `- `, `? ` and `: ` in one line, each of which may open a level. */
const MAX_INDICATORS = 64;

/** The first limit that the text passes, or undefined when it may be parsed. */
export function findExcess(text: string): Fault | undefined {
  if (Buffer.byteLength(text) > MAX_FILE_BYTES)
    return { line: 1, column: 1, text: `larger than ${MAX_FILE_BYTES} bytes` };
  const lines = text.split('\n');
  if (lines.length > MAX_LINES) return { line: MAX_LINES + 1, column: 1, text: `more than ${MAX_LINES} lines` };
  let brackets = 0;
  let punctuation = 0;
  for (const [index, line] of lines.entries()) {
    const found = findInLine(line);
    if (found !== undefined) return { line: index + 1, ...found };
    brackets += count(line, /[[{]/g);
    punctuation += count(line, /[[\]{},]/g);
    if (brackets > MAX_BRACKETS)
      return { line: index + 1, column: 1, text: `more than ${MAX_BRACKETS} opening brackets` };
    if (punctuation > MAX_PUNCTUATION)
      return { line: index + 1, column: 1, text: `more than ${MAX_PUNCTUATION} commas and brackets` };
  }
  return undefined;
}

function findInLine(line: string): { column: number; text: string } | undefined {
  const control = line.search(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f]/);
  if (control >= 0) {
    const code = line.charCodeAt(control).toString(16).padStart(4, '0');
    return { column: control + 1, text: `control character U+${code.toUpperCase()}; wanted plain UTF-8 text` };
  }
  if (line.startsWith('%')) return { column: 1, text: 'YAML directives (%) are not used here; remove the line' };
  const content = line.search(/[^\s:?-]/);
  const indent = content < 0 ? line.trimEnd().length : content;
  if (indent > MAX_INDENT) return { column: MAX_INDENT + 1, text: `indented by more than ${MAX_INDENT} columns` };
  // A colon after a quote needs no blank behind it.
  const indicators = count(line, /[-?:](?=\s|$)|["'\]}]\s*:/g);
  if (indicators > MAX_INDICATORS)
    return { column: 1, text: `more than ${MAX_INDICATORS} of "- ", "? " and ": " in one line; break the line` };
  return undefined;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
