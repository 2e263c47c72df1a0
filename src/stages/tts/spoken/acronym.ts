/** Words of capital letters: spelled ("FBI"), read ("NASA") or shouted ("STOP"); and letters with digits ("MP3", "H2O"). */
import { sayName, sayNumber, sayYear } from './numbers.js';
import { before, behind, wordPattern, type RuleGroup } from './rule.js';

/** Words of up to three letters that are read: names, and common words written large for weight. */
const shortWords = new Set(
  (
    'RAM ROM LAN WAN NAS PIN SIM GIF ZIP BIN LED SAP OK A I AM AN AS AT BE BY DO GO HE IF IN IS IT ME MY NO OF OH ON OR SO TO UP WE ' +
    'ACT ADD AGE AGO AIR ALL AND ANY ARE ARM ART ASK BAD BAG BED BIG BOX BOY BUS BUT BUY CAN CAR CAT COW CUP CUT DAD DAY DID DIE ' +
    'DOG DRY EAR EAT EGG END EYE FAR FEW FLY FOR FUN GET GOD GOT GUN HAD HAS HER HIM HIS HIT HOT HOW ICE ITS JOB KEY KID LAW LAY ' +
    'LEG LET LIE LOT LOW MAD MAN MAX MAY MEN MIN MIX MOM NET NEW NOR NOT NOW OFF OIL OLD ONE OUR OUT OWN PAY PEN PUT RED RUN SAD SAW ' +
    'SAY SEA SEE SET SHE SIT SIX SKY SON SUN TAX TEA TEN THE TOO TOP TRY TWO USE WAR WAS WAY WET WHO WHY WIN WON YES YET YOU'
  ).split(' '),
);
/** Words that are names behind an article: "the WHO". */
const names = new Set(['IT', 'WHO']);
/** Longer ones that the spelling rules would get wrong. */
const spelled = new Set(['ACLU', 'OECD', 'UCLA', 'USAF', 'USDA']);
const readAnyway = new Set(['ASCII', 'JPEG', 'JSON', 'WASM']);

const starts =
  'BL BR CH CL CR DR DW FL FR GL GN GR KN PH PL PR PS SC SH SK SL SM SN SP ST SW TH TR TW WH WR'.replaceAll(' ', '|');
/** Three consonants in a row inside or at the end of a word that can be said. */
const triples = 'CHT|GHT|LTH|NCH|NDS|NTH|RCH|RLD|RST|RTH|RTY|TCH|STR|\\wCK|[^AEIOUY]{2}S';
const sayable = new RegExp(
  `^(?:Y|(?:SCR|SHR|SPL|SPR|STR|THR|${starts})|[^AEIOUY])?(?:[AEIOUY]{1,2}(?:${triples}|[^AEIOUY]{1,2}(?=[AEIOUY]|$)|$))+$`,
);

function isRead(word: string): boolean {
  if (word.length < 4) return shortWords.has(word);
  if (word.length > 5) return true;
  return readAnyway.has(word) || (!spelled.has(word) && sayable.test(word) && !/AA|II|UU/.test(word));
}

const letters = (word: string): string => Array.from(word).join('.');
const read = (word: string): string => (word.length > 1 && isRead(word) ? word : letters(word));

/** Around a shouted word nobody writes small letters, and names of constants are joined by `_`. */
function isShouted(match: RegExpExecArray): boolean {
  const [left, right] = [before(match).slice(-30), behind(match).slice(0, 30)];
  if (left.endsWith('_') || right.startsWith('_')) return match[0].length > 2;
  const around = `${left} ${right}`;
  return !/\p{Ll}/u.test(around) && (around.match(/\p{Lu}{2,}/gu)?.join('').length ?? 0) > 8;
}

/** The number of a model is a name: "GPT-4", "COVID-19", but "FY 2024" has a year. */
function sayModel(digits: string): string {
  return /^(?:19|20)\d\d$/.test(digits)
    ? sayYear(Number(digits))
    : digits.length > 2
      ? sayName(digits)
      : sayNumber(digits);
}

export const acronymRules: RuleGroup = {
  starts: /[\p{Lu}\p{Ll}\d]/u,
  rules: [
    {
      // R&D, AT&T, Q&A
      pattern: wordPattern(String.raw`(?<left>\p{Lu}{1,3})\s?&\s?(?<right>\p{Lu}{1,3})(?<many>s)?`),
      say: ({ groups = {} }) => {
        const { left = '', right = '', many } = groups;
        return `${letters(left)} and ${letters(right)}${many === undefined ? '' : "'s"}`;
      },
    },
    {
      // H2O, B2B
      pattern: wordPattern(String.raw`\p{Lu}{1,2}(?:\d{1,2}\p{Lu}{1,2})+\d?`),
      say: ([written]) =>
        (written.match(/\d+|\p{Lu}/gu) ?? []).map((part) => (/\d/.test(part) ? sayNumber(part) : part)).join(' '),
    },
    {
      // MP3, GPT-4, COVID-19, HTTP/2
      pattern: wordPattern(String.raw`(?<word>\p{Lu}{1,5})[-/]?(?<n>\d{1,4})(?<many>['’]?s)?`),
      say: ({ groups = {} }) => `${read(groups['word'] ?? '')} ${sayModel(groups['n'] ?? '')}${groups['many'] ?? ''}`,
    },
    {
      // 3D, 4K, 1080p
      pattern: wordPattern(String.raw`(?<n>\d{1,4})-?(?<word>\p{Lu}|(?<=\d{3})p)`),
      say: ({ groups = {} }) => `${sayModel(groups['n'] ?? '')} ${(groups['word'] ?? '').toUpperCase()}`,
    },
    {
      // ChatGPT, OpenAI, macOS
      pattern: wordPattern(String.raw`(?<head>\p{Lu}?\p{Ll}+)(?<word>\p{Lu}{2,5})(?<many>s)?`),
      say: ({ groups = {} }) =>
        `${groups['head'] ?? ''} ${letters(groups['word'] ?? '')}${groups['many'] === undefined ? '' : "'s"}`,
    },
    {
      pattern: wordPattern(String.raw`(?<word>\p{Lu}{2,5})(?<many>['’]?s)?`),
      say: (match) => {
        const { word = '', many } = match.groups ?? {};
        const isName = names.has(word) && /\b(?:an|by|in|of|our|the|their|your) $/i.test(before(match));
        if ((isRead(word) && !isName) || isShouted(match)) return undefined;
        return many === undefined ? letters(word) : `${letters(word.slice(0, -1))} ${word.slice(-1)}'s`;
      },
    },
  ],
};
