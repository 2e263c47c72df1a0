/** Rows of digits that are read one by one: telephone numbers and codes. */
import { sayDigits } from './numbers.js';
import { wordPattern, type RuleGroup } from './rule.js';

export const telephoneRules: RuleGroup = {
  starts: /[\d+(]/u,
  rules: [
    { pattern: wordPattern(String.raw`911|999(?=[.!?]|\s+if)|\d(?:-\d){2,}`), say: ([written]) => sayDigits(written) },
    {
      // A code is read, not counted.
      pattern: wordPattern(
        String.raw`(?<=\b(?:zip|code|pin|extension|ext\.|password|serial number|account number|card ending in)(?: is|:)? )\d{3,}(?![.,]\d)`,
        'i',
      ),
      say: ([written]) => sayDigits(written),
    },
    {
      // +1 (555) 123-4567, 1-800-555-0199, 555.123.4567, 555 123 4567, 555-1234, (020) 7946 0958
      pattern: wordPattern(
        String.raw`(?:(?<plus>\+)?\d{1,3}[\s.-])?(?:\(\d{3}\)\s?|\d{3}[-.\s])\d{3}[-.]\d{4}|\+\d{1,3}(?:[\s./-]?\(?\d{1,8}\)?){1,5}|1-8\d\d(?=-\p{Lu})|\d{1,7}(?:-\d{1,7}){3,}|\d{3}-\d{2}-\d{4}|\d{3}-\d{4}|\d{3} \d{3} \d{4}|\(0\d{2,4}\)\s?\d{3,4}(?:[\s-]\d{3,4}){0,2}|0\d{2,4}(?:[\s-]\d{3,4}){1,2}`,
      ),
      say: ([written]) => {
        if (written.replace(/\D/g, '').length < (written.startsWith('+') ? 8 : 4)) return undefined;
        const groups = written.split(/[\s().-]+/).filter((group) => /\d/.test(group));
        return groups.map((group) => `${group.startsWith('+') ? 'plus ' : ''}${sayDigits(group)}`).join(', ');
      },
    },
  ],
};
