/** An English question as words, with only that taken away which no listener would miss. */
import { digitise } from '../../../skills/language/numbers.js';

/** Anything else (signs, brackets, quotation marks, accents of their own) may carry meaning that words do not. */
const READABLE = /^[\p{L}\p{N}\s.,?!;:…'%-]*$/u;
/** A sum, a range, a factorial, "the 1980's": read as words they would lose what makes them differ. */
const SIGNS = /\d\s?[-%]|[-%]\s?\d|\s-|-\s|\d!|\d'|\d\.\s?\d*\.|\d[:,](?!\d{3}(?!\d))\d/;

/** Here the words themselves are asked about: every one of them counts. */
const MENTION =
  /\b(?:words?|letters?|spell\w*|spelt|says?|said|saying|mean(?:s|ing|t)?|rhym\w+|synonym\w*|antonym\w*|opposite|pronounc\w*|translat\w+|defin\w+|stand(?:s)? for|abbreviat\w*|acronym|called|named?|names|written|write|phrase|expression|song|correct|english|british|american)\b/;

const CONTRACTIONS: readonly (readonly [RegExp, string])[] = [
  [/(?<![\p{L}'-])(what|who|where|when|why|how|that|there|it)'s(?![\p{L}'])/gu, '$1 is'],
  [/(?<![\p{L}'-])(what|who|where|how)s(?![\p{L}'])/gu, '$1 is'],
  [/(?<![\p{L}'-])(what|who|where|why|how)'re(?![\p{L}'])/gu, '$1 are'],
  [/(?<![\p{L}'-])(?:can't|cannot)(?![\p{L}'])/gu, 'can not'],
  [/(?<![\p{L}'-])won't(?![\p{L}'])/gu, 'will not'],
  [/(?<![\p{L}'-])(do|does|did|is|are|was|were|has|have|had|could|would|should)n't(?![\p{L}'])/gu, '$1 not'],
  [/(?<![\p{L}'-])(does|did|is|are|was|were|has|have|could|would|should)nt(?![\p{L}'])/gu, '$1 not'],
  [/(?<![\p{L}'-])i'm(?![\p{L}'])/gu, 'i am'],
  [/(?<![\p{L}'-])(i|you|we|they)'d(?![\p{L}'])/gu, '$1 would'],
];

/** Sounds of thinking, politeness, calls: said in front of a question or set off by pauses they mean nothing. */
const ASIDE =
  'um+|uhm?|erm?|hm+|mm|mhm|ah|oh|well|please|so|okay|ok|(?:hey|hi|hello)(?: there)?|thanks|thank you|sorry|excuse me|by the way|quick question|a quick question|just';
const OPENER =
  'what|who|whose|whom|where|when|why|how|which|can|could|would|will|do|does|did|tell|define|name|list|explain|describe|i';
const IN_FRONT = new RegExp(
  `^(?:(?:${ASIDE}) ,|(?:um+|uhm?|erm)(?= )|(?:${ASIDE})(?= (?:${ASIDE}|${OPENER}) )) ?(?=\\S+ \\S)`,
);
const SET_OFF = new RegExp(` , (?:${ASIDE}) , | , (?:please|thanks|thank you)$`, 'g');
/** Unlike the others these are never what is asked about, unless they come last. */
const HESITATION = /(?: ,)? (?:um+|uhm?|erm)(?: ,)?(?= (?!oh|huh)\S)/g;

/** Written like this they are names of hospitals, series and states. */
const ABBREVIATION = /\b(?:UM|UH|ER|MM|AH|HM|OH)\b/;

/** Spellings of one word on both sides of the ocean. */
const SPELLINGS: ReadonlyMap<string, string> = new Map(
  (
    'colour color, colours colors, favourite favorite, flavour flavor, harbour harbor, honour honor, labour labor, ' +
    'neighbour neighbor, centre center, theatre theater, litre liter, litres liters, metre meter, metres meters, ' +
    'kilometre kilometer, kilometres kilometers, centimetre centimeter, centimetres centimeters, millimetre millimeter, ' +
    'millimetres millimeters, grey gray, aluminium aluminum, sulphur sulfur, fibre fiber, defence defense, ' +
    'licence license, tyre tire, tyres tires, programme program, catalogue catalog, jewellery jewelry, an a'
  )
    .split(', ')
    .map((pair) => pair.split(' ') as [string, string]),
);

/** One country, however short it is called. */
const COUNTRIES: readonly (readonly [RegExp, string])[] = [
  [/\bthe (?:united states of america|united states|u\.s\.a|u\.s|us)(?= |$)/g, 'the usa'],
  [/\bthe (?:united kingdom|u\.k)(?= |$)/g, 'the uk'],
];

export interface Wording {
  /** Lower case, single spaces, numbers as digits; a stop or pause inside the sentence is a word of its own, `,`. */
  readonly words: string;
  /** The words themselves are asked about, so that none may be left out or put another way. */
  readonly mentions: boolean;
}

/** Undefined for what words alone do not say. `names`: what the assistant is called. */
export function readWording(text: string, names: readonly string[]): Wording | undefined {
  const line = text.normalize('NFKC').replaceAll(/[’‘`]/g, "'").replaceAll(/[–—]/g, ' - ').trim().toLowerCase();
  const isShouted = text === text.toUpperCase();
  if (!READABLE.test(line) || SIGNS.test(line) || (ABBREVIATION.test(text) && !isShouted)) return undefined;
  let plain = line.replaceAll(/(\d),(?=\d{3})/g, '$1');
  for (const [pattern, instead] of CONTRACTIONS) plain = plain.replaceAll(pattern, instead);
  const heard = withoutAsides(
    withoutName(
      split(plain),
      names.map((name) => name.toLowerCase()),
    ).join(' '),
  );
  // "Name the …" asks for a thing, not for a word.
  const mentions = MENTION.test(heard.replace(/\bname (?=the )/, ''));
  if (mentions) return { words: digits(heard), mentions };
  let words = digits(heard.replaceAll(HESITATION, '').replace(/(?<=\S \S+ (?!please )\S+) please$/, ''));
  words = words.replaceAll(/\S+/g, (word) => SPELLINGS.get(word) ?? word);
  for (const [pattern, instead] of COUNTRIES) words = words.replaceAll(pattern, instead);
  return { words, mentions };
}

function digits(line: string): string {
  return digitise(line.split(' ')).join(' ');
}

/** Words and pauses; no pause at either end and never two in a row. */
function split(line: string): string[] {
  const words = line
    // Joined number words are two words; any other hyphen is part of its word.
    .replaceAll(/\b(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-/g, '$1 ')
    .replaceAll(/[,;?!…]|[.:](?=\s|$)/g, ' , ')
    .split(/\s+/);
  return tidy(words);
}

function tidy(words: readonly string[]): string[] {
  const result: string[] = [];
  for (const word of words) if (word !== '' && !(word === ',' && (result.at(-1) ?? ',') === ',')) result.push(word);
  if (result.at(-1) === ',') result.pop();
  return result;
}

/** "Parley, …", "hey Parley …" and "…, Parley"; elsewhere somebody talks about it. */
function withoutName(words: readonly string[], names: readonly string[]): string[] {
  const at = /^(?:hey|hi|hello|ok|okay)$/.test(words[0] ?? '') ? 1 : 0;
  const rest = names.includes(words[at] ?? '') && words.length > at + 1 ? words.slice(at + 1) : [...words];
  if (rest.length > 2 && rest.at(-2) === ',' && names.includes(rest.at(-1) ?? '')) rest.pop();
  return tidy(rest);
}

function withoutAsides(line: string): string {
  let rest = line;
  while (IN_FRONT.test(rest)) rest = rest.replace(IN_FRONT, '');
  return rest.replaceAll(SET_OFF, ' ').trim();
}
