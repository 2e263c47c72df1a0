/** The basic text normaliser of Whisper's evaluation: for every language but English. */

/** Letters that no decomposition splits into a base letter and a mark. */
const wholeLetters: ReadonlyMap<string, string> = new Map([
  ...([
    ['œ', 'oe'],
    ['æ', 'ae'],
    ['ø', 'o'],
    ['ß', 'ss'],
  ] as const),
  ...([
    ['đ', 'd'],
    ['ð', 'd'],
    ['þ', 'th'],
    ['ł', 'l'],
  ] as const),
]);

/** Languages whose writing puts no space between words: their unit is the character. */
const unspaced: ReadonlySet<string> = new Set(['zh', 'ja', 'th', 'lo', 'my', 'yue']);

/** What stands in brackets of any kind was not said. */
export function stripBracketed(text: string): string {
  return text.replace(/[<[][^>\]]*[>\]]/g, '').replace(/\(([^)]+?)\)/g, '');
}

/** Marks, symbols and punctuation become spaces, except those in `keep`; accents go. */
export function stripSymbolsAndAccents(text: string, keep = ''): string {
  return Array.from(text.normalize('NFKD'))
    .map((letter) => {
      if (keep.includes(letter)) return letter;
      if (/\p{Mn}/u.test(letter)) return '';
      return wholeLetters.get(letter) ?? (/[\p{M}\p{S}\p{P}]/u.test(letter) ? ' ' : letter);
    })
    .join('');
}

/** Lower case, without brackets and punctuation. Source: Radford et al., Robust speech recognition (2022), appendix C. */
export function normalizeBasic(text: string): string {
  const plain = stripBracketed(text.toLowerCase()).normalize('NFKC');
  return collapseSpaces(plain.replace(/[\p{M}\p{S}\p{P}]/gu, ' '));
}

/** The units that errors are counted in: words, or characters where the language writes no spaces. */
export function splitUnits(normalized: string, language: string): string[] {
  if (unspaced.has(language)) return Array.from(normalized.replace(/\s/g, ''));
  return normalized.split(' ').filter((word) => word !== '');
}

export function collapseSpaces(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
