/** What of a server's complaint may be repeated. */

/** So many words in a row that somebody said make a quotation. */
const quotedWords = 3;

/** Whether a line repeats any of these texts, or three words in a row of one. */
export function quotes(line: string, texts: readonly string[]): boolean {
  const said = ` ${wordsOf(line).join(' ')} `;
  return texts.some((text) => {
    const words = wordsOf(text);
    const size = Math.min(quotedWords, words.length);
    if (words.join('').length < 4) return false;
    for (let at = 0; at + size <= words.length; at++) {
      if (said.includes(` ${words.slice(at, at + size).join(' ')} `)) return true;
    }
    return false;
  });
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
