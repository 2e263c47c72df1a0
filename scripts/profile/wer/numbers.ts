/** English number words written in digits: amounts, years, ordinals, digits said one by one. */
import { currencies, numberWords, repeats, signs, zeroWords } from './number-words.js';
import { SpokenNumber } from './spoken-number.js';

/**
 * Numbers in digits, `one` as a word. Source: Radford et al., Robust speech recognition (2022), appendix C.
 * @param text in lower case, words parted by spaces, no punctuation but that of numbers
 */
export function digitizeNumbers(text: string): string {
  const reader = new NumberReader(separate(text).split(/\s+/).filter(Boolean));
  return tidy(reader.read().join(' '));
}

/** A number in digits, perhaps with its currency. */
const literalNumber = /^([$¢€£]?)(\d+(?:\.\d+)?)$/;

/** Reads one word after the other; a number is put out as soon as a word comes that does not belong to it. */
class NumberReader {
  readonly #words: readonly string[];
  readonly #out: string[] = [];
  #number = new SpokenNumber();
  #prefix = '';
  /** The last word was a multiplier: "and" may follow it. */
  #afterMultiplier = false;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  read(): string[] {
    for (let at = 0; at < this.#words.length;) at += this.#take(at);
    this.#flush();
    return this.#out;
  }

  /** How many words were used up. */
  #take(at: number): number {
    const word = this.#words[at] ?? '';
    const next = this.#words[at + 1] ?? '';
    const afterMultiplier = this.#afterMultiplier;
    this.#afterMultiplier = false;
    if (word === 'and' && afterMultiplier && startsNumber(next)) return 1;
    if (this.#takeDigits(word, next) || this.#takeWord(word, next)) return 1;
    const times = repeats.get(word);
    if (times !== undefined && digitOf(next) !== undefined) {
      this.#join(String(digitOf(next)).repeat(times));
      return 2;
    }
    const used = this.#takeUnit(word, next);
    if (used > 0) return used;
    this.#flush();
    if (signs.has(word) && startsNumber(next)) this.#prefix = signs.get(word) ?? '';
    else this.#out.push(word);
    return 1;
  }

  #takeDigits(word: string, next: string): boolean {
    const [, currency, digits] = literalNumber.exec(word) ?? [];
    if (digits !== undefined) {
      if (!this.#number.text.endsWith('.')) this.#flushNumber();
      this.#number.addLiteral(digits);
      if (currency !== undefined && currency !== '') this.#prefix += currency;
      return true;
    }
    if (word === 'point' && startsNumber(next)) {
      if (this.#number.text.includes('.')) this.#flush();
      this.#number.addPoint();
      return true;
    }
    if (word !== 'zero' && !(zeroWords.has(word) && !this.#number.empty)) return false;
    this.#join('0');
    return true;
  }

  #takeWord(word: string, next: string): boolean {
    const found = numberWords.get(word);
    if (found === undefined) return false;
    if (found.kind === 'multiplier') {
      this.#number.multiply(found.value);
      this.#afterMultiplier = next === 'and' && found.suffix === '';
    } else {
      if (this.#number.literal) this.#flush();
      this.#number.addSmall(found.value);
    }
    if (found.suffix !== '') this.#flush(found.suffix);
    return true;
  }

  /** Currencies and per cent belong to the number in front of them. */
  #takeUnit(word: string, next: string): number {
    if (this.#number.empty) return 0;
    const currency = currencies.get(word);
    if (currency !== undefined) {
      this.#prefix = this.#prefix.replace(/[$¢€£]$/, '') + currency;
      this.#flush();
      return 1;
    }
    const length = word === 'percent' ? 1 : word === 'per' && next === 'cent' ? 2 : 0;
    if (length > 0) this.#flush('%');
    return length;
  }

  #join(digits: string): void {
    if (this.#number.literal) this.#flush();
    this.#number.addDigits(digits);
  }

  #flushNumber(): void {
    if (!this.#number.empty) this.#flush();
  }

  #flush(suffix = ''): void {
    if (!this.#number.empty) this.#out.push(this.#prefix + this.#number.text + suffix);
    this.#number = new SpokenNumber();
    this.#prefix = '';
  }
}

function startsNumber(word: string): boolean {
  return numberWords.has(word) || zeroWords.has(word) || repeats.has(word) || literalNumber.test(word);
}

function digitOf(word: string): number | undefined {
  if (zeroWords.has(word)) return 0;
  const found = numberWords.get(word);
  return found?.kind === 'small' && found.value < 10 && found.suffix === '' ? found.value : undefined;
}

/** Halves in digits; letters apart from digits, but for their ordinal and plural endings. */
function separate(text: string): string {
  return text
    .replace(/(\S+) and a half\b/g, (all, word: string) => (startsNumber(word) ? `${word} point five` : all))
    .replace(/([a-z])(\d)/g, '$1 $2')
    .replace(/(\d)([a-z])/g, '$1 $2')
    .replace(/(\d)\s+(st|nd|rd|th|s)\b/g, '$1$2');
}

/** Amounts in two units become one; a lone 1 is easier to read as a word. */
function tidy(text: string): string {
  return text
    .replace(
      /([€£$])(\d+) (?:and )?¢(\d{1,2})\b/g,
      (_, unit, whole, cents: string) => `${unit as string}${whole as string}.${cents.padStart(2, '0')}`,
    )
    .replace(/[€£$]0\.(\d{1,2})\b/g, (_, cents: string) => `¢${Number(cents.padEnd(2, '0'))}`)
    .replace(/(?<![\d.$¢€£+-])\b1(s?)\b(?![.%]\d|%)/g, 'one$1');
}
