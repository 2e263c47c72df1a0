/** The pronunciation lexicon: words and phrases as written, and how they are said instead. */

/** Words or phrases in lower case → other words, or IPA between slashes. */
export type Lexicon = Readonly<Record<string, string>>;

interface LexiconHit {
  /** UTF-16 units of the text. */
  readonly length: number;
  readonly written: string;
  /** Other words; absent where `ipa` is given. */
  readonly said?: string;
  /** The sounds of the whole entry, its words parted by spaces. */
  readonly ipa?: string;
}

/** Looks whether an entry begins at position `at` of the text; the longest wins. */
type LexiconReader = (text: string, at: number) => LexiconHit | undefined;

export function readLexicon(lexicon: Lexicon, hasPossessive: boolean): LexiconReader {
  const entries = new Map(
    Object.entries(lexicon)
      .map(([word, said]) => [normalize(word), said.trim()] as const)
      .filter(([word]) => word !== ''),
  );
  if (entries.size === 0) return () => undefined;
  const pattern = lexiconPattern([...entries.keys()], hasPossessive);
  return (text, at) => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    const written = match?.groups?.['word'];
    const said = entries.get(normalize(written ?? ''));
    if (match === null || written === undefined || said === undefined) return undefined;
    const isPossessive = match.groups?.['tail'] !== undefined;
    const hit = { length: match[0].length, written: match[0] };
    const ipa = /^\/(?<ipa>.+)\/$/su.exec(said)?.groups?.['ipa'];
    if (ipa === undefined) return { ...hit, said: isPossessive ? `${said}'s` : said };
    return { ...hit, ipa: tidyIpa(ipa) + (isPossessive ? possessive(ipa) : '') };
  };
}

/** Whole words only: no letter, digit or address goes on before or behind them. */
function lexiconPattern(words: readonly string[], hasPossessive: boolean): RegExp {
  const alternatives = [...words]
    .sort((left, right) => right.length - left.length)
    .map((word) => {
      const source = word.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replaceAll(' ', String.raw`\s+`);
      const start = /^[\p{L}\p{N}]/u.test(word) ? String.raw`(?<![\p{L}\p{M}\p{N}]|[\p{L}\p{N}][._@’'])` : '';
      const end = /[\p{L}\p{M}\p{N}]$/u.test(word) ? String.raw`(?![\p{L}\p{M}\p{N}]|[._@][\p{L}\p{N}])` : '';
      return start + source.replaceAll("'", "['’]") + end;
    });
  // "can" is not the beginning of "can't".
  const tail = `${hasPossessive ? "(?<tail>['’]s(?![\\p{L}\\p{N}]))?" : ''}(?!['’]\\p{L})`;
  return new RegExp(`(?<word>${alternatives.join('|')})${tail}`, 'iuy');
}

function normalize(word: string): string {
  return word.normalize('NFC').toLowerCase().replaceAll('’', "'").replace(/\s+/g, ' ').trim();
}

/** Keyboard stand-ins and marks that dictionaries use and voices do not. */
function tidyIpa(ipa: string): string {
  return ipa
    .normalize('NFC')
    .replace(/['’]/g, 'ˈ')
    .replaceAll(':', 'ː')
    .replaceAll('g', 'ɡ')
    .replace(/[.‿\u0361\u035C()\p{C}]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The sound of "'s" behind a word. */
function possessive(ipa: string): string {
  if (/[szʃʒ]$/.test(ipa)) return 'ᵻz';
  return /[ptkfθ]$/.test(ipa) ? 's' : 'z';
}
