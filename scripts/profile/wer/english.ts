/** English text as words that can be compared, by the rules of Whisper's evaluation. */
import { collapseSpaces, normalizeBasic, splitUnits, stripBracketed, stripSymbolsAndAccents } from './basic.js';
import { expandShortForms } from './contractions.js';
import { digitizeNumbers } from './numbers.js';
import { toAmerican } from './spelling.js';

/** Sounds of thinking. */
const fillers = /\b(hmm|mm|mhm|mmm|uh|um)\b/g;
/** Marks that mean something beside digits. */
const KEPT = '.%$¢€£';

/** Source: Radford et al., Robust speech recognition via large-scale weak supervision (2022), appendix C. */
export function normalizeEnglish(text: string): string {
  const spoken = expandShortForms(stripBracketed(text.toLowerCase()).replace(fillers, ''));
  const bare = stripSymbolsAndAccents(spoken.replace(/(\d),(?=\d)/g, '$1').replace(/\.(?!\d)/g, ' '), KEPT);
  const written = collapseSpaces(digitizeNumbers(bare)).split(' ').map(toAmerican).join(' ');
  // What is left of those marks without a number says nothing.
  return collapseSpaces(written.replace(/[.$¢€£](?!\d)/g, ' ').replace(/(?<!\d)%/g, ' '));
}

/** What errors are counted in, for any language. */
export function toUnits(text: string, language: string): string[] {
  return splitUnits(language === 'en' ? normalizeEnglish(text) : normalizeBasic(text), language);
}
