/** Shortened words: "Dr.", "e.g.", "etc.", "w/o"; and the dots of initials: "U.S.", "J. R. R. Tolkien". */
import { sayNumber } from './numbers.js';
import { anyPattern, behind, wordPattern, type RuleGroup } from './rule.js';

/** Only with a capital: "Gen. Lee", not "gen. purpose". */
const titles: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ Dr: 'Doctor', Mr: 'Mister', Mrs: 'Missus', Ms: 'Miss', Prof: 'Professor', Jr: 'Junior', Sr: 'Senior' },
    ...{ Gen: 'General', Col: 'Colonel', Capt: 'Captain', Sgt: 'Sergeant', Lt: 'Lieutenant', Cmdr: 'Commander' },
    ...{ Adm: 'Admiral', Sen: 'Senator', Rep: 'Representative', Gov: 'Governor', Pres: 'President', Rev: 'Reverend' },
    ...{ Hon: 'Honorable', Inc: 'Incorporated', Ltd: 'Limited', Corp: 'Corporation', Co: 'Company', Bros: 'Brothers' },
    ...{ Ave: 'Avenue', Blvd: 'Boulevard', Rd: 'Road', Ln: 'Lane', Hwy: 'Highway', Sq: 'Square', Apt: 'Apartment' },
    ...{ Mt: 'Mount', Ft: 'Fort', Univ: 'University', Assn: 'Association', Esq: 'Esquire' },
    ...{
      Jan: 'January',
      Feb: 'February',
      Mar: 'March',
      Apr: 'April',
      Aug: 'August',
      Sept: 'September',
      Oct: 'October',
    },
    ...{ Nov: 'November', Dec: 'December' },
  }),
);

const shortened: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ vs: 'versus', etc: 'et cetera', approx: 'approximately', dept: 'department', fig: 'figure', vol: 'volume' },
    ...{
      avg: 'average',
      est: 'established',
      incl: 'including',
      excl: 'excluding',
      misc: 'miscellaneous',
      ext: 'extension',
    },
    ...{
      govt: 'government',
      min: 'minimum',
      max: 'maximum',
      tel: 'telephone',
      ch: 'chapter',
      viz: 'namely',
      cf: 'compare',
    },
  }),
);

/** A dot that may also end the sentence stays outside the match there, so that the pause is heard. */
const dot = String.raw`\.(?!\s*$)`;
/** Words that begin a sentence more often than a name goes on with them. */
const opening =
  /^\s+(?:The|This|That|These|There|He|She|It|We|They|You|I|In|On|At|But|And|So|If|When|What|Now|Then|A|An|My|Our|His|Her|Its|Your|For|As|By|To|Is|Are|Do|Would|Can)\b/;

export const abbreviationRules: RuleGroup = {
  starts: /\p{L}/u,
  rules: [
    { pattern: wordPattern(String.raw`e\.\s?g\.?,?`, 'i'), say: () => 'for example,' },
    { pattern: wordPattern(String.raw`i\.\s?e\.?,?`, 'i'), say: () => 'that is,' },
    { pattern: wordPattern(String.raw`a\.?k\.?a\.?(?=[\s,])`, 'i'), say: () => 'also known as' },
    { pattern: wordPattern(String.raw`et\sal\.?(?=[\s,;)(])`), say: () => 'and others' },
    {
      pattern: anyPattern(String.raw`pp?\.\s?(?=\d)`),
      say: ([written]) => (written.startsWith('pp') ? 'pages' : 'page'),
    },
    { pattern: anyPattern(String.raw`ca?\.(?=\s\d)`), say: () => 'circa' },
    { pattern: wordPattern('[Ww]/o'), say: () => 'without' },
    { pattern: wordPattern('b/c'), say: () => 'because' },
    { pattern: anyPattern(String.raw`[Ww]/(?=\s?\p{L})`), say: () => 'with' },
    { pattern: wordPattern(String.raw`Ph\.?D(?:\.(?!\s*$|\s+\p{Lu}))?`), say: () => 'P.H.D' },
    {
      pattern: anyPattern(String.raw`[Nn]o(?<many>s)?\.\s?(?<n>\d+)`),
      say: ({ groups }) => `number${groups?.['many'] ?? ''} ${sayNumber(groups?.['n'] ?? '')}`,
    },
    {
      pattern: anyPattern(String.raw`St\.(?=\s+\p{Lu}\p{Ll})(?!\s+(?:Is|Was|And|The)\b)(?<!\p{Lu}\p{Ll}+\sSt\.)`),
      say: () => 'Saint',
    },
    {
      pattern: anyPattern(String.raw`(?<=(?:\p{Lu}\p{Ll}+|\d(?:st|nd|rd|th))\s)St(?:${dot}|(?=\.))`),
      say: () => 'Street',
    },
    { pattern: anyPattern(String.raw`St${dot}`), say: () => 'Saint' },
    {
      pattern: anyPattern(`(?<word>${Array.from(titles.keys()).join('|')})(?:${dot}|(?=\\.\\s*$))`),
      say: ({ groups }) => titles.get(groups?.['word'] ?? ''),
    },
    {
      pattern: anyPattern(`(?<word>${Array.from(shortened.keys()).join('|')})${dot}(?<!etc\\.(?=\\s+\\p{Lu}))`),
      say: ({ groups }) => shortened.get(groups?.['word'] ?? ''),
    },
    { pattern: wordPattern('(?<word>etc|vs|approx)'), say: ({ groups }) => shortened.get(groups?.['word'] ?? '') },
    {
      pattern: wordPattern('(?<word>Dr|Mr|Mrs|Jr|Sr|Inc|Ltd|Ave|Blvd)'),
      say: ({ groups }) => titles.get(groups?.['word'] ?? ''),
    },
    {
      // U.S. troops, J.R.R. Tolkien; "in the U.S. He" keeps its pause
      pattern: anyPattern(String.raw`(?<letters>(?:\p{Lu}\.){2,})(?=\s+\p{L}|['’,;:)])`),
      say: (match) => initials(match, (match.groups?.['letters'] ?? '').slice(0, -1)),
    },
    {
      // George W. Bush
      pattern: anyPattern(String.raw`(?<letter>(?!I\.)\p{Lu})\.(?=\s+\p{Lu})`),
      say: (match) => initials(match, match.groups?.['letter'] ?? ''),
    },
  ],
};

function initials(match: RegExpExecArray, letters: string): string | undefined {
  return opening.test(behind(match)) ? undefined : letters;
}
