/** Limits on an SSML text, checked before it is parsed: the parser calls itself once for each level of nesting. */
import { SsmlError } from './problem.js';

/** In UTF-16 code units; some ten minutes of speech. */
export const longestSsml = 256 * 1024;
export const deepestSsml = 32;

/** Throws SsmlError for a text that is too long or nested too deeply. */
export function checkLimits(xml: string): void {
  if (xml.length > longestSsml) {
    const limit = `wanted at most ${longestSsml}; cut it into several`;
    throw new SsmlError(`got ${xml.length} characters, ${limit}`, xml, longestSsml);
  }
  let depth = 0;
  for (let at = xml.indexOf('<'); at >= 0; at = xml.indexOf('<', at)) {
    const { end, step } = tagAt(xml, at);
    depth += step;
    if (depth > deepestSsml) throw new SsmlError(`nested deeper than ${deepestSsml} levels`, xml, at);
    at = end;
  }
}

const skipped: readonly (readonly [opening: string, closing: string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
  ['<!', '>'],
];

/** Where the tag that begins at `at` ends, and what it does to the depth. What is unfinished ends with the text. */
function tagAt(xml: string, at: number): { end: number; step: number } {
  for (const [opening, closing] of skipped) {
    if (!xml.startsWith(opening, at)) continue;
    const close = xml.indexOf(closing, at + opening.length);
    return { end: close < 0 ? xml.length : close + closing.length, step: 0 };
  }
  const end = closingBracket(xml, at);
  if (xml.startsWith('</', at)) return { end, step: -1 };
  return { end, step: xml.startsWith('/>', end - 2) ? 0 : 1 };
}

/** Behind the `>` that is not inside an attribute's quotes. */
function closingBracket(xml: string, at: number): number {
  let quote = '';
  for (let i = at + 1; i < xml.length; i += 1) {
    const char = xml.charAt(i);
    if (quote !== '') quote = char === quote ? '' : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return i + 1;
  }
  return xml.length;
}
