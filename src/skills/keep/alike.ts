/** Names that are the same to people: "Eggs", "the eggs" and "egg". */

/** Words that end in s without being several. */
const ONE_OF_A_KIND = /(?:ss|us|is|news|gas|lens|bus|yes|his|its)$/;

/** What is equal for names that are alike. */
export function likenessKey(name: string): string {
  const words =
    name
      .toLowerCase()
      .normalize('NFC')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const [first = '', ...rest] = words;
  const named = /^(?:a|an|the|some|any|my|our)$/.test(first) && rest.length > 0 ? rest : words;
  return named.map(singular).join(' ') || name.trim().toLowerCase();
}

function singular(word: string): string {
  if (word.length < 3 || ONE_OF_A_KIND.test(word) || !word.endsWith('s')) return word;
  if (/[^aeiou]ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:x|ch|sh|ss|zz|[^aeiou]o)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}
