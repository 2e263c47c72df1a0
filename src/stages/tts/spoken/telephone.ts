/** Rows of digits that are read one by one: telephone numbers and codes. */
import { sayDigits } from './numbers.js';
import { wordPattern, type SpokenRule } from './rule.js';

export const telephoneRules: readonly SpokenRule[] = [
  { pattern: wordPattern(String.raw`911|\d(?:-\d){2,}`), say: ([written]) => sayDigits(written) },
  {
    // A code is read, not counted.
    pattern: wordPattern(String.raw`(?<=\b(?:zip|code|pin|extension|ext\.) )\d{3,}`, 'i'),
    say: ([written]) => sayDigits(written),
  },
  {
    // +1 (555) 123-4567, 555-123-4567, 555 123 4567, 555-1234
    pattern: wordPattern(
      String.raw`(?:(?<plus>\+)?\d{1,3}[\s.-])?(?:\(\d{3}\)\s?|\d{3}[-.\s])\d{3}[-.]\d{4}|\+\d{1,3}(?:[\s.-]?\d{2,4}){2,5}|\d{3}-\d{4}|\d{3} \d{3} \d{4}`,
    ),
    say: ([written]) => {
      const groups = written.split(/[\s().-]+/).filter((group) => /\d/.test(group));
      return groups.map((group) => `${group.startsWith('+') ? 'plus ' : ''}${sayDigits(group)}`).join(', ');
    },
  },
];
