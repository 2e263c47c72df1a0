/** Sentences on their way to a language model and back: one numbered line each. */

const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

/** `German`, or the code itself. */
export function languageName(code: string): string {
  return names.of(code) ?? code;
}

/** Quoted as JSON, so that nothing in a sentence can end its line or look like another one. */
export function writeLines(sentences: readonly string[]): string {
  return sentences.map((text, i) => `${i + 1}: ${JSON.stringify(text.replace(/\s+/gu, ' ').trim())}`).join('\n');
}

/** The translations in a model's answer, each at its number's place; undefined where the answer has none. */
export function readLines(answer: string, count: number): (string | undefined)[] {
  const found: (string | undefined)[] = Array.from({ length: count }, () => undefined);
  const free: string[] = [];
  for (const line of answer.split('\n').map((one) => one.trim())) {
    const [, number, rest] = /^[*\-\s]*(\d{1,3})\s*[:.)\]]\s*(.*)$/u.exec(line) ?? [];
    const at = Number(number ?? 0) - 1;
    if (rest !== undefined && at >= 0 && at < count) found[at] ??= unquote(rest);
    else if (line !== '' && !line.startsWith('```')) free.push(line);
  }
  // A single sentence needs no number to be known.
  if (count === 1 && found[0] === undefined && free.length === 1) return [unquote(free[0] ?? '')];
  return found.map((text) => (text === '' ? undefined : text));
}

function unquote(text: string): string {
  const bare = text.trim();
  if (/^".*"$/su.test(bare)) {
    try {
      const read: unknown = JSON.parse(bare);
      if (typeof read === 'string') return read.replace(/\s+/gu, ' ').trim();
    } catch {
      // Quotes that the model put there without knowing how JSON escapes what is between them.
    }
  }
  return bare.replace(/^["“„«](.*)["”“»]$/su, '$1').trim();
}
